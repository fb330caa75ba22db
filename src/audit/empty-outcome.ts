import type { AuditOutcome, Verdict } from './audit.ts';

/** The outcome of an audit that has nothing to show. */
export function emptyOutcome(verdict: Verdict, summary: string): AuditOutcome {
  return { verdict, summary, measures: {}, tables: [], figures: [], findings: [] };
}
