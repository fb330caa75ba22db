import type { Item, OptionLikelihood } from '../../benchmark/benchmark.ts';
import { answerContent } from '../../scoring/index.ts';

/** Name under which answers by likelihood stand where others name an extractor. */
export const byLikelihood = 'likelihood';

/**
 * The most probable answer: the label of an option, `yes` or `no`. A tie is no answer, and
 * neither is a label that the item does not offer.
 *
 * @param item The item as the model saw it.
 * @param scores Log-likelihood of each candidate.
 * @returns The answer as `referenceAnswer` writes it; null when none leads.
 */
export function likelihoodAnswer(item: Item, scores: readonly OptionLikelihood[]): string | null {
  const offered = new Set(
    item.options.length > 0 ? item.options.map(({ label }) => label) : ['yes', 'no'],
  );
  const valid = scores.filter(({ label }) => offered.has(label));
  const highest = Math.max(...valid.map(({ logLikelihood }) => logLikelihood));
  const leading = valid.filter(({ logLikelihood }) => logLikelihood === highest);
  return leading.length === 1 ? leading[0]!.label : null;
}

/** The content of an answer, and the place of its option from 0 where it is one. */
export function contentAndPlace(
  item: Item,
  answer: string | null,
): { readonly content: string | null; readonly place: number } {
  if (answer === null) return { content: null, place: -1 };
  const place = item.options.findIndex(({ label }) => label === answer);
  return { content: answerContent(item, answer), place };
}
