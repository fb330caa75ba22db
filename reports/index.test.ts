import { expect, test } from 'vitest';
import { namesOnlyRun, sampleRun } from './fixtures/sample-run.ts';
import { reportFormatFor, reportFormats } from './index.ts';

test('chooses the format by extension in any case', () => {
  expect(
    ['report.html', 'R.JSON', 'summary.md', 'a.b.markdown'].map(
      (name) => reportFormatFor(name)?.id,
    ),
  ).toEqual(['html', 'json', 'markdown', 'markdown']);
  expect(reportFormatFor('report.pdf')).toBeUndefined();
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
