import { createHash } from 'node:crypto';
import type { Item } from '../benchmark/benchmark.ts';
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

/**
 * A row with its first medium.
 *
 * @param text What is quoted of it, shortened; its prompt unless told.
 */
export function itemSubject(item: Item, text: string = item.prompt): Subject {
  const [medium] = item.media;
  return {
    role: 'item',
    key: item.key,
    split: item.split,
    source: item.source,
    ...(medium && { media: medium.path }),
    excerpt: excerptOf(text),
  };
}

/** A text shortened to 300 characters. */
export function excerptOf(text: string): string {
  const characters = Array.from(text);
  return characters.length <= 300 ? text : `${characters.slice(0, 299).join('')}…`;
}
