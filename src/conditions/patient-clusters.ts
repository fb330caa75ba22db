import type { Item } from '../benchmark/benchmark.ts';
import { DisjointSets } from '../evidence/clusters/disjoint-sets.ts';

/**
 * Who an item is about: items of one number share a patient (where none is known, an exam) or a
 * medium, directly or through others. Equal names mean the same, whatever the file.
 *
 * @param items in any order; numbers hang on it, what belongs together does not.
 * @returns i32[items]
 */
export function patientClusters(items: readonly Item[]): Int32Array {
  const sets = new DisjointSets(items.length);
  const first = new Map<string, number>();
  for (const [position, item] of items.entries()) {
    for (const mark of marksOf(item)) {
      const known = first.get(mark);
      if (known === undefined) first.set(mark, position);
      else sets.unite(known, position);
    }
  }
  return Int32Array.from(items, (_, position) => sets.find(position));
}

function marksOf({ patient, exam, media }: Item): string[] {
  const marks = media.map(({ path }) => `medium ${path}`);
  if (patient !== undefined) marks.push(`patient ${patient}`);
  else if (exam !== undefined) marks.push(`exam ${exam}`);
  return marks;
}
