import type { Response } from '../benchmark/benchmark.ts';
import { withoutReasoning } from '../scoring/index.ts';

/**
 * What each model answered to each item as it is, as graders see it: without reasoning. Of several
 * answers to one item the last counts.
 *
 * @returns Texts by model, then by key of the item.
 */
export function answersAsIs(
  responses: readonly Response[],
): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const texts = new Map<string, Map<string, string>>();
  for (const { model, condition, itemKey, text } of responses) {
    if (condition !== 'real') continue;
    const own = texts.get(model) ?? new Map<string, string>();
    texts.set(model, own.set(itemKey, withoutReasoning(text).trim()));
  }
  return texts;
}
