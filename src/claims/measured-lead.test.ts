import { describe, expect, it } from 'vitest';
import { check, checkAll, comparison, ledger, ours, theirs } from '../../test/claimed-run.ts';
import {
  deflationOf,
  estimateAt,
  measuredRun,
  resultOf,
  scoreOf,
} from '../../test/measured-run.ts';
import type { AuditRun } from '../audit/audit-run.ts';
import { checkClaims } from './check-claims.ts';

describe('a lead', () => {
  const claim = ['kind: gap', 'over: theirs'];
  const run = (result = comparison([0.04, 0.16]), parts: Partial<AuditRun> = {}) =>
    measuredRun({ scores: [ours, theirs], audits: [result], ...parts });

  it.each([
    [0.04, 0.16, 'supported'],
    [0, 0.16, 'inconclusive'],
    [-0.04, 0.16, 'inconclusive'],
    [-0.16, -0.04, 'contradicted'],
  ] as const)('between %d and %d is %s', (lower, upper, status) => {
    expect(check(run(comparison([lower, upper])), ...claim)).toMatchObject({
      status,
      basis: 'run',
      audits: ['small-subsets'],
    });
  });

  it('is contradicted in size beyond its rounding', () => {
    // .165 is rounded to .0005: .1645 lies beyond .16.
    expect(check(run(), ...claim, 'value: 0.165').status).toBe('contradicted');
    expect(check(run(), ...claim, 'value: 0.160').status).toBe('supported');
    // .83 - .665 = .165, each rounded to .0005: .164 lies beyond .16, .160 does not.
    const scores = (model: number) => `scores: { model: ${model.toFixed(3)}, over: 0.665 }`;
    expect(check(run(), ...claim, scores(0.83))).toMatchObject({
      status: 'contradicted',
      claimed: { value: 0.165 },
    });
    expect(check(run(), ...claim, scores(0.826)).status).toBe('supported');
    expect(check(run(), ...claim, 'atLeast: 0.04').status).toBe('supported');
    expect(check(run(), ...claim, 'atLeast: 0.1').status).toBe('inconclusive');
    expect(check(run(), ...claim, 'atLeast: 0.2').status).toBe('contradicted');
  });

  it('is found whichever model the audit names first', () => {
    const swapped = (bounds: readonly [number, number]) =>
      checkClaims(
        ledger('kind: gap', 'text: T.', 'model: theirs', 'over: ours', 'track: closed'),
        run(comparison(bounds)),
      ).claims[0];
    expect(swapped([0.04, 0.16])?.status).toBe('contradicted');
    expect(swapped([-0.16, -0.04])).toMatchObject({
      status: 'supported',
      measures: { lead: { interval: { lower: 0.04, upper: 0.16 } } },
    });
  });

  it('is fragile where Holm’s adjustment undoes it', () => {
    const adjusted = comparison([0.04, 0.16], { holmPValue: 0.08, conclusive: false });
    expect(check(run(adjusted), ...claim)).toMatchObject({
      status: 'fragile',
      why: expect.stringContaining(
        'by Holm’s adjustment over the 1 comparison of the run (p = 0.08)',
      ),
    });
  });

  it('is fragile where a hundredth of the answers undoes it', () => {
    expect(check(run(comparison([0.04, 0.16], { flips: 1 })), ...claim)).toMatchObject({
      status: 'fragile',
      why: expect.stringContaining('by 1 answer of 100 turned wrong'),
      measures: { flipsToTie: { value: 2 }, flipsUntilNotSignificant: { value: 1 } },
    });
    expect(check(run(comparison([0.04, 0.16], { flips: 2 })), ...claim).status).toBe('supported');
  });

  it('is fragile where it is not shown without items whose image is in train', () => {
    const over = (lower: number, comparator = 'theirs') =>
      run(comparison([0.04, 0.16]), {
        deflation: [
          deflationOf(
            'ours',
            [{ name: 'over-baseline', title: 'Lead', estimate: estimateAt(0.08, [lower, 0.2]) }],
            { comparator },
          ),
        ],
      });
    expect(check(over(-0.04), ...claim).status).toBe('fragile');
    expect(check(over(0.01), ...claim).status).toBe('supported');
    // The waterfall's lead over somebody else says nothing.
    expect(check(over(-0.04, 'others'), ...claim).status).toBe('supported');
  });

  it('is fragile where unanswered items counted against it, or another extractor, undo it', () => {
    // 10 of 110 unanswered: 80 / 110 - 70 / 100 = .027, .073 less than .10: .04 becomes -.033.
    const silent = run(undefined, { scores: [{ ...ours, unanswered: 10 }, theirs] });
    expect(check(silent, ...claim)).toMatchObject({
      status: 'fragile',
      why: expect.stringContaining('with 10 unanswered items counted against it'),
    });
    const strict = { extractor: 'strict-letter', primary: false };
    // .70 - .70 = 0 in place of .10: .04 becomes -.06.
    const reread = run(undefined, {
      scores: [ours, theirs, { ...theirs, ...strict }, { ...ours, ...strict, value: 0.7 }],
    });
    expect(check(reread, ...claim).why).toContain('undone with answers read by strict-letter');
  });

  it('on a subset is looked up there', () => {
    const subset = { subset: { column: 'modality', value: 'CT' } };
    const part = comparison([0.02, 0.1], {
      subset: 'closed, modality CT',
      part: ':modality=CT',
      conclusive: false,
    });
    const both = measuredRun({
      scores: [ours, theirs, { ...ours, ...subset }, { ...theirs, ...subset }],
      audits: [part],
    });
    expect(
      check(both, 'kind: subset', 'over: theirs', 'subset: { column: modality, value: CT }'),
    ).toMatchObject({ status: 'fragile', basis: 'run' });
    expect(check(both, ...claim).basis).toBe('paper');
  });

  it('tells about how many items would decide', () => {
    // .06 measured, .10 to its lower bound: 100 x (.10 / .06)^2 = 277.8.
    expect(check(run(comparison([-0.04, 0.16])), ...claim).needs).toEqual([
      'Were the lead over theirs as measured, about 278 items like these would decide.',
    ]);
    expect(check(run(comparison([-0.1, 0.1])), ...claim).needs).toEqual([
      'No number of items would show a lead that is not there.',
    ]);
  });
});

