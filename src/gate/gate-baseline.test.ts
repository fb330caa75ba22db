import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { auditResult, claim, count, estimate, gatedRun, policyOf } from '../../test/gated-run.ts';
import type { Measure } from '../audit/audit.ts';
import { type GateBaseline, gateBaselineSchema, tighten } from './gate-baseline.ts';

const policy = policyOf(`limits:
  - { measure: reuse/rows, atMost: 9 }
  - { measure: reuse/share, atLeast: 0 }
baseline: b.json`);

const runWith = (measures: Readonly<Record<string, Measure>>) =>
  gatedRun({ audits: [auditResult('reuse', 'pass', measures)] });

describe('the baseline', () => {
  const first = tighten(
    undefined,
    policy,
    runWith({ rows: count(4), share: estimate(0.7, 0.6, 0.8) }),
    'bench-1',
  );

  test('takes the first value of every limited quantity', () => {
    expect(first).toEqual({
      version: 1,
      values: [
        { measure: 'reuse/rows', side: 'atMost', value: 4, run: 'bench-1' },
        { measure: 'reuse/share', side: 'atLeast', value: 0.7, n: 100, run: 'bench-1' },
      ],
    });
    expect(gateBaselineSchema.parse(JSON.parse(JSON.stringify(first)))).toEqual(first);
  });

  test('takes what is better and leaves what is worse or equal', () => {
    const run = runWith({ rows: count(5), share: estimate(0.8, 0.7, 0.9) });
    expect(tighten(first, policy, run, 'bench-2').values).toEqual([
      { measure: 'reuse/rows', side: 'atMost', value: 4, run: 'bench-1' },
      { measure: 'reuse/share', side: 'atLeast', value: 0.8, n: 100, run: 'bench-2' },
    ]);
    expect(tighten(first, policy, runWith({ rows: count(4) }), 'bench-2')).toEqual(first);
  });

  test('keeps what the run does not have and what the policy no longer limits', () => {
    expect(tighten(first, policyOf('baseline: b.json'), runWith({}), 'bench-2')).toEqual(first);
  });

  test('learns no value that was not measured', () => {
    const published = { kind: 'published', title: 'Rows', value: 0, unit: 'count', arithmetic: '' };
    const run = runWith({ rows: published as Measure });
    expect(tighten(undefined, policy, run, 'bench-1').values).toEqual([]);
  });

  test('remembers every claim that was seen, where all are required', () => {
    const all = policyOf('claims: { require: all }\nbaseline: b.json');
    const once = tighten(undefined, all, gatedRun({ claims: [claim('b', 'supported')] }), 'r');
    const twice = tighten(once, all, gatedRun({ claims: [claim('a', 'contradicted')] }), 'r');
    expect(twice.claims).toEqual(['a', 'b']);
  });

  test('only ever tightens, whatever the order of runs', () => {
    const values = fc.array(fc.tuple(fc.nat(20), fc.nat(20)), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(values, (runs) => {
        let baseline: GateBaseline | undefined;
        for (const [rows, share] of runs) {
          const run = runWith({ rows: count(rows), share: count(share) });
          baseline = tighten(baseline, policy, run, 'r');
        }
        expect(baseline?.values.map(({ value }) => value)).toEqual([
          Math.min(...runs.map(([rows]) => rows)),
          Math.max(...runs.map(([, share]) => share)),
        ]);
      }),
    );
  });
});
