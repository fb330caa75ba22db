import type { AuditResult, Finding } from '../../src/audit/audit.ts';
import type { AuditRun } from '../../src/audit/audit-run.ts';
import type { CheckedClaim } from '../../src/claims/checked-claims.ts';
import type { GateCheck } from '../../src/gate/gate-decision.ts';
import type { PlacedFinding } from '../choose-findings.ts';
import { type Places, rowsOf } from './places.ts';
import { claimsRule, gateRule } from './rules.ts';
import type { SarifLevel, SarifResult } from './sarif-log.ts';

type Result = Omit<SarifResult, 'ruleIndex'>;

const levels: Readonly<Record<Finding['severity'], SarifLevel>> = {
  defect: 'error',
  suspect: 'warning',
  note: 'note',
};

/** A finding at its first row; where no row is known, at the config. */
export function findingResult({ auditId, finding }: PlacedFinding, places: Places): Result {
  const { id, kind, severity, title, subjects, values, modality, task } = finding;
  const [row, ...others] = rowsOf(subjects, places);
  return {
    ruleId: auditId,
    level: levels[severity],
    message: { text: title },
    locations: row ? [row] : places.input('config'),
    ...(others.length > 0 && {
      relatedLocations: others.map((location, index) => ({ id: index + 1, ...location })),
    }),
    partialFingerprints: { 'findingId/v1': id },
    properties: {
      kind,
      subjects: subjects.map(({ role, key }) => `${role} ${key}`),
      values,
      ...(modality !== undefined && { modality }),
      ...(task !== undefined && { task }),
    },
  };
}

/** An audit that fails or is open and has no finding to show for it. */
export function auditResult(audit: AuditResult, places: Places): Result[] {
  const { id, verdict, summary, remedy, findings } = audit;
  const told = verdict === 'fail' || verdict === 'inconclusive' || verdict === 'not-run';
  if (!told || findings.length > 0) return [];
  return [
    {
      ruleId: id,
      level: verdict === 'fail' ? 'error' : 'warning',
      message: { text: withRemedy(summary, remedy) },
      locations: places.input('config'),
      partialFingerprints: { 'auditId/v1': id },
      properties: { verdict },
    },
  ];
}

/** A check that does not pass; what is waived is suppressed, with who answers for it. */
export function checkResult(check: GateCheck, places: Places): Result[] {
  const { id, title, decision, reason, remedy, waiver } = check;
  if (decision === 'pass') return [];
  return [
    {
      ruleId: gateRule.id,
      level: decision === 'inconclusive' ? 'warning' : 'error',
      message: { text: withRemedy(`${title}: ${reason}`, remedy) },
      locations: places.input('policy', 'config'),
      partialFingerprints: { 'checkId/v1': id },
      ...(waiver && {
        suppressions: [
          {
            kind: 'external',
            status: 'accepted',
            justification: `${waiver.reason} (${waiver.owner}, until ${waiver.expires})`,
          },
        ],
      }),
      properties: { check: id, decision },
    },
  ];
}

/** A claim that is contradicted or open. */
export function claimResult(claim: CheckedClaim, places: Places): Result[] {
  const { id, text, status, why } = claim;
  if (status !== 'contradicted' && status !== 'inconclusive') return [];
  return [
    {
      ruleId: claimsRule.id,
      level: status === 'contradicted' ? 'error' : 'warning',
      message: { text: `“${text}” is ${status}. ${why}` },
      locations: places.input('claims', 'config'),
      partialFingerprints: { 'claimId/v1': id },
      properties: { claim: id, status },
    },
  ];
}

/** What a run says apart from its findings: few results, never cut. */
export function decisionResults(run: AuditRun, places: Places): Result[] {
  return [
    ...(run.gate?.checks ?? []).flatMap((check) => checkResult(check, places)),
    ...(run.claims?.claims ?? []).flatMap((claim) => claimResult(claim, places)),
    ...run.audits.flatMap((audit) => auditResult(audit, places)),
  ];
}

function withRemedy(text: string, remedy: string | undefined): string {
  return remedy === undefined ? text : `${text} What would make it pass: ${remedy}`;
}
