import { createHash } from 'node:crypto';
import type { Finding, Subject } from './audit.ts';

/**
 * A finding's stable id: the first 12 hex digits of a SHA-256 over its audit id and its
 * sorted subject keys, so that the same pair keeps its id from run to run.
 */
export function findingId(auditId: string, subjects: readonly Subject[]): string {
  const keys = subjects.map((subject) => `${subject.role}:${subject.key}`).sort();
  return createHash('sha256')
    .update(JSON.stringify([auditId, ...keys]))
    .digest('hex')
    .slice(0, 12);
}

/** Builds a finding with its id. */
export function makeFinding(auditId: string, finding: Omit<Finding, 'id'>): Finding {
  return { id: findingId(auditId, finding.subjects), ...finding };
}
