import { describe, expect, test } from 'vitest';
import {
  auditResult,
  claim,
  count,
  estimate,
  gatedRun,
  policyOf,
  score,
  surroundings,
} from '../../test/gated-run.ts';
import { decideGate, type GatedRun, type GateSurroundings } from './gate.ts';
import type { GateCheck } from './gate-decision.ts';

const decide = (run: GatedRun, yaml: string, more: Partial<GateSurroundings> = {}) =>
  decideGate(run, policyOf(yaml), { ...surroundings, ...more });

const checkOf = (run: GatedRun, yaml: string, id: string, more: Partial<GateSurroundings> = {}) =>
  decide(run, yaml, more).checks.find((check) => check.id === id) as GateCheck;

const limited = (measure: ReturnType<typeof estimate | typeof count>) =>
  gatedRun({
    audits: [auditResult('reuse', 'pass', { share: measure }), auditResult('leakage', 'pass')],
  });

describe('required audits', () => {
  test('are all there are by default, so that leaving one out never helps', () => {
    const without = gatedRun({ audits: [auditResult('reuse', 'pass')] });
    expect(decide(gatedRun(), '').decision).toBe('pass');
    expect(checkOf(without, '', 'audit:leakage')).toEqual({
      id: 'audit:leakage',
      kind: 'audit',
      title: 'leakage',
      decision: 'inconclusive',
      reason: 'It is required, and the run does not have it.',
      remedy:
        'Add "leakage: {}" under audits in the config, or except it with a reason under exempt.',
    });
  });

  test.each(['inconclusive', 'not-run', 'not-applicable'] as const)(
    'leave the gate inconclusive when %s',
    (verdict) => {
      const run = gatedRun({
        audits: [auditResult('reuse', verdict), auditResult('leakage', 'pass')],
      });
      expect(decide(run, '').decision).toBe('inconclusive');
    },
  );

  test('fail the gate whatever else is open, and say what would make it pass', () => {
    const run = gatedRun({ audits: [auditResult('reuse', 'fail')], limit: 5 });
    const decision = decide(run, '');
    expect(decision.decision).toBe('fail');
    expect(decision.reasons[0]).toBe('reuse fails: reuse says so.');
    expect(decision.checks[0]?.remedy).toBe('Remove 2 rows.');
  });

  test('may be excepted, and the decision tells why', () => {
    const run = gatedRun({ audits: [auditResult('reuse', 'pass')] });
    const decision = decide(run, 'exempt: { leakage: there is no training split }');
    expect(decision).toMatchObject({
      decision: 'pass',
      exempt: { leakage: 'there is no training split' },
    });
  });

  test('that ran under another threshold than the policy’s are open, and no waiver covers that', () => {
    const yaml = `thresholds: { reuse: { level: 0.99 } }
waivers: [{ check: audit:reuse, reason: r, owner: the data team, expires: 2027-01-31 }]`;
    const run = gatedRun({
      audits: [auditResult('reuse', 'fail'), auditResult('leakage', 'pass')],
    });
    expect(checkOf(run, yaml, 'audit:reuse')).toMatchObject({
      decision: 'inconclusive',
      reason:
        'The policy sets level 0.99, not 0.95, so that its verdict is not known. the data team’s waiver does not cover what was not measured.',
      remedy: 'Run audit run --gate with this policy: thresholds need a new run.',
    });
    expect(checkOf(run, 'thresholds: { reuse: { level: 0.95 } }', 'audit:reuse').decision).toBe(
      'fail',
    );
  });

  test('a policy that requires nothing shows nothing', () => {
    expect(decide(gatedRun(), 'required: []').decision).toBe('inconclusive');
  });
});

