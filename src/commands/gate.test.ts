import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { audits } from '../../audits/index.ts';
import { namesOnlyRun } from '../../reports/fixtures/sample-run.ts';
import { auditResult, count, estimate } from '../../test/gated-run.ts';
import type { AuditResult } from '../audit/audit.ts';
import type { AuditRun } from '../audit/audit-run.ts';
import { type GateOptions, gateCommand } from './gate.ts';
import { gateSummary } from './gate-summary.ts';
import { readPolicy } from './read-policy.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'audit-gate-'));
});

afterAll(() => rm(folder, { recursive: true }));

/** A whole run of which only the audits count here. */
async function record(name: string, audits: readonly AuditResult[], limit?: number): Promise<void> {
  const { benchmark, ...run } = namesOnlyRun();
  const { limit: _limit, ...whole } = benchmark;
  const written: AuditRun = { ...run, benchmark: { ...whole, ...(limit && { limit }) }, audits };
  await writeFile(join(folder, name), JSON.stringify(written));
}

async function policy(yaml: string): Promise<string> {
  await writeFile(join(folder, 'policy.yaml'), `version: 1\n${yaml}\n`);
  return 'policy.yaml';
}

const gate = (options: GateOptions, changed: readonly string[] = []) =>
  gateCommand(options, {
    cwd: folder,
    today: '2026-11-25',
    inputsOf: async () => ({ changed }),
  });

const rows = (value: number) =>
  auditResult('template-leakage', 'pass', { rows: count(value), share: estimate(0.2, 0.1, 0.3) });

describe('a recorded run', () => {
  test.each([
    ['pass', 0],
    ['fail', 1],
    ['inconclusive', 3],
  ] as const)('that %ses: exit code %i', async (verdict, exitCode) => {
    await record('result.json', [auditResult('image-reuse', verdict)]);
    const outcome = await gate({
      run: 'result.json',
      policy: await policy('required: [image-reuse]'),
    });
    expect(outcome.exitCode).toBe(exitCode);
    expect(outcome.decision.decision).toBe(verdict);
  });

  test('never passes when an input changed, or when nobody compared them', async () => {
    await record('result.json', [auditResult('image-reuse', 'pass')]);
    const options = { run: 'result.json', policy: await policy('required: [image-reuse]') };
    expect((await gate(options, ['test.json'])).decision.reasons).toEqual([
      'run:unchanged is inconclusive: Changed since the run: test.json.',
    ]);
    const unchecked = await gateCommand(options, { cwd: folder, today: '2026-11-25' });
    expect(unchecked.exitCode).toBe(3);
    expect(unchecked.decision.reasons[0]).toContain('the run has no manifest');
  });

  test('must have run every audit that exists, unless the policy says otherwise', async () => {
    await record('result.json', [auditResult('image-reuse', 'pass')]);
    const { decision } = await gate({ run: 'result.json', policy: await policy('') });
    const missing = decision.checks.find(({ id }) => id === 'audit:small-subsets');
    expect(missing?.decision).toBe('inconclusive');
  });
});

describe('--update-baseline', () => {
  const yaml = `required: [template-leakage]
limits: [{ measure: template-leakage/rows, atMost: 9 }]
baseline: gate-baseline.json`;
  const file = () => readFile(join(folder, 'gate-baseline.json'), 'utf8');

  test('writes what is better and never what is worse, and later runs are held against it', async () => {
    const options = { run: 'result.json', policy: await policy(yaml) };
    await record('result.json', [rows(4)]);
    expect((await gate(options)).exitCode).toBe(3);
    const first = await gate({ ...options, updateBaseline: true });
    expect([first.exitCode, first.baseline]).toEqual([0, 'gate-baseline.json written: 1 value']);
    expect(JSON.parse(await file()).values[0]).toMatchObject({ value: 4, side: 'atMost' });
    const before = await file();
    await record('result.json', [rows(5)]);
    const worse = await gate({ ...options, updateBaseline: true });
    expect(worse.exitCode).toBe(1);
    expect(worse.decision.reasons[0]).toMatch(
      /^ratchet:template-leakage\/rows fails: 5; the best so far is 4 /,
    );
    expect(await file()).toBe(before);
  });

  test('learns nothing from a limited run or changed inputs', async () => {
    const options = { run: 'result.json', policy: await policy(yaml), updateBaseline: true };
    const before = await file();
    await record('result.json', [rows(0)], 5);
    expect((await gate(options)).baseline).toContain('stays as it is');
    await record('result.json', [rows(0)]);
    await gate(options, ['test.json']);
    expect(await file()).toBe(before);
  });

  test('needs a policy that names the file', async () => {
    const options = { run: 'result.json', policy: await policy(''), updateBaseline: true };
    await expect(gate(options)).rejects.toThrow('the policy names no baseline');
  });

  test('does not read what is no baseline', async () => {
    await writeFile(join(folder, 'broken.json'), '{"version": 2}');
    const options = { run: 'result.json', policy: await policy('baseline: broken.json') };
    await expect(gate(options)).rejects.toThrow(/^broken.json: version: is no baseline/);
  });
});

test.each([
  [
    'a threshold that no audit has',
    'thresholds: { image-reuse: { maxReused: 1 } }',
    'thresholds.image-reuse',
  ],
  [
    'an unknown key',
    'requires: []',
    'policy.yaml:2: unknown key "requires"; did you mean "required"?',
  ],
])('%s is an error', async (_name, yaml, message) => {
  await expect(gate({ run: 'result.json', policy: await policy(yaml) })).rejects.toThrow(message);
});

test('the policy of examples/ci is one', async () => {
  const file = fileURLToPath(new URL('../../examples/ci/policy.yaml', import.meta.url));
  const { policy: read, baselineFile } = await readPolicy(file, audits);
  expect(read.waivers.map(({ check }) => check)).toEqual(['audit:small-subsets']);
  expect(baselineFile).toBe(join(dirname(file), 'gate-baseline.json'));
});

test('people read failures first, each with what would make it pass, then open, waived, exempt, passed', async () => {
  await record('result.json', [
    auditResult('question-only', 'pass'),
    auditResult('image-reuse', 'fail'),
    auditResult('blind-controls', 'inconclusive'),
    auditResult('template-leakage', 'fail'),
  ]);
  const yaml = `required: [question-only, image-reuse, blind-controls, template-leakage]
exempt: { grader-bias: no answer is graded by a model }
waivers: [{ check: audit:image-reuse, reason: public scans, owner: the data team, expires: 2027-01-31 }]`;
  const outcome = await gate({ run: 'result.json', policy: await policy(yaml) });
  expect(gateSummary({ ...outcome, runName: 'bench-1' })).toBe(`\
FAIL          audit:template-leakage
              template-leakage says so.
              To pass: Remove 2 rows.
INCONCLUSIVE  audit:blind-controls
              blind-controls says so.
              To pass: Remove 2 rows.
WAIVED        audit:image-reuse
              image-reuse says so.
              To pass: Remove 2 rows.
              Waived until 2027-01-31; the data team answers for it: public scans
EXEMPT        audit:grader-bias
              no answer is graded by a model
PASS          audit:question-only
              question-only says so.
PASS          run:complete
              Everything that was planned was read and asked.
PASS          run:unchanged
              Every input is what the run read.

GATE FAIL: bench-1: 1 failed, 1 open, 1 WAIVED, 3 passed, 1 audit excepted
`);
});
