import type { Item } from '../benchmark/benchmark.ts';

/**
 * The items that show most of what a benchmark asks: the first of every combination of media
 * (text alone, one image, several, a slide, an image with a volume, ...) in the order of the
 * split, then the first of the rest.
 */
export function chooseItems(items: readonly Item[], count: number): Item[] {
  const firsts = new Map<string, Item>();
  for (const item of items) {
    const combination = mediaCombination(item);
    if (!firsts.has(combination)) firsts.set(combination, item);
  }
  const chosen = new Set([...firsts.values()].slice(0, count));
  for (const item of items) {
    if (chosen.size >= count) break;
    chosen.add(item);
  }
  return [...chosen];
}

/** Kinds and whether there is one of each or several: "image", "image,image", "features,volume". */
function mediaCombination({ media }: Item): string {
  const kinds = media.map(({ kind }) => kind).sort();
  return kinds.filter((kind, index) => kind !== kinds[index - 2]).join();
}