describe('a limit on an estimate', () => {
  const atMost = 'limits: [{ measure: reuse/share, atMost: 0.3 }]';
  const id = 'limit:reuse/share';

  test.each([
    ['passes when its whole interval is within', estimate(0.2, 0.13, 0.29), 'pass'],
    ['passes when the far bound lies on it', estimate(0.2, 0.13, 0.3), 'pass'],
    ['fails when its whole interval is beyond', estimate(0.5, 0.4, 0.6), 'fail'],
    ['is inconclusive when the near bound lies on it', estimate(0.4, 0.3, 0.5), 'inconclusive'],
    ['is inconclusive on both sides', estimate(0.25, 0.17, 0.34), 'inconclusive'],
  ] as const)('%s', (_name, measure, decision) => {
    expect(checkOf(limited(measure), atMost, id).decision).toBe(decision);
  });

  test('on the right side says how many items would decide', () => {
    // 25 of 100: Wilson's upper bound .3430 is .0930 beyond the value and there is room for .05:
    // 100 (.0930 / .05)^2 = 346 items; at 100 items .3 - .0930 = 20.7% would pass.
    expect(checkOf(limited(estimate(0.25, 0.1754, 0.343)), atMost, id)).toMatchObject({
      reason:
        '25% (95% interval 17.5% to 34.3%, 100 items); the policy asks for at most 30%, and the interval lies on both sides: half its width is 8.4 points.',
      remedy:
        'Ask about 346 items in place of 100: should the value stay, the interval would then lie within; with 100 items it would pass at about 20.7% or less.',
    });
  });

  test('on the wrong side says which value would pass', () => {
    // .3 - (.6 - .5) = 20%.
    expect(checkOf(limited(estimate(0.5, 0.4, 0.6)), atMost, id).remedy).toBe(
      'With 100 items it would pass at about 20% or less.',
    );
  });

  test('whose interval is wider than the room says that items are missing', () => {
    // .05 - (.3 - .1) is below 0: no share passes with so wide an interval.
    expect(
      checkOf(limited(estimate(0.1, 0.02, 0.3, 10)), atMost.replace('0.3', '0.05'), id).remedy,
    ).toBe(
      'Bring it to at most 5% with more than the 10 items there are now: the interval reaches 20% beyond the value, further than there is room.',
    );
  });

  test('can ask for at least so much', () => {
    const atLeast = 'limits: [{ measure: reuse/share, atLeast: 0.3, because: reviewers ask }]';
    const found = [0.2, 0.36, 0.5].map((value) =>
      checkOf(limited(estimate(value, value - 0.08, value + 0.08)), atLeast, id),
    );
    expect(found.map(({ decision }) => decision)).toEqual(['fail', 'inconclusive', 'pass']);
    expect(found[0]?.reason).toContain('Why: reviewers ask');
    // .3 + .08 = 38%; n = 100 (.08 / .06)^2 = 178.
    expect(found[0]?.remedy).toBe('With 100 items it would pass at about 38% or more.');
    expect(found[1]?.remedy).toContain('Ask about 178 items in place of 100');
  });

  test('never goes by an interval of a lower level than 95% unless the policy sets it', () => {
    const narrow = { ...estimate(0.2, 0.19, 0.21) };
    const measure = { ...narrow, interval: { ...narrow.interval, level: 0.5 } };
    expect(checkOf(limited(measure), atMost, id)).toMatchObject({
      decision: 'inconclusive',
      reason: 'Its interval covers 50% only; limits go by 95%.',
    });
  });

  test('written as a percentage is open, since it could never fail', () => {
    expect(
      checkOf(limited(estimate(0.5, 0.4, 0.6)), atMost.replace('0.3', '30'), id),
    ).toMatchObject({
      decision: 'inconclusive',
      remedy: 'Write shares and points 0 to 1: 0.3 for 30%.',
    });
  });
});

