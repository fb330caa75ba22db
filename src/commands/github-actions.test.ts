import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { decidedRun } from '../../reports/fixtures/decided-run.ts';
import { namesOnlyRun, sampleRun } from '../../reports/fixtures/sample-run.ts';
import { annotationLines, escapeMessage, escapeProperty, tellGitHub } from './github-actions.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'audit-github-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

async function told(environment: Readonly<Record<string, string | undefined>>): Promise<string> {
  let text = '';
  const stderr = { write: (more: string) => (text += more) };
  const run = decidedRun();
  await tellGitHub({ run, benchFolder: '', fullReport: 'report.html' }, { environment, stderr });
  return text;
}

test('says nothing outside GitHub Actions', async () => {
  expect(await told({})).toBe('');
  expect(await told({ GITHUB_ACTIONS: 'false', GITHUB_STEP_SUMMARY: '' })).toBe('');
});

test("appends to the step's summary and leaves what is there", async () => {
  const file = join(folder, 'summary.md');
  writeFileSync(file, 'Before.\n');
  expect(await told({ GITHUB_STEP_SUMMARY: file })).toBe('');
  expect(readFileSync(file, 'utf8')).toMatch(
    /^Before\.\n## thorax-stage-bench: gate FAIL\n[\s\S]*Full report: report\.html\n\n$/,
  );
});

test('a summary that can not be written is told and ends nothing', async () => {
  expect(
    await told({ GITHUB_STEP_SUMMARY: join(folder, 'none', 'summary.md'), GITHUB_ACTIONS: 'true' }),
  ).toMatch(/^The step's summary can not be written: .*ENOENT.*\n::error /);
});

test('annotates checks before findings, ten of each level at most', async () => {
  const lines = annotationLines(decidedRun({ findings: 400 }), 'bench/one');
  const levels = lines.map((line) => line.split(' ')[0]);
  expect(levels.filter((level) => level === '::error').length).toBeLessThanOrEqual(10);
  expect(levels.filter((level) => level === '::warning')).toHaveLength(10);
  expect(levels.filter((level) => level === '::notice')).toHaveLength(10);
  expect(lines[0]).toBe(
    '::error file=bench/one/audit.yaml,line=1,title=Gate%3A Share of the score that needs no image::80.4%25 (61 to 99), all of it above the 50%25 allowed, by 3 of 4 baselines.%0AWhat would make it pass: A share whose interval ends at or below 50%25.\n',
  );
  expect(lines.find((line) => line.startsWith('::warning'))).toContain('title=Gate%3A Pathology');
  expect(lines.find((line) => line.startsWith('::notice'))).toContain(
    'Waived by bench-team@example.org until 2027-01-31',
  );
});

test('a finding is annotated at its first row and names the others and how to read on', () => {
  const id = sampleRun().audits[0]?.findings[1]?.id;
  const line = annotationLines(sampleRun(), 'bench').find((one) => one.includes('flipped'));
  expect(line).toBe(
    `::error file=bench/data/test/sampled_Mammography-SWIFT_RESIZED_Screening_Closed_VQA_Test.json,line=88,title=Image reuse::The same picture, flipped, is in train and test.%0Adata/test/sampled_Mammography-SWIFT_RESIZED_Screening_Closed_VQA_Test.json:88 ↔ data/train/Mammography_Train.json:1202%0Aaudit explain ${id}\n`,
  );
});

test('names no file that is not in the checkout', () => {
  const lines = annotationLines(sampleRun(), undefined);
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.filter((line) => line.includes('file='))).toEqual([]);
});

test('a run without findings and gate has no annotation', () => {
  expect(annotationLines(namesOnlyRun(), '')).toEqual([]);
});

test('every command stays on one line, whatever its texts hold', () => {
  const [audit, ...others] = sampleRun().audits;
  const title = 'A, B: 100%\r\n::error::planted';
  const [finding] = audit?.findings ?? [];
  const run = {
    ...sampleRun(),
    audits: [{ ...audit!, title, findings: [{ ...finding!, title }] }, ...others],
  };
  const lines = annotationLines(run, '');
  for (const line of lines) expect(line).toMatch(/^::(error|warning|notice) [^\n\r]*\n$/);
  expect(lines[0]).toContain(
    'title=A%2C B%3A 100%25%0D%0A%3A%3Aerror%3A%3Aplanted::A, B: 100%25%0D%0A::error::planted%0A',
  );
});

test('escapes % first, so that nothing is escaped twice', () => {
  expect(escapeMessage('100%\r\n%0A a:b,c')).toBe('100%25%0D%0A%250A a:b,c');
  expect(escapeProperty('100%\r\n a:b,c')).toBe('100%25%0D%0A a%3Ab%2Cc');
});
