import type { AuditResult } from '../audit/audit.ts';
import { type Examined, nothingMeasured } from './examined.ts';
import { runAgain, staleOptions } from './find-measure.ts';
import { requiredAudits } from './parse-policy.ts';
import type { GatePolicy } from './policy-schema.ts';

/** Every required audit by its verdict. */
export function auditChecks(
  policy: GatePolicy,
  audits: readonly AuditResult[],
  auditIds: readonly string[],
): Examined[] {
  return requiredAudits(policy, auditIds).map((id) => {
    const audit = audits.find((one) => one.id === id);
    return audit === undefined ? absent(id) : checkOf(audit, policy.thresholds[id]);
  });
}

function absent(id: string): Examined {
  return nothingMeasured({
    id: `audit:${id}`,
    kind: 'audit',
    title: id,
    reason: 'It is required, and the run does not have it.',
    remedy: `Add "${id}: {}" under audits in the config, or except it with a reason under exempt.`,
  });
}

function checkOf(
  audit: AuditResult,
  thresholds: Readonly<Record<string, unknown>> | undefined,
): Examined {
  const { id, title, verdict, summary } = audit;
  const facts = { id: `audit:${id}`, kind: 'audit', title } as const;
  const stale = staleOptions(audit, thresholds);
  if (stale.length > 0) {
    const told = stale.map(
      (key) => `${key} ${text(thresholds?.[key])}, not ${text(audit.options[key])}`,
    );
    const reason = `The policy sets ${told.join('; ')}, so that its verdict is not known.`;
    return nothingMeasured({ ...facts, reason, remedy: runAgain });
  }
  if (verdict === 'not-run') {
    const remedy = 'Mend what kept it from running, and run again.';
    return nothingMeasured({ ...facts, reason: `It was not run: ${summary}`, remedy });
  }
  if (verdict === 'not-applicable') {
    const remedy = `Give it what it asks for, or except it with a reason: exempt: { ${id}: … }.`;
    return nothingMeasured({ ...facts, reason: `It does not apply: ${summary}`, remedy });
  }
  const { remedy = `See what decides in audits/${id}/README.md.` } = audit;
  const needs = verdict === 'pass' ? {} : { remedy };
  return { check: { ...facts, decision: verdict, reason: summary, ...needs }, waivable: true };
}

function text(value: unknown): string {
  return value === undefined ? 'its default' : JSON.stringify(value);
}