describe('a limit', () => {
  const atMost = 'limits: [{ measure: reuse/share, atMost: 3 }]';
  const id = 'limit:reuse/share';

  test('on a count is exact', () => {
    expect([2, 3, 4].map((value) => checkOf(limited(count(value)), atMost, id).decision)).toEqual([
      'pass',
      'pass',
      'fail',
    ]);
    expect(checkOf(limited(count(4)), atMost, id).remedy).toBe('Bring it down by 1, to at most 3.');
  });

  test('is never met by a published figure, an unavailable one, or none', () => {
    const published = {
      kind: 'published',
      title: 'Share',
      value: 0,
      unit: 'proportion',
      arithmetic: '',
    };
    const unavailable = { kind: 'unavailable', title: 'Share', reason: 'no ids' };
    const reasons = [{ share: published }, { share: unavailable }, { sharee: count(0) }, {}].map(
      (measures) => {
        const audits = [
          auditResult('reuse', 'pass', measures as never),
          auditResult('leakage', 'pass'),
        ];
        const check = checkOf(gatedRun({ audits }), atMost, id);
        expect(check.decision).toBe('inconclusive');
        return check.reason;
      },
    );
    expect(reasons).toEqual([
      'It is a published figure: nothing was measured.',
      'It could not be measured: no ids.',
      'reuse has no such measure; did you mean "sharee"?',
      'reuse has no such measure.',
    ]);
  });

  test('on a score goes by the headline of the whole track, or by the metric and part that it names', () => {
    const part = { ...score(0.6, 0.5, 0.7), subset: { column: 'stage', value: 'T2' } };
    const other = { ...score(0.9, 0.85, 0.95), extractor: 'strict', primary: false };
    const blind = { ...score(0.1, 0.05, 0.2), condition: 'none' };
    const run = gatedRun({ scores: [blind, other, score(0.8, 0.72, 0.87), part] });
    const named = (measure: string) =>
      checkOf(run, `limits: [{ measure: "${measure}", atLeast: 0.7 }]`, `limit:${measure}`);
    expect(named('score/ours/closed').reason).toContain('80% (95% interval 72% to 87%');
    expect(named('score/ours/closed/accuracy').reason).toContain('80%');
    expect(named('score/ours/closed/stage=T2').reason).toContain('60%');
    expect(named('score/ours/closed/accuracy:strict').reason).toContain('90%');
    expect(named('score/ours/closed/acuracy').reason).toContain(
      'did you mean "score/ours/closed/accuracy"?',
    );
  });

  test('on a score goes by its worst case, so that leaving answers out does not help', () => {
    const gaps = {
      ...score(0.8, 0.72, 0.87),
      unanswered: 20,
      worstCase: { lower: 0.6, upper: 0.9 },
    };
    const yaml = 'limits: [{ measure: score/ours/closed, atLeast: 0.7 }]';
    expect(checkOf(gatedRun({ scores: [gaps] }), yaml, 'limit:score/ours/closed').decision).toBe(
      'inconclusive',
    );
  });
});

describe('the ratchet', () => {
  const yaml = 'limits: [{ measure: reuse/share, atMost: 0.9 }]\nbaseline: gate-baseline.json';
  const best = (value: number) => ({
    version: 1 as const,
    values: [{ measure: 'reuse/share', side: 'atMost' as const, value, n: 100, run: 'bench-1' }],
  });

  test.each([
    ['is no worse: passes', estimate(0.2, 0.1, 0.3), 'pass'],
    ['is worse by less than its interval: inconclusive', estimate(0.25, 0.2, 0.3), 'inconclusive'],
    ['is worse beyond its interval: fails', estimate(0.3, 0.21, 0.4), 'fail'],
    ['is a better count: passes', count(0), 'pass'],
    ['is a worse count: fails', count(1), 'fail'],
  ] as const)('of a value that %s', (_name, measure, decision) => {
    expect(
      checkOf(limited(measure), yaml, 'ratchet:reuse/share', { baseline: best(0.2) }).decision,
    ).toBe(decision);
  });

  test('is open without a value to compare with', () => {
    expect(checkOf(limited(count(0)), yaml, 'ratchet:reuse/share')).toMatchObject({
      decision: 'inconclusive',
      remedy: 'Record it with audit gate --update-baseline.',
    });
  });
});

