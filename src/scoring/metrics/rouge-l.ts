import { l as rougeLibrary } from 'js-rouge';
import { tokenise } from '../normalise-text.ts';
import type { Metric } from './metric.ts';

/**
 * ROUGE-L: F1 of the longest common subsequence of tokens, over the whole text as one
 * sequence. Computed by js-rouge on our tokens.
 *
 * Sources: Lin 2004, "ROUGE: a package for automatic evaluation of summaries",
 * aclanthology.org/W04-1013.
 *
 * @example
 * rougeL('police kill the gunman', 'police killed the gunman'); // 0.75: 3 of 4 tokens each way
 */
export function rougeL(candidate: string, reference: string): number {
  const given = tokenise(candidate);
  const wanted = tokenise(reference);
  if (given.length === 0 || wanted.length === 0) return given.length === wanted.length ? 1 : 0;
  return rougeLibrary(given.join(' '), wanted.join(' '), {
    segmenter: (text) => [text],
    tokenizer: (text) => text.split(' '),
  });
}

export const rougeLMetric: Metric = {
  name: 'rouge-l',
  title: 'ROUGE-L',
  tracks: ['open'],
  usesExtractor: false,
  score: (item, text) => rougeL(text, item.answer),
};
