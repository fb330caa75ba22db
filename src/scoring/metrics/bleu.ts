import { bleu as bleuLibrary } from 'bleu-score';
import { tokenise } from '../normalise-text.ts';
import type { Metric } from './metric.ts';

const longestNgram = 4;

/**
 * Sentence BLEU with one reference: geometric mean of the clipped 1- to 4-gram precisions
 * times the brevity penalty. No smoothing: without a common 4-gram the score is 0. Texts
 * shorter than four tokens are judged up to the longest n-gram that both have (sacrebleu's
 * "effective order"), so that a right one-word answer scores 1.
 *
 * Sources: Papineni et al. 2002, doi:10.3115/1073083.1073135.
 *
 * @example
 * bleu('the the the the the the the', 'the cat', { longest: 1 }); // 1/7: "the" counts once
 */
export function bleu(
  candidate: string,
  reference: string,
  options: { readonly longest?: number } = {},
): number {
  // The library keys its counts by n-gram in plain objects, where a token "constructor" would misfire.
  const given = tokenise(candidate).map((token) => `_${token}`);
  const wanted = tokenise(reference).map((token) => `_${token}`);
  if (given.length === 0 || wanted.length === 0) return given.length === wanted.length ? 1 : 0;
  const order = Math.min(options.longest ?? longestNgram, given.length, wanted.length);
  return bleuLibrary(wanted.join(' '), given.join(' '), order);
}

export const bleuMetric: Metric = {
  name: 'bleu',
  title: 'BLEU-4',
  tracks: ['open'],
  usesExtractor: false,
  score: (item, text) => bleu(text, item.answer),
};
