import type { Item } from '../../benchmark/benchmark.ts';
import { answerText } from '../answer-text.ts';
import { answerIs } from './answer-is.ts';
import type { Extractor } from './extractor.ts';
import { lenient } from './lenient.ts';
import { optionText } from './option-text.ts';
import { strictLetter } from './strict-letter.ts';

export type { Extractor } from './extractor.ts';

/** Every answer extractor, the strictest first. */
export const extractors: readonly Extractor[] = [strictLetter, answerIs, optionText, lenient];

/** The extractor behind headline scores. */
export const defaultExtractor: Extractor = lenient;

/**
 * Reads the answer from a whole response.
 *
 * @param response A model's text as recorded, reasoning included.
 * @param item The item that was asked.
 * @param extractor How to read it (default `lenient`).
 * @returns The answer as `referenceAnswer` writes it; null when none can be read.
 */
export function extractAnswer(
  response: string,
  item: Item,
  extractor: Extractor = defaultExtractor,
): string | null {
  const text = answerText(response);
  return text === '' ? null : extractor.extract(text, item);
}
