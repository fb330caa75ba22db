import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cli } from '../test/built-cli.ts';
import { auditRunSchema } from './audit/audit-run-schema.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'audit-cli-'));
  mkdirSync(join(folder, 'bench'));
  const rows = (count: number, start: number) =>
    Array.from({ length: count }, (_, index) => ({
      question_id: start + index,
      image_name: `picture-${start + index}.png`,
      question: `Is finding ${start + index} present in the ${['left', 'right'][index % 2]} lung?`,
      answer: index % 3 === 0 ? 'Yes' : 'No',
    }));
  writeFileSync(join(folder, 'bench', 'test.json'), JSON.stringify(rows(40, 0)));
  writeFileSync(join(folder, 'bench', 'train.json'), JSON.stringify(rows(60, 100)));
  writeFileSync(
    join(folder, 'bench', 'predictions.jsonl'),
    rows(40, 0)
      .map((row) => `${JSON.stringify({ id: String(row.question_id), prediction: row.answer })}\n`)
      .join(''),
  );
  writeFileSync(
    join(folder, 'bench', 'audit.yaml'),
    `version: 1
name: forty questions
media: absent
splits: { test: [test.json], train: [train.json] }
models: { ours: { role: candidate } }
predictions: [{ model: ours, path: predictions.jsonl }]
audits: { template-leakage: {}, question-only: {}, small-subsets: {} }
`,
  );
});

afterAll(() => rmSync(folder, { recursive: true }));

function audit(...words: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...words], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

test('a run writes its folder, names it in latest, and prints the report path', () => {
  const { status, stdout, stderr } = audit('run', '--bench', './bench', '-o', 'copies/report.md');
  expect(stderr).toBe('');
  expect(status).toBe(0);
  const name = readFileSync(join(folder, 'audit-results', 'latest'), 'utf8').trim();
  expect(name).toMatch(/^forty-questions-[0-9a-f]{8}$/);
  expect(stdout).toContain(join('audit-results', name, 'report.html'));
  expect(readFileSync(join(folder, 'copies', 'report.md'), 'utf8')).toContain('forty questions');
});

test('--json prints the frozen result alone on stdout, valid and equal to the file to the byte', () => {
  const { status, stdout } = audit(
    'run',
    '--bench',
    './bench/audit.yaml',
    '--out-dir',
    'other',
    '--json',
  );
  expect(status).toBe(0);
  const run = auditRunSchema.parse(JSON.parse(stdout));
  expect(run.scores.find((score) => score.subset.value === 'all' && score.primary)).toMatchObject({
    value: 1,
    n: 40,
  });
  const name = readFileSync(join(folder, 'other', 'latest'), 'utf8').trim();
  expect(readFileSync(join(folder, 'other', name, 'result.json'), 'utf8')).toBe(stdout);
});

test('the same inputs and seed give the same bytes; another seed gives another folder', () => {
  const first = audit('run', '--bench', './bench', '--out-dir', 'a', '--json').stdout;
  const second = audit('run', '--bench', './bench', '--out-dir', 'b', '--json').stdout;
  expect(second).toBe(first);
  audit('run', '--bench', './bench', '--out-dir', 'b', '--seed', '7');
  expect(readFileSync(join(folder, 'b', 'latest'), 'utf8')).not.toBe(
    readFileSync(join(folder, 'a', 'latest'), 'utf8'),
  );
});

test('a gate turns verdicts into exit codes, and a limited run can never pass it', () => {
  writeFileSync(join(folder, 'open.yaml'), 'version: 1\nrequired: [template-leakage]\n');
  writeFileSync(
    join(folder, 'strict.yaml'),
    'version: 1\nrequired: [template-leakage]\nthresholds: { template-leakage: { maxVerbatimShare: 0 } }\n',
  );
  expect(audit('run', '--bench', './bench', '--gate', 'strict.yaml').status).not.toBe(2);
  const limited = audit('run', '--bench', './bench', '--gate', 'open.yaml', '--limit', '5');
  expect(limited.stdout).toContain('cut by --limit');
  expect([1, 3]).toContain(limited.status);
});

test('a gate decides on a recorded run, and --json prints the decision alone', () => {
  const limit = (bound: string) =>
    `version: 1\nrequired: []\nlimits: [{ measure: score/ours/closed, ${bound} }]\n`;
  writeFileSync(join(folder, 'low.yaml'), limit('atMost: 0.5'));
  writeFileSync(join(folder, 'percent.yaml'), limit('atLeast: 50'));
  audit('run', '--bench', './bench', '--out-dir', 'gated');
  const gate = (policy: string, ...more: string[]) =>
    audit('gate', '--run', 'gated/latest', '--policy', policy, ...more);
  const failed = gate('low.yaml');
  expect(failed.status).toBe(1);
  // All 40 answers are right.
  expect(failed.stdout).toMatch(/^FAIL {10}limit:score\/ours\/closed\n .*: 100% \(95% interval /);
  expect(failed.stdout).toContain('GATE FAIL: forty-questions-');
  expect(gate('percent.yaml').status).toBe(3);
  expect(JSON.parse(gate('low.yaml', '--json').stdout)).toMatchObject({ decision: 'fail' });
  expect(audit('gate', '--help').stdout).toContain('3  inconclusive: nothing fails');
});

test.each<[string, string[], string]>([
  ['a gate without a run', ['gate', '--run', './nowhere', '--policy', 'open.yaml'], 'is not there'],
  ['a gate without a policy', ['gate'], "required option '--policy <file>' not specified"],
  [
    'a day that is none',
    ['gate', '--policy', 'open.yaml', '--today', '2026-02-30'],
    'expected a day such as 2026-11-25',
  ],
  [
    'an unknown built-in',
    ['run', '--bench', 'nothing'],
    'is neither a file or folder here nor a built-in benchmark',
  ],
  [
    'a missing config',
    ['run', '--bench', './nowhere/audit.yaml'],
    'there is no such file or folder',
  ],
  [
    'an unknown report format',
    ['run', '--bench', './bench', '-o', 'report.docx'],
    'no report format has the ending ".docx"',
  ],
  [
    'a missing policy',
    ['run', '--bench', './bench', '--gate', 'none.yaml'],
    'the policy file cannot be read',
  ],
  ['an unknown option', ['run', '--bench', './bench', '--sed', '1'], "unknown option '--sed'"],
  [
    'a limit of zero',
    ['run', '--bench', './bench', '--limit', '0'],
    'expected a whole number above 0',
  ],
])('%s exits 2 with one line on stderr', (_name, words, message) => {
  const { status, stdout, stderr } = audit(...words);
  expect(status).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toContain(message);
});

test('help shows examples and exit codes', () => {
  const { status, stdout } = audit('run', '--help');
  expect(status).toBe(0);
  expect(stdout).toContain('audit run --bench demo');
  expect(stdout).toContain('3    with --gate: inconclusive');
});