describe('claims', () => {
  test.each([
    ['supported', 'run', 'pass'],
    ['supported', 'paper', 'inconclusive'],
    ['fragile', 'run', 'inconclusive'],
    ['inconclusive', 'run', 'inconclusive'],
    ['not-testable', 'run', 'inconclusive'],
    ['contradicted', 'run', 'fail'],
    ['contradicted', 'paper', 'fail'],
  ] as const)('%s (%s): %s', (status, basis, decision) => {
    const run = gatedRun({ claims: [claim('a', status, basis)] });
    const check = checkOf(run, 'claims: { require: [a] }', 'claim:a');
    expect(check.decision).toBe(decision);
    expect(check.remedy === undefined).toBe(decision === 'pass');
  });

  test('that are fragile can be accepted', () => {
    const run = gatedRun({ claims: [claim('a', 'fragile')] });
    expect(decide(run, 'claims: { require: [a], accept: [fragile] }').decision).toBe('pass');
  });

  test('that the run did not check are open', () => {
    const run = gatedRun({ claims: [claim('lead', 'supported')] });
    expect(checkOf(run, 'claims: { require: [laed] }', 'claim:laed').reason).toBe(
      'The run checked no claim of this id; did you mean "lead"?',
    );
  });

  test('required all are those of the run and those that the baseline remembers', () => {
    const run = gatedRun({ claims: [claim('a', 'supported')] });
    const yaml = 'claims: { require: all }\nbaseline: b.json';
    const decided = (baseline: GateSurroundings['baseline']) => decide(run, yaml, { baseline });
    expect(decided({ version: 1, values: [], claims: ['a'] }).decision).toBe('pass');
    expect(decided({ version: 1, values: [], claims: ['a', 'b'] }).decision).toBe('inconclusive');
    expect(decided(undefined).checks.at(-3)).toMatchObject({ id: 'ratchet:claims' });
  });
});

describe('a waiver', () => {
  const yaml = (expires: string) =>
    `waivers: [{ check: audit:reuse, reason: public scans, owner: the data team, expires: ${expires} }]`;
  const failing = gatedRun({
    audits: [auditResult('reuse', 'fail'), auditResult('leakage', 'pass')],
  });

  test('covers a failure up to its last day, loudly', () => {
    const decision = decide(failing, yaml('2026-11-25'));
    expect(decision).toMatchObject({
      decision: 'pass',
      reasons: [
        'Passes with 1 waived check: reuse (public scans; the data team answers for it until 2026-11-25).',
        '3 checks passed: leakage, run:complete, run:unchanged.',
      ],
    });
    expect(decision.checks[0]).toMatchObject({ decision: 'waived', remedy: 'Remove 2 rows.' });
  });

  test('that has ended does not count, and that is said', () => {
    expect(decide(failing, yaml('2026-11-24'))).toMatchObject({
      decision: 'fail',
      reasons: ['reuse fails: reuse says so. the data team’s waiver ended on 2026-11-24.'],
    });
  });

  test.each(['not-run', 'not-applicable'] as const)('covers no audit that is %s', (verdict) => {
    const run = gatedRun({
      audits: [auditResult('reuse', verdict), auditResult('leakage', 'pass')],
    });
    expect(decide(run, yaml('2027-01-31')).decision).toBe('inconclusive');
  });

  test('leaves a limited run and changed inputs open', () => {
    const decision = (run: GatedRun, more: Partial<GateSurroundings>) =>
      decide(run, yaml('2027-01-31'), more).decision;
    expect(decision({ ...failing, benchmark: { ...failing.benchmark, limit: 5 } }, {})).toBe(
      'inconclusive',
    );
    expect(decision(failing, { inputs: { changed: ['test.json'] } })).toBe('inconclusive');
    expect(decision(failing, { inputs: { changed: [], unchecked: 'no manifest' } })).toBe(
      'inconclusive',
    );
  });
});
