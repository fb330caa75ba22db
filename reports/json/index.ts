import type { AuditRun } from '../../src/audit/audit-run.ts';
import { canonicalRun } from './canonical-order.ts';

/**
 * The run as canonical JSON: keys in the order of the contract's types whatever built the
 * objects, records with free keys (config, measures, values) as they are, numbers untouched
 * (freezing the run has rounded them), two spaces, a newline at the end.
 */
export function renderJson(run: AuditRun): string {
  return `${JSON.stringify(canonicalRun(run), null, 2)}\n`;
}
