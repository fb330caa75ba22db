import type { Item } from '../../benchmark/benchmark.ts';
import { normaliseText } from './normalise.ts';

/**
 * What an item's reference answer says, normalised. A letter stands for its option's
 * wording, so that "A" in one row and "B" in another can be the same answer.
 */
export function answerText(item: Item): string {
  const option = item.options.find((one) => one.label === item.answer.trim());
  return normaliseText(option ? option.text : item.answer);
}
