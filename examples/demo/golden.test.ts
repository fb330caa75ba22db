import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Finding } from '../../src/audit/audit.ts';
import type { AuditRun } from '../../src/audit/audit-run.ts';
import { auditRunSchema } from '../../src/audit/audit-run-schema.ts';
import { readDisclosure } from '../../src/disclosure/read-disclosure.ts';
import { cli } from '../../test/built-cli.ts';

/** The audit of the demo against what was planted in it, which the audit never reads. */
const planted = JSON.parse(
  readFileSync(new URL('expected-findings.json', import.meta.url), 'utf8'),
) as {
  trainTestPairs: { test: string; train: string }[];
  withinTestPairs: { first: string; second: string }[];
  patientsInBothSplits: string[];
  reusedTestItems: Place[];
  verbatimQuestions: Place[];
  normalisedQuestions: Place[];
  blind: Record<'specialist' | 'finetuned', { items: number; right: number; rightBlind: number }>;
  rotations: { items: number; keptLetter: number };
  judgments: { count: number; partialFamily: string; favourPoints: number };
};

interface Place {
  readonly file: string;
  readonly line: number;
}

let folder: string;
let run: AuditRun;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'audit-demo-'));
  // What checkpoints answer has a test of its own; the figures are the same on every machine.
  const words = ['run', '--bench', 'demo', '--no-engine-check', '--json', '-o', 'report.md'];
  const { stdout, status, stderr } = spawnSync(process.execPath, [cli, ...words], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  expect(status, stderr).toBe(0);
  run = auditRunSchema.parse(JSON.parse(stdout));
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true }));

function findings(auditId: string, ...kinds: string[]): Finding[] {
  const audit = run.audits.find((one) => one.id === auditId);
  return audit?.findings.filter((finding) => kinds.includes(finding.kind)) ?? [];
}

const fileOfDemo = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');
const keys = (finding: Finding) => finding.subjects.map((subject) => subject.key);
const sorted = <T>(values: readonly T[]) => values.map((one) => JSON.stringify(one)).sort();

test('finds every planted copy across the split, and calls nothing else one', () => {
  const pairs = findings('image-reuse', 'exact-pair', 'verified-pair', 'candidate-pair').map(keys);
  expect(sorted(pairs)).toEqual(
    sorted(planted.trainTestPairs.map(({ test, train }) => [test, train])),
  );
});

test('finds the planted copy within test and the patient in both splits', () => {
  expect(findings('image-reuse', 'within-test-pair').map(keys)).toEqual(
    planted.withinTestPairs.map(({ first, second }) => [first, second]),
  );
  expect(findings('image-reuse', 'patient-overlap').map((finding) => keys(finding)[0])).toEqual(
    planted.patientsInBothSplits,
  );
});

test('counts the planted questions, with and without their punctuation', () => {
  const measures = run.audits.find((audit) => audit.id === 'template-leakage')?.measures;
  const exact = planted.verbatimQuestions.length;
  const folded = exact + planted.normalisedQuestions.length;
  expect(measures?.exactShare).toMatchObject({ n: 70, value: expect.closeTo(exact / 70, 10) });
  expect(measures?.verbatimShare).toMatchObject({
    n: 70,
    value: expect.closeTo(folded / 70, 10),
  });
});

test('takes the planted items off the candidate’s headline, then the text-only score', () => {
  const closed = run.deflation.find((one) => one.model === 'specialist' && one.track === 'closed');
  // 35 of 50 answered items; 21 of the 32 that show no copied picture (README.md).
  expect(closed?.reusedItems).toBe(18);
  expect(closed?.steps.map((step) => step.name)).toEqual([
    'all-items',
    'clean-items',
    'text-only',
    'remainder',
    'blind',
    'image-gain',
    'over-baseline',
  ]);
  expect(closed?.comparator).toBe('finetuned');
  expect(closed?.steps.slice(0, 2).map((step) => step.estimate.value)).toEqual([35 / 50, 21 / 32]);
});

test('finds that the candidate keeps its score without pictures, and what the baseline loses', () => {
  const audit = run.audits.find((one) => one.id === 'blind-controls');
  const { specialist, finetuned } = planted.blind;
  const gain = ({ items, right, rightBlind }: typeof specialist) => (right - rightBlind) / items;
  expect(audit?.measures['closedGain:specialist']).toMatchObject({
    n: specialist.items,
    value: gain(specialist),
  });
  const worth = audit?.tables.find(({ title }) => title.startsWith('What the image is worth'));
  expect(worth?.rows[1]?.gain).toMatchObject({
    n: finetuned.items,
    value: expect.closeTo(gain(finetuned), 12),
  });
  // Nothing changes in the answers of a model that never looks.
  const reliance = audit?.tables.find(({ title }) => title.startsWith('Whether answers change'));
  for (const row of reliance?.rows.filter(({ model }) => model === 'specialist') ?? [])
    expect(row.changed).toMatchObject({ value: 0 });
});

