import { tokenise } from '../normalise-text.ts';
import type { Metric } from './metric.ts';

/**
 * Harmonic mean of precision and recall over tokens, repeated tokens counted as often as
 * both texts have them.
 *
 * As in SQuAD, except that articles stay (they may be answers) and that Chinese and
 * Japanese are compared by character. Two texts without tokens agree: 1.
 *
 * Sources: Rajpurkar et al. 2016, arXiv:1606.05250.
 *
 * @example
 * tokenF1('large left effusion', 'left pleural effusion'); // 2/3: 2 of 3 tokens each way
 */
export function tokenF1(candidate: string, reference: string): number {
  const given = tokenise(candidate);
  const wanted = tokenise(reference);
  if (given.length === 0 || wanted.length === 0) return given.length === wanted.length ? 1 : 0;
  const left = new Map<string, number>();
  for (const token of wanted) left.set(token, (left.get(token) ?? 0) + 1);
  let common = 0;
  for (const token of given) {
    const remaining = left.get(token) ?? 0;
    if (remaining === 0) continue;
    left.set(token, remaining - 1);
    common += 1;
  }
  return (2 * common) / (given.length + wanted.length);
}

export const tokenF1Metric: Metric = {
  name: 'token-f1',
  title: 'Token F1',
  tracks: ['open'],
  usesExtractor: false,
  score: (item, text) => tokenF1(text, item.answer),
};
