import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decidedRun } from '../../reports/fixtures/decided-run.ts';
import { namesOnlyRun, sampleRun } from '../../reports/fixtures/sample-run.ts';
import type { AuditResult, Measure } from '../audit/audit.ts';
import type { AuditRun } from '../audit/audit-run.ts';
import { differenceOf, leavesOf } from './changes.ts';
import { diffRuns } from './diff-runs.ts';

const names = { before: 'a', after: 'b' };
const run = decidedRun();

const withAudit = (id: string, change: (audit: AuditResult) => AuditResult): AuditRun => ({
  ...run,
  audits: run.audits.map((audit) => (audit.id === id ? change(audit) : audit)),
});

test.each([
  ['decided', run],
  ['names only', namesOnlyRun()],
  ['without an audit', { ...namesOnlyRun(), audits: [], inputs: [] }],
])('a run and itself differ in nothing: %s', (_, one) => {
  const diff = diffRuns(one, structuredClone(one), names);
  const { benchmark: _name, verdict, decision, unchanged, findings, ...lists } = diff;
  expect(Object.values(lists).flat()).toEqual([]);
  expect(verdict.before).toBe(verdict.after);
  expect(decision.before).toBe(decision.after);
  expect([...findings.new, ...findings.gone]).toEqual([]);
  expect(findings.same).toBe(one.audits.flatMap((audit) => audit.findings).length);
  expect(unchanged.verdicts).toBe(one.audits.length);
});

test('swapping the runs swaps what is new and gone, before and after', () => {
  const other = decidedRun({ findings: 30 });
  const there = diffRuns(run, { ...other, seed: 7 }, names);
  const back = diffRuns({ ...other, seed: 7 }, run, names);
  expect(back.findings).toEqual({
    new: there.findings.gone,
    gone: there.findings.new,
    same: there.findings.same,
  });
  expect(there.facts).toEqual([{ name: 'seed', before: 0, after: 7 }]);
  expect(back.facts).toEqual([{ name: 'seed', before: 7, after: 0 }]);
  // The sample plants 40 findings unless told, and their ids go by their subjects.
  expect(there.findings.gone).toHaveLength(10);
  expect(there.findings.new).toEqual([]);
});

test('runs of two benchmarks can not be compared, and the error names both', () => {
  expect(() => diffRuns(run, namesOnlyRun(), names)).toThrow(
    'a, b: the runs are of two benchmarks, "thorax-stage-bench" and "胸部影像问答基准", and can\'t be compared; name two runs of one benchmark',
  );
});

test('tells which inputs, config keys, models and versions changed', () => {
  const [config, ...inputs] = run.inputs;
  const after: AuditRun = {
    ...run,
    tool: { ...run.tool, version: '0.2.0' },
    inputs: [{ ...config!, sha256: 'f'.repeat(64) }, ...inputs.slice(1)],
    config: { ...run.config, seed: 3, subsets: ['modality'], extra: {} },
    models: run.models.slice(1),
  };
  const diff = diffRuns(run, after, names);
  expect(diff.inputs).toMatchObject([
    { name: `config ${config?.path}`, before: config?.sha256.slice(0, 12), after: 'ffffffffffff' },
    { name: `${inputs[0]?.role} ${inputs[0]?.path}` },
  ]);
  expect(diff.inputs[1]).not.toHaveProperty('after');
  expect(diff.config).toEqual([
    { name: 'subsets.1', before: 'stage' },
    { name: 'seed', before: 0, after: 3 },
    { name: 'extra', after: {} },
  ]);
  expect(diff.facts).toEqual([{ name: 'touchstone-audit', before: '0.1.0', after: '0.2.0' }]);
  expect(diff.models).toMatchObject([{ name: run.models[0]?.name }]);
});

test('cautions where the items or the test files are not the same', () => {
  const limited = { ...run, benchmark: { ...run.benchmark, testItems: 50, limit: 50 } };
  expect(diffRuns(run, limited, names).cautions).toEqual([
    'The runs cover different items: 1204 test items and 50 test items (limited to 50).',
  ]);
  const inputs = run.inputs.map((one) =>
    one.role === 'test' ? { ...one, sha256: '0'.repeat(64) } : one,
  );
  expect(diffRuns(run, { ...run, inputs }, names).cautions).toEqual([
    'The test files differ: scores are of different questions.',
  ]);
});

