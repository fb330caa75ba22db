import { z } from 'zod';
import type { AuditResult } from './audit.ts';
import type { AuditRun, GateDecision } from './audit-run.ts';

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
  for (const id of required) {
    const audit = audits.find((one) => one.id === id);
    if (audit?.verdict === 'fail') failed.push(`${id} fails: ${audit.summary}`);
    else if (audit?.verdict !== 'pass') {
      open.push(
        `${id} is ${audit ? `${audit.verdict}: ${audit.summary}` : 'required but not configured'}`,
      );
    }
  }
  open.push(...shortfalls);
  if (required.length === 0) open.push('no audit is required or applicable: nothing was shown');
  if (failed.length > 0) return { decision: 'fail', reasons: [...failed, ...open] };
  if (open.length > 0) return { decision: 'inconclusive', reasons: open };
  return {
    decision: 'pass',
    reasons: [`${required.length} required audits pass: ${required.join(', ')}`],
  };
}
