import type { Finding } from '../src/audit/audit.ts';
import type { AuditRun } from '../src/audit/audit-run.ts';
import { severities } from './wording.ts';

/** A finding with the audit that made it. */
export interface PlacedFinding {
  readonly auditId: string;
  readonly finding: Finding;
}

/** Places that every kind of finding gets before the rest is filled. */
const reservedPerKind = 3;

/**
 * The findings that a report has room for, defects before suspects before notes.
 *
 * So that thousands of one kind do not hide the few of another, the first three of every kind
 * of every audit come in first; then defects, suspects and notes fill the rest, the kinds of
 * one severity in turn. Order within a kind is the audit's. O(findings).
 */
export function chooseFindings(run: AuditRun, limit: number): PlacedFinding[] {
  const ranked = severities.flatMap((severity) => inTurn(kindsOf(run, severity)));
  const chosen = [
    ...ranked.filter(({ turn }) => turn < reservedPerKind),
    ...ranked.filter(({ turn }) => turn >= reservedPerKind),
  ].slice(0, limit);
  const isChosen = new Set(chosen);
  return ranked.filter((one) => isChosen.has(one)).map(({ placed }) => placed);
}

/** All findings of a run. */
export function countFindings(run: AuditRun): number {
  return run.audits.reduce((sum, audit) => sum + audit.findings.length, 0);
}

/** The first of every kind, then the second of every kind that has one, and so on. */
function inTurn(kinds: readonly PlacedFinding[][]): { placed: PlacedFinding; turn: number }[] {
  const turns: PlacedFinding[][] = [];
  for (const kind of kinds) {
    for (const [turn, placed] of kind.entries()) {
      const others = turns[turn];
      if (others) others.push(placed);
      else turns.push([placed]);
    }
  }
  return turns.flatMap((turn, index) => turn.map((placed) => ({ placed, turn: index })));
}

function kindsOf(run: AuditRun, severity: Finding['severity']): PlacedFinding[][] {
  const kinds = new Map<string, PlacedFinding[]>();
  for (const { id: auditId, findings } of run.audits) {
    for (const finding of findings) {
      if (finding.severity !== severity) continue;
      const name = `${auditId} ${finding.kind}`;
      const kind = kinds.get(name);
      if (kind) kind.push({ auditId, finding });
      else kinds.set(name, [{ auditId, finding }]);
    }
  }
  return [...kinds.values()];
}
