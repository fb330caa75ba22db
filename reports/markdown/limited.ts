import type { AuditRun } from '../../src/audit/audit-run.ts';
import { formatCount } from '../numbers.ts';

/** That a run read only the first test items; nothing of one that read all. */
export function limitedParagraph({ limit }: AuditRun['benchmark']): string[] {
  if (limit === undefined) return [];
  return [
    `**Limited run:** only the first ${formatCount(limit)} test items were read. It can never pass a gate.`,
  ];
}
