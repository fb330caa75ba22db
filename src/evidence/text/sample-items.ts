import type { Item } from '../../benchmark/benchmark.ts';
import { createRandom } from '../../statistics/index.ts';

/**
 * At most `count` items, drawn without replacement (partial Fisher-Yates shuffle). The same
 * items are drawn whatever the order of rows.
 *
 * @returns Items in the order drawn.
 */
export function sampleItems(items: readonly Item[], count: number, seed: number): Item[] {
  const random = createRandom(seed);
  const pool = [...items].sort((a, b) => (a.key < b.key ? -1 : 1));
  const drawn = Math.min(count, pool.length);
  for (let position = 0; position < drawn; position++) {
    const chosen = position + random.nextBelow(pool.length - position);
    [pool[position], pool[chosen]] = [pool[chosen]!, pool[position]!];
  }
  return pool.slice(0, drawn);
}
