import { z } from 'zod';
import type { AuditResult } from '../audit/audit.ts';
import type { AuditRun } from '../audit/audit-run.ts';
import type { GateCheck, GateDecision } from './gate-decision.ts';

/** The policy file of `audit run --gate`. */
export const gatePolicySchema: z.ZodType<GatePolicy> = z.strictObject({
  version: z.literal(1).describe('Version of the policy format.'),
  required: z
    .array(z.string())
    .optional()
    .describe(
      'Audits that must pass. Default: every configured audit, those that do not apply excepted.',
    ),
  thresholds: z
    .record(z.string(), z.record(z.string(), z.unknown()))
    .default({})
    .describe(
      'Audit id to options that win over the config: every default threshold can be changed.',
    ),
});

/** What must hold before a score may be published. */
export interface GatePolicy {
  readonly version: 1;
  readonly required?: readonly string[] | undefined;
  readonly thresholds: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** What a run lacks to be complete, each as a reason; a run that lacks anything can never pass. */
export function shortfalls({ benchmark, battery, grading }: AuditRun): readonly string[] {
  return [
    ...(benchmark.limit === undefined
      ? []
      : ['the run was cut by --limit: it covers only part of the test split']),
    ...(battery && battery.left > 0
      ? [`the battery is not complete: ${battery.left} of its requests were not asked`]
      : []),
    ...(battery && battery.failed > 0
      ? [`${battery.failed} requests of the battery failed: ask them again with --retry-failed`]
      : []),
    ...(grading && grading.left > 0
      ? [`the grading is not complete: ${grading.left} of its requests were not asked`]
      : []),
    ...(grading && grading.failed > 0
      ? [`${grading.failed} requests of the grading failed: ask them again with --retry-failed`]
      : []),
    ...[...(battery?.refused ?? []), ...(grading?.refused ?? [])].map(
      ({ name, reason }) => `${name} could not be asked: ${reason}`,
    ),
  ];
}

/**
 * Turns verdicts into a decision. One failing required audit fails the gate; one that is
 * inconclusive, was not run or is not configured, and a run that is not complete, leave it inconclusive.
 *
 * @param shortfalls what the run lacks, from `shortfalls`.
 */
export function decideGate(
  audits: readonly AuditResult[],
  policy: GatePolicy,
  shortfalls: readonly string[],
): GateDecision {
  const required =
    policy.required ??
    audits.filter((audit) => audit.verdict !== 'not-applicable').map((audit) => audit.id);
  const failed: string[] = [];
  const open: string[] = [];
  const checks: GateCheck[] = [];
  for (const id of required) {
    const audit = audits.find((one) => one.id === id);
    if (audit?.verdict === 'fail') failed.push(`${id} fails: ${audit.summary}`);
    else if (audit?.verdict !== 'pass') {
      open.push(
        `${id} is ${audit ? `${audit.verdict}: ${audit.summary}` : 'required but not configured'}`,
      );
    }
    checks.push(checkOf(id, audit));
  }
  open.push(...shortfalls);
  if (required.length === 0) open.push('no audit is required or applicable: nothing was shown');
  if (failed.length > 0)
    return { decision: 'fail', reasons: [...failed, ...open], checks, exempt: {} };
  if (open.length > 0) return { decision: 'inconclusive', reasons: open, checks, exempt: {} };
  return {
    decision: 'pass',
    reasons: [`${required.length} required audits pass: ${required.join(', ')}`],
    checks,
    exempt: {},
  };
}

function checkOf(id: string, audit: AuditResult | undefined): GateCheck {
  const decided = audit?.verdict === 'pass' || audit?.verdict === 'fail';
  return {
    id: `audit:${id}`,
    kind: 'audit',
    title: audit?.title ?? id,
    decision: decided ? (audit.verdict as 'pass' | 'fail') : 'inconclusive',
    reason: audit?.summary ?? 'It is required but not configured.',
    ...(audit?.remedy !== undefined && { remedy: audit.remedy }),
  };
}
