import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AuditResult, Verdict } from '../audit/audit.ts';
import { decideGate, type GatePolicy } from './gate.ts';

const audit = (id: string, verdict: Verdict) =>
  ({ id, verdict, summary: 'because' }) as AuditResult;
const policy = (required?: readonly string[]): GatePolicy => ({
  version: 1,
  required,
  thresholds: {},
});

test('passes only when every required audit passes', () => {
  expect(decideGate([audit('a', 'pass'), audit('b', 'fail')], policy(['a']), [])).toMatchObject({
    decision: 'pass',
    reasons: ['1 required audits pass: a'],
  });
});

test('one failing required audit fails the gate, whatever else is open', () => {
  const decision = decideGate([audit('a', 'not-run'), audit('b', 'fail')], policy(), ['cut']);
  expect(decision.decision).toBe('fail');
  expect(decision.reasons[0]).toBe('b fails: because');
});

test.each<[string, AuditResult[], GatePolicy, boolean]>([
  ['inconclusive', [audit('a', 'inconclusive')], policy(), false],
  ['not run', [audit('a', 'not-run')], policy(), false],
  ['required but not configured', [audit('a', 'pass')], policy(['a', 'b']), false],
  ['required but not applicable', [audit('a', 'not-applicable')], policy(['a']), false],
  ['cut by --limit', [audit('a', 'pass')], policy(), true],
  ['nothing applicable', [audit('a', 'not-applicable')], policy(), false],
])('is inconclusive when an audit is %s', (_name, audits, rules, limited) => {
  expect(decideGate(audits, rules, limited ? ['cut'] : []).decision).toBe('inconclusive');
});

test('removing an audit from the run never turns a fail into a pass', () => {
  const verdict = fc.constantFrom<Verdict>(
    'pass',
    'fail',
    'inconclusive',
    'not-applicable',
    'not-run',
  );
  fc.assert(
    fc.property(fc.array(verdict, { minLength: 1, maxLength: 5 }), fc.nat(4), (verdicts, at) => {
      const audits = verdicts.map((one, index) => audit(`a${index}`, one));
      const required = policy(audits.map((one) => one.id));
      const before = decideGate(audits, required, []).decision;
      const after = decideGate(
        audits.filter((_one, index) => index !== at % audits.length),
        required,
        [],
      ).decision;
      expect(before === 'fail' && after === 'pass').toBe(false);
    }),
  );
});
