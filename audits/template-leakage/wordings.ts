import type { Item } from '../../src/benchmark/benchmark.ts';
import { normaliseText } from '../../src/evidence/text/normalise.ts';

/**
 * The normalised wording of items' questions. Each distinct prompt is normalised once: a
 * benchmark of a million rows asks far fewer questions.
 */
export function createWordings(): (item: Item) => string {
  const known = new Map<string, string>();
  return (item) => {
    let wording = known.get(item.prompt);
    if (wording === undefined) {
      wording = normaliseText(item.prompt);
      known.set(item.prompt, wording);
    }
    return wording;
  };
}
