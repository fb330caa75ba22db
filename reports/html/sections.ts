import type { AuditRun } from '../../src/audit/audit-run.ts';
import { countFindings } from '../choose-findings.ts';

/** Sections that stand in a report only where a run has something for them; by id. */
export type SectionId =
  | 'claims'
  | 'gate'
  | 'deflation'
  | 'audits'
  | 'findings'
  | 'scores'
  | 'models'
  | 'battery'
  | 'grading'
  | 'engine-check'
  | 'rows';

/** Which of them a run has. Claims tested on paper have no items, rows or scores that could be missing. */
export function presentSections(run: AuditRun): ReadonlySet<SectionId> {
  const { benchmark, ledger } = run;
  const measured = benchmark.testItems > 0 || ledger.length > 0 || run.claims === undefined;
  const present: Readonly<Record<SectionId, boolean>> = {
    claims: run.claims !== undefined,
    gate: run.gate !== undefined,
    deflation: measured,
    audits: measured || run.audits.length > 0,
    findings: measured || countFindings(run) > 0,
    scores: measured,
    models: measured || run.models.length > 0,
    battery: run.battery !== undefined,
    grading: run.grading !== undefined,
    'engine-check': run.engineCheck !== undefined,
    rows: measured,
  };
  const ids = Object.keys(present) as SectionId[];
  return new Set(ids.filter((id) => present[id]));
}
