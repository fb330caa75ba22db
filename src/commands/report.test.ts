import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runSmall, smallBenchmark } from '../../test/recorded-run.ts';
import { reportCommand } from './report.ts';
import type { AuditedRun } from './run.ts';

let folder: string;
let recorded: AuditedRun;

beforeAll(async () => {
  folder = await smallBenchmark();
  const output = ['a.html', 'a.json', 'a.md', 'a.junit.xml', 'a.sarif'];
  recorded = await runSmall(folder, { output });
});

afterAll(() => rmSync(folder, { recursive: true }));

const text = (...path: string[]) => readFileSync(join(folder, ...path), 'utf8');
const latest = 'audit-results/latest';

test.each(['html', 'json', 'md', 'junit.xml', 'sarif'])(
  'writes .%s to the byte as the run wrote it, without the benchmark',
  async (ending) => {
    const file = `again/b.${ending}`;
    const options = { run: latest, output: [file], bench: 'bench' };
    const { files, remarks } = await reportCommand(options, folder);
    expect({ files, remarks }).toEqual({ files: [file], remarks: [] });
    expect(text(file)).toBe(text(`a.${ending}`));
  },
);

test('the HTML report has the pictures of the recorded one', async () => {
  expect(text('a.html')).toContain('<img src="data:image/jpeg;base64,');
  await reportCommand({ run: recorded.folder, output: ['c.html'] }, folder);
  expect(text('c.html')).toBe(readFileSync(join(recorded.folder, 'report.html'), 'utf8'));
});

test('places rows from the top of the tree, or from the config where that is not known', async () => {
  const places = async (bench?: string, environment = {}) => {
    const output = ['places.sarif'];
    const options = { run: latest, output, ...(bench !== undefined && { bench }) };
    await reportCommand(options, folder, environment);
    const [run] = JSON.parse(text('places.sarif')).runs;
    const finding = run.results.find((one: { ruleId: string }) => one.ruleId === 'image-reuse');
    return finding.locations[0].physicalLocation.artifactLocation;
  };
  expect(await places('bench')).toEqual({ uri: 'bench/test.json', uriBaseId: '%SRCROOT%' });
  expect(await places()).toEqual({ uri: 'test.json', uriBaseId: 'BENCH' });
  expect(await places('bench', { GITHUB_WORKSPACE: join(folder, 'bench') })).toEqual({
    uri: 'test.json',
    uriBaseId: '%SRCROOT%',
  });
  expect(await places('/elsewhere')).toEqual({ uri: 'test.json', uriBaseId: 'BENCH' });
});

test('without a file to write it says where the report is, or that there is none', async () => {
  const { fullReport, files, remarks } = await reportCommand({ run: latest }, folder);
  expect(fullReport).toMatch(/^audit-results\/small-[0-9a-f]{8}\/report\.html$/);
  expect({ files, remarks }).toEqual({ files: [], remarks: [] });
  rmSync(join(recorded.folder, 'report.html'));
  expect((await reportCommand({ run: latest }, folder)).remarks).toEqual([
    'the run holds no report.html; -o report.html writes one',
  ]);
});

test('without its pictures the report is written, and what is missing told', async () => {
  const kept = readFileSync(join(recorded.folder, 'pictures.json'), 'utf8');
  rmSync(join(recorded.folder, 'pictures.json'));
  const options = { run: latest, output: ['bare.html'] };
  expect((await reportCommand(options, folder)).remarks).toEqual([
    'the run holds no pictures.json: the report has no pictures',
  ]);
  expect(text('bare.html')).not.toContain('<img');
  writeFileSync(join(recorded.folder, 'pictures.json'), '{"a.png":"https://example.org/a.png"}');
  await expect(reportCommand(options, folder)).rejects.toThrow(
    /pictures\.json: does not hold pictures by media path; remove it/,
  );
  writeFileSync(join(recorded.folder, 'pictures.json'), kept);
});

test.each([
  [{ run: 'nowhere' }, /nowhere: is not there; name a run folder/],
  [{ run: 'bench' }, /bench: holds no result\.json/],
  [{ run: latest, output: ['report.docx'] }, /no report format has the ending "\.docx"/],
])('refuses %j in one line', async (options, message) => {
  await expect(reportCommand(options, folder)).rejects.toThrow(message);
});

test('a redacted run is written again without ids, pictures and all', async () => {
  const redacted = await runSmall(folder, { redactIds: true, outDir: 'redacted' });
  await reportCommand({ run: 'redacted/latest', output: ['redacted.html'] }, folder);
  expect(text('redacted.html')).toBe(readFileSync(join(redacted.folder, 'report.html'), 'utf8'));
  expect(text('redacted.html')).toContain('<img src="data:image/jpeg;base64,');
  const written = readFileSync(join(redacted.folder, 'pictures.json'), 'utf8');
  expect(written).not.toContain('picture-');
  expect(JSON.stringify(redacted.written)).not.toContain('picture-0');
});
