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
  const text = [normaliseUserText(userText), ...media].join('\u0000');
  // From the bytes: a slice of the hexadecimal text would keep all of it in memory.
  return hash('sha256', text, 'buffer').toString('hex', 0, 8);
}

/** A user text without placeholders, in NFC, with single spaces. */
export function normaliseUserText(text: string): string {
  const plain = withoutPlaceholders(text);
  if (!/[^!-~ ]| {2}/.test(plain)) return plain;
  return plain.normalize('NFC').replaceAll(/\s+/g, ' ').trim();
}