describe('comparators', () => {
  const keys = ['kind: comparator', 'baseline: theirs', 'cold: gpt'];
  const small = comparison([0.04, 0.16]);
  const pairs = resultOf(
    'small-subsets',
    { ...small.measures, 'closedDifference:ours:gpt': estimateAt(0.3, [0.2, 0.4]) },
    { tables: small.tables },
  );
  const card = (name: string, role: 'candidate' | 'baseline' | 'cold') => ({ name, role });
  const run = (audits = [pairs]) =>
    measuredRun({
      scores: [ours, theirs, scoreOf('gpt', 0.5, [0.45, 0.55])],
      audits,
      models: [card('ours', 'candidate'), card('theirs', 'baseline'), card('gpt', 'cold')],
    });

  it('are taken apart by what was measured', () => {
    const { claims, leads } = checkAll(run(), ...keys);
    expect(claims[0]).toMatchObject({ status: 'supported', basis: 'run' });
    expect(leads).toMatchObject([
      {
        fair: { kind: 'estimate', value: expect.closeTo(0.1, 12) },
        advertised: { kind: 'estimate', value: 0.3 },
        notArchitecture: { kind: 'unavailable' },
        caveat: expect.stringContaining('untouched backbone’s score is not in the run'),
      },
    ]);
  });

  it('are contradicted where either lead lies below that of the published scores', () => {
    const status = (scores: string) => check(run(), ...keys, `scores: ${scores}`).status;
    expect(status('{ model: 0.80, baseline: 0.70, cold: 0.50 }')).toBe('supported');
    // .30 over the baseline, measured .04 to .16; .60 over the model asked cold, measured .2 to .4.
    expect(status('{ model: 0.80, baseline: 0.50, cold: 0.50 }')).toBe('contradicted');
    expect(status('{ model: 0.80, baseline: 0.70, cold: 0.20 }')).toBe('contradicted');
  });

  it('take the share from comparator-balance, of the same three models only', () => {
    const share = resultOf('comparator-balance', {
      'closedShare:notArchitecture': estimateAt(0.66, [0.5, 0.8], 'proportion'),
    });
    const whole = run([pairs, share]);
    expect(checkAll(whole, ...keys).leads[0]?.notArchitecture).toMatchObject({
      kind: 'estimate',
      value: 0.66,
    });
    const more = { ...whole, models: [...whole.models, card('another', 'cold')] };
    expect(checkAll(more, ...keys).leads[0]?.notArchitecture).toMatchObject({
      kind: 'unavailable',
      reason: 'comparator-balance may have measured it for other models',
    });
  });

  it('are tested on paper where the run lacks one of them', () => {
    const { scores } = run();
    const lacking = measuredRun({ scores: scores.slice(0, 2), audits: [small] });
    expect(
      check(lacking, ...keys, 'scores: { model: 0.8, baseline: 0.7, cold: 0.5 }'),
    ).toMatchObject({ basis: 'paper', status: 'not-testable' });
  });
});
