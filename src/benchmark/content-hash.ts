import { hash } from 'node:crypto';
import { withoutPlaceholders } from './placeholders.ts';

/**
 * What rows without an id are joined on: the user's text and the media paths.
 *
 * Placeholders, white space and Unicode composition do not count; case and options in the text do.
 *
 * @param userText The user's text as the row writes it.
 * @param media Media paths, `/`-separated.
 * @returns The first 16 hex digits of a SHA-256.
 */
export function contentHash(userText: string, media: readonly string[]): string {
  return hash('sha256', [normaliseUserText(userText), ...media].join('\u0000')).slice(0, 16);
}

/** A user text without placeholders, in NFC, with single spaces. */
export function normaliseUserText(text: string): string {
  return withoutPlaceholders(text).normalize('NFC').replaceAll(/\s+/g, ' ').trim();
}
