export { normaliseText, tokenise } from '../../scoring/normalise-text.ts';

/**
 * A text up to case and surrounding white space: the loosest form in which people still
 * call two questions "word for word the same".
 */
export function foldCase(text: string): string {
  return text.trim().toLowerCase();
}
