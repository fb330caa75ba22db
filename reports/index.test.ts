import { expect, test } from 'vitest';
import { namesOnlyRun, sampleRun } from './fixtures/sample-run.ts';
import { reportFormats } from './index.ts';

test('claims no extension twice', () => {
  const extensions = reportFormats.flatMap((format) => format.extensions);
  expect(new Set(extensions).size).toBe(extensions.length);
});

test.each(reportFormats.map(({ id, render }) => [id, render] as const))(
  '%s is a pure function of the run',
  (_, render) => {
    const run = sampleRun();
    const before = structuredClone(run);
    expect(render(run)).toBe(render(run));
    expect(run).toEqual(before);
    expect(render(namesOnlyRun()).length).toBeGreaterThan(100);
  },
);