test('counts are compared exactly, estimates by whether their intervals overlap', () => {
  const after = withAudit('image-reuse', (audit) => ({
    ...audit,
    measures: {
      ...audit.measures,
      // 9.3% with a margin of 2.1 points: 7.2 to 11.4.
      reusedTestItems: moved(audit.measures.reusedTestItems!, 0.05),
      exactPairs: { kind: 'count', title: 'Exact pairs across the split', value: 38 },
    },
  }));
  expect(diffRuns(run, after, names).measures).toMatchObject([
    { name: 'image-reuse/reusedTestItems', difference: 'apart' },
    {
      name: 'image-reuse/exactPairs',
      difference: 'exact',
      before: { value: 41 },
      after: { value: 38 },
    },
  ]);
});

test('a measure that one run lacks is a change of its own', () => {
  const after = withAudit('image-reuse', (audit) => ({ ...audit, measures: {} }));
  const { measures } = diffRuns(run, after, names);
  expect(measures.map(({ name }) => name)).toEqual(
    Object.keys(run.audits[0]!.measures).map((key) => `image-reuse/${key}`),
  );
  for (const measure of measures) expect(measure).toMatchObject({ difference: 'exact' });
});

test('tells which verdicts, claims and checks changed, and the decision', () => {
  const after: AuditRun = {
    ...withAudit('question-only', (audit) => ({ ...audit, verdict: 'pass' })),
    verdict: 'inconclusive',
    claims: {
      ...run.claims!,
      claims: run.claims!.claims.map((one) =>
        one.id === 'pathology-gain' ? { ...one, status: 'supported' } : one,
      ),
    },
    gate: { ...run.gate!, decision: 'pass', checks: run.gate!.checks.slice(0, 1) },
  };
  const diff = diffRuns(run, after, names);
  expect(diff.verdicts).toEqual([{ name: 'question-only', before: 'inconclusive', after: 'pass' }]);
  expect(diff.claims).toEqual([
    { name: 'pathology-gain', before: 'inconclusive', after: 'supported' },
  ]);
  expect(diff.decision).toEqual({ before: 'fail', after: 'pass' });
  expect(diff.checks.map(({ before }) => before)).toEqual(['fail', 'inconclusive', 'waived']);
  expect(diffRuns(run, sampleRun(), names).claims).toHaveLength(5);
});

test('two findings about the same subjects are told apart by their kinds', () => {
  const after = withAudit('image-reuse', (audit) => ({
    ...audit,
    findings: audit.findings.map((one, index) =>
      index === 1 ? { ...one, kind: 'exact-pair' } : one,
    ),
  }));
  const { findings } = diffRuns(run, after, names);
  expect(findings.new.map(({ finding }) => finding.kind)).toEqual(['exact-pair']);
  expect(findings.gone.map(({ finding }) => finding.kind)).toEqual(['verified-pair']);
});

test.each([
  ['touching', [0, 1], [1, 2], 'overlap'],
  ['one inside the other', [0, 3], [1, 2], 'overlap'],
  ['a point on itself', [1, 1], [1, 1], 'overlap'],
  ['side by side', [0, 1], [1.01, 2], 'apart'],
] as const)('intervals %s', (_, [a, b], [c, d], difference) => {
  const of = (lower: number, upper: number) => ({ lower, upper, level: 0.95, method: 'm' });
  expect(differenceOf(of(a, b), of(c, d))).toBe(difference);
  expect(differenceOf(of(c, d), of(a, b))).toBe(difference);
  expect(differenceOf(of(a, b), undefined)).toBe('exact');
});

test('whatever is nested, equal values have equal leaves and an added key is one leaf more', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{1,4}$/), fc.jsonValue()), (value) => {
      const leaves = leavesOf(value);
      expect(leavesOf(structuredClone(value))).toEqual(leaves);
      const more = leavesOf({ ...value, added: 1 });
      expect(more).toHaveLength(Object.keys(value).length === 0 ? 1 : leaves.length + 1);
    }),
  );
  expect(leavesOf({ a: [1, { b: null }], c: {} })).toEqual([
    ['a.0', 1],
    ['a.1.b', null],
    ['c', {}],
  ]);
});

function moved(measure: Measure, by: number): Measure {
  if (measure.kind !== 'estimate') throw new Error('expected an estimate');
  const { lower, upper } = measure.interval;
  return {
    ...measure,
    value: measure.value + by,
    interval: { ...measure.interval, lower: lower + by, upper: upper + by },
  };
}
