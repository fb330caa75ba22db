import type { AuditRun } from '../audit/audit-run.ts';
import { counted } from '../audit/wording.ts';
import { applyWaivers } from './apply-waivers.ts';
import { auditChecks } from './audit-checks.ts';
import { claimChecks } from './claim-checks.ts';
import type { GateBaseline } from './gate-baseline.ts';
import type { GateCheck, GateDecision } from './gate-decision.ts';
import { limitChecks } from './limit-checks.ts';
import type { GatePolicy } from './policy-schema.ts';
import { ratchetChecks } from './ratchet-checks.ts';
import { type InputCheck, runChecks } from './run-checks.ts';

/** The part of a run that a gate looks at. */
export type GatedRun = Pick<
  AuditRun,
  'audits' | 'scores' | 'claims' | 'benchmark' | 'battery' | 'grading'
>;

/** What a gate goes by besides run and policy. */
export interface GateSurroundings {
  /** Ids of all audits that exist: required unless the policy names others. */
  readonly auditIds: readonly string[];
  /** The day on which waivers must still count: `2026-11-25`. */
  readonly today: string;
  readonly inputs: InputCheck;
  /** The policy's baseline file, where there is one yet. */
  readonly baseline?: GateBaseline | undefined;
}

/**
 * Decides whether a run may be published under a policy. One failing check fails the gate; one
 * that is open leaves it inconclusive; a missing result is open, so that taking evidence away
 * never helps.
 */
export function decideGate(
  run: GatedRun,
  policy: GatePolicy,
  { auditIds, today, inputs, baseline }: GateSurroundings,
): GateDecision {
  const examined = [
    ...auditChecks(policy, run.audits, auditIds),
    ...limitChecks(policy, run),
    ...ratchetChecks(policy, run, baseline),
    ...claimChecks(policy, run, baseline),
  ];
  const results = applyWaivers(examined, policy.waivers, today);
  const checks = [...results, ...runChecks(run, inputs)];
  const failed = checks.filter(({ decision }) => decision === 'fail');
  const open = checks.filter(({ decision }) => decision === 'inconclusive');
  const nothing =
    results.length === 0 ? ['The policy requires nothing, so that nothing was shown.'] : [];
  const against = [
    ...failed.map((check) => `${nameOf(check)} fails: ${check.reason}`),
    ...open.map((check) => `${nameOf(check)} is inconclusive: ${check.reason}`),
    ...nothing,
  ];
  const decision =
    failed.length > 0 ? 'fail' : open.length + nothing.length > 0 ? 'inconclusive' : 'pass';
  return {
    decision,
    reasons: [
      ...against,
      ...waivedReasons(results, decision),
      ...(decision === 'pass' ? [passReason(checks)] : []),
    ],
    checks,
    exempt: policy.exempt,
  };
}

/** "Passes with 1 waived check: image-reuse (public scans; the data team answers for it until 2027-01-31)." */
function waivedReasons(checks: readonly GateCheck[], decision: GateDecision['decision']): string[] {
  const waived = checks.flatMap((check) =>
    check.waiver === undefined
      ? []
      : [
          `${nameOf(check)} (${check.waiver.reason}; ${check.waiver.owner} answers for it until ${check.waiver.expires})`,
        ],
  );
  if (waived.length === 0) return [];
  const start = decision === 'pass' ? 'Passes with ' : '';
  return [`${start}${counted(waived.length, 'waived check')}: ${waived.join(', ')}.`];
}

function passReason(checks: readonly GateCheck[]): string {
  const passed = checks.filter(({ decision }) => decision === 'pass');
  return `${counted(passed.length, 'check')} passed: ${passed.map(nameOf).join(', ')}.`;
}

/** Audits by their id alone, everything else by its check's id. */
function nameOf({ id, kind }: GateCheck): string {
  return kind === 'audit' ? id.replace(/^audit:/, '') : id;
}