test('finds the questions on which the candidate keeps its letter when the options move', () => {
  const audit = run.audits.find((one) => one.id === 'blind-controls');
  const rotations = audit?.tables.find(({ title }) => title.startsWith('When the options'));
  const { items, keptLetter } = planted.rotations;
  const [specialist, finetuned] = rotations?.rows ?? [];
  expect(specialist?.flipped).toMatchObject({
    n: items,
    value: expect.closeTo(keptLetter / items, 12),
  });
  expect(finetuned?.flipped).toMatchObject({ value: 0 });
});

test('finds the family whose grader favours its own, and covers what was planted', () => {
  const audit = run.audits.find((one) => one.id === 'grader-bias');
  const { partialFamily, favourPoints } = planted.judgments;
  expect(audit?.summary).toMatch(new RegExp(`^A grader of family ${partialFamily} gives answers`));
  const favour = audit?.measures[`scoresFavour:family/${partialFamily}`];
  const { lower, upper } = (favour as { interval: { lower: number; upper: number } }).interval;
  expect(lower).toBeGreaterThan(0);
  // On a scale of 10.
  expect(lower).toBeLessThan(favourPoints / 10);
  expect(upper).toBeGreaterThan(favourPoints / 10);
});

test('every audit comes to the verdict that the demo was made for', () => {
  expect(Object.fromEntries(run.audits.map((audit) => [audit.id, audit.verdict]))).toEqual({
    'image-reuse': 'fail',
    'template-leakage': 'fail',
    'question-only': 'fail',
    'blind-controls': 'fail',
    'comparator-balance': 'pass',
    'grader-bias': 'fail',
    'small-subsets': 'inconclusive',
    'pipeline-kinship': 'fail',
    disclosure: 'fail',
  });
});

test('every claim of the ledger comes out as it was made for', () => {
  // Open answers: the generalist is 58 points behind. Grades: the alder judge adds 1.5 points of 10 to
  // answers of its own family. Closed questions: 35 of 50 right, 4 won and none lost against finetuned.
  expect(run.claims?.claims.map(({ id, status, basis }) => [id, status, basis])).toEqual([
    ['open-lead', 'supported', 'run'],
    ['open-grades', 'fragile', 'run'],
    ['closed-lead', 'inconclusive', 'run'],
    ['closed-accuracy', 'contradicted', 'run'],
    ['patient-split', 'contradicted', 'run'],
    ['clinic', 'not-testable', 'paper'],
  ]);
  expect(run.claims?.leads[0]).toMatchObject({
    fair: { value: 4 / 50, n: 50 },
    advertised: { value: (18 - 8) / 50, n: 50 },
  });
});

test('contradicts exactly the two disclosures that are false on purpose', () => {
  const contradicted = findings('disclosure', 'contradicted-check');
  expect(contradicted.map(({ values }) => [values.check, values.measured])).toEqual([
    ['D07', '1 patient in both splits; 9 of 32 test media in train'],
    ['D21', 'specialist: 1 of 51 closed items without an answer'],
  ]);
});

test('the other disclosures quote the page that they name, word for word', () => {
  const { entries } = readDisclosure('disclosure.yaml', fileOfDemo('disclosure.yaml'));
  const quotes = Object.values(entries).flatMap(({ quote }) => quote ?? []);
  expect(quotes.length).toBeGreaterThan(5);
  const page = fileOfDemo('README.md');
  expect(quotes.filter((quote) => !page.includes(quote))).toEqual([]);
});

test('every audit that does not pass says in one sentence what would make it pass, with numbers', () => {
  const open = run.audits.filter(({ verdict }) => verdict === 'fail' || verdict === 'inconclusive');
  expect(open.length).toBeGreaterThan(5);
  for (const { id, remedy } of open) expect(remedy, id).toMatch(/^[A-Z].*\d.*\.$/);
});

test('the result is valid against the published JSON Schema', () => {
  const published = new URL('../../docs/schema/audit-run.schema.json', import.meta.url);
  const validate = new Ajv2020({ strict: false }).compile(
    JSON.parse(readFileSync(published, 'utf8')),
  );
  expect(validate(run) || validate.errors).toBe(true);
});

test('--redact-ids leaves no id or path of the demo in any file, pictures included', () => {
  const words = [
    'run',
    '--bench',
    'demo',
    '--no-engine-check',
    '--redact-ids',
    '--out-dir',
    'redacted',
  ];
  const { status } = spawnSync(process.execPath, [cli, ...words], { cwd: folder });
  expect(status).toBe(0);
  const name = readFileSync(join(folder, 'redacted', 'latest'), 'utf8').trim();
  expect(name).toMatch(/-redacted$/);
  for (const file of ['result.json', 'findings.jsonl', 'report.html']) {
    const text = readFileSync(join(folder, 'redacted', name, file), 'utf8');
    expect(text).not.toMatch(/[FHR]\d{3}_E\d|R009|(test|train)\/[0-9a-f]{16}/);
  }
  const html = readFileSync(join(folder, 'redacted', name, 'report.html'), 'utf8');
  expect(html).toContain('data:image/jpeg');
});

test('the markdown report stays as it was when last looked at', async () => {
  await expect(readFileSync(join(folder, 'report.md'), 'utf8')).toMatchFileSnapshot(
    'report.golden.md',
  );
});
