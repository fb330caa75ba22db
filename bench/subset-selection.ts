/**
 * How fast subsets are drawn anew.
 *
 *     npx tsc -p tsconfig.bench.json && node .cache/bench/bench/subset-selection.js
 *
 * Prints medians of interleaved runs of 10,000 re-draws of a score from 15,000 items, beside the
 * simplest way: shuffle a copy of the scores, take the first n and average them.
 */

import { createRandom, redrawSums } from '../src/statistics/index.ts';

const [items, redraws] = [15_000, 10_000];
/** The simple way is timed on so many and scaled. */
const simpleRedraws = 500;

const random = createRandom(1);
const scores = Float64Array.from({ length: items }, () => Number(random.nextFloat() < 0.7));
const units = [...scores.keys()];

function redrawMs(drawn: number, columns: number, seed: number): number {
  const start = performance.now();
  redrawSums(Array<Float64Array>(columns).fill(scores), [{ units, drawn }], { redraws, seed });
  return performance.now() - start;
}

function simpleMs(drawn: number, seed: number): number {
  const source = createRandom(seed);
  const start = performance.now();
  for (let redraw = 0; redraw < simpleRedraws; redraw++) {
    const shuffled = [...scores];
    for (let at = items - 1; at > 0; at--) {
      const other = Math.floor(source.nextFloat() * (at + 1));
      [shuffled[at], shuffled[other]] = [shuffled[other]!, shuffled[at]!];
    }
    const total = shuffled.slice(0, drawn).reduce((sum, score) => sum + score, 0);
    if (total < 0) throw new Error('a sum of scores is not negative');
  }
  return ((performance.now() - start) * redraws) / simpleRedraws;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}

for (const drawn of [113, 1_500, 7_500, 12_182]) {
  const times = { one: [] as number[], four: [] as number[], simple: [] as number[] };
  for (let run = -1; run < 5; run++) {
    const one = redrawMs(drawn, 1, run + 1);
    const four = redrawMs(drawn, 4, run + 1);
    const simple = simpleMs(drawn, run + 1);
    // The first round warms up.
    if (run < 0) continue;
    times.one.push(one);
    times.four.push(four);
    times.simple.push(simple);
  }
  const [one, four, simple] = [times.one, times.four, times.simple].map(median);
  console.log(
    `${redraws} re-draws of ${drawn} of ${items}: one score ${one!.toFixed(0)} ms, four ${four!.toFixed(0)} ms; simple ${simple!.toFixed(0)} ms, ${(simple! / one!).toFixed(1)} times as long`,
  );
}
