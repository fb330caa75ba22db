import type { Finding } from '../src/audit/audit.ts';
import type { AuditRun } from '../src/audit/audit-run.ts';
import { severities } from './wording.ts';

/** A finding with the audit that made it. */
export interface PlacedFinding {
  readonly auditId: string;
  readonly finding: Finding;
}

/**
 * The findings that a report has room for: defects before suspects before notes, and within
 * a severity one of each audit and kind in turn, so that thousands of one kind do not hide
 * the few of another. Order within a kind is the audit's. O(findings).
 */
export function chooseFindings(run: AuditRun, limit: number): PlacedFinding[] {
  const chosen: PlacedFinding[] = [];
  for (const severity of severities) {
    const groups = groupByKind(run, severity);
    for (let round = 0; groups.length > 0 && chosen.length < limit; round += 1) {
      const inThisRound = groups.filter((group) => group.length > round);
      if (inThisRound.length === 0) break;
      chosen.push(...inThisRound.map((group) => group[round] as PlacedFinding));
    }
  }
  return chosen.slice(0, limit);
}

/** All findings of a run. */
export function countFindings(run: AuditRun): number {
  return run.audits.reduce((sum, audit) => sum + audit.findings.length, 0);
}

function groupByKind(run: AuditRun, severity: Finding['severity']): PlacedFinding[][] {
  const groups = new Map<string, PlacedFinding[]>();
  for (const { id: auditId, findings } of run.audits) {
    for (const finding of findings) {
      if (finding.severity !== severity) continue;
      const name = `${auditId} ${finding.kind}`;
      const group = groups.get(name);
      if (group) group.push({ auditId, finding });
      else groups.set(name, [{ auditId, finding }]);
    }
  }
  return [...groups.values()];
}
