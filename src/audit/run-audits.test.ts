import { expect, test } from 'vitest';
import { z } from 'zod';
import type { CollectedEvidence } from '../evidence/collect-evidence.ts';
import type { Audit, AuditOutcome } from './audit.ts';
import { planAudits, runAudits } from './run-audits.ts';
import { worstVerdict } from './worst-verdict.ts';

const passing: AuditOutcome = {
  verdict: 'pass',
  summary: 'fine',
  measures: {},
  tables: [],
  figures: [],
  findings: [],
};

function auditThat(
  audit: Audit<unknown>['audit'],
  requires: Audit<unknown>['requires'] = [],
): Audit<unknown> {
  const facts = { id: 'one', title: 't', question: 'q', method: 'm', limits: 'l', sources: [] };
  return {
    ...facts,
    requires,
    options: z.strictObject({ share: z.number().default(0.05) }),
    audit,
  };
}

const nothing: CollectedEvidence = { evidence: {}, failures: {} };

test('an audit that throws is not-run with the reason, and the next one still runs', () => {
  const broken = auditThat(() => {
    throw new Error('no such thing');
  });
  const results = runAudits(
    [broken, auditThat(() => passing)].map((audit) => ({ audit, options: {} })),
    nothing,
    { seed: 0 },
  );
  expect(results.map((one) => [one.verdict, one.summary])).toEqual([
    ['not-run', 'no such thing'],
    ['pass', 'fine'],
  ]);
});

test('an audit whose evidence failed is not-run and says which evidence', () => {
  const collected: CollectedEvidence = {
    evidence: {},
    failures: { reuse: new Error('disk full') },
  };
  const [result] = runAudits(
    [{ audit: auditThat(() => passing, ['reuse']), options: {} }],
    collected,
    { seed: 0 },
  );
  expect(result?.summary).toBe('reuse could not be collected: disk full');
});

test('an audit that reads evidence it did not require is not-run', () => {
  const collected = {
    evidence: { scores: { itemScores: [], answers: [] } },
    failures: {},
  } as CollectedEvidence;
  const greedy = auditThat((evidence) => (evidence.scores ? passing : passing));
  const [result] = runAudits([{ audit: greedy, options: {} }], collected, { seed: 0 });
  expect(result?.verdict).toBe('not-run');
  expect(result?.summary).toContain('without requiring it');
});

test('options get their defaults, and a policy wins over the config', () => {
  const audit = auditThat(() => passing);
  expect(planAudits([audit], { one: {} })[0]?.options).toEqual({ share: 0.05 });
  expect(planAudits([audit], { one: { share: 0.1 } }, { one: { share: 0.2 } })[0]?.options).toEqual(
    { share: 0.2 },
  );
});

test('refuses an unknown audit and an unknown option, each with its place', () => {
  const audit = auditThat(() => passing);
  expect(() => planAudits([audit], { two: {} })).toThrow(
    'audits.two: there is no such audit; choose from one',
  );
  expect(() => planAudits([audit], { one: { shares: 1 } })).toThrow(/^audits\.one: .*shares/);
});

test('the worst verdict ignores what does not apply and what was not run', () => {
  expect(worstVerdict(['pass', 'not-run', 'inconclusive'])).toBe('inconclusive');
  expect(worstVerdict(['pass', 'fail', 'inconclusive'])).toBe('fail');
  expect(worstVerdict(['pass', 'not-applicable'])).toBe('pass');
  expect(worstVerdict(['not-applicable', 'not-run'])).toBe('not-run');
  expect(worstVerdict(['not-applicable', 'not-applicable'])).toBe('not-applicable');
  expect(worstVerdict([])).toBe('not-run');
});
