import { createRandom } from './create-random.ts';

/**
 * Draws clusters with replacement and sums columns of theirs, many times: the one loop
 * behind every bootstrap here. All columns see the same draws, so that statistics made
 * of them belong together.
 *
 * O(resamples x clusters x columns). A column that is constant within every stratum
 * costs nothing, because its sum is known.
 *
 * @param columns f64[clusters] each: numerators, sizes, squares.
 * @param options strata: number of clusters in each stratum, which must lie side by side
 *   (default: all in one); resamples; seed.
 * @returns f64[resamples] for each column.
 */
export function resampleSums(
  columns: readonly Float64Array[],
  options: {
    readonly resamples: number;
    readonly seed: number;
    readonly strata?: readonly number[];
  },
): Float64Array[] {
  const clusters = columns[0]?.length ?? 0;
  const { resamples, strata = [clusters] } = options;
  const random = createRandom(options.seed);
  const sums = columns.map((column) => new Float64Array(resamples).fill(constantSum(column)));
  const varying = columns.flatMap((column, index) =>
    Number.isNaN(constantSum(column)) ? [{ column, sums: sums[index]! }] : [],
  );
  const drawn = new Uint32Array(clusters);
  for (let resample = 0; resample < resamples; resample++) {
    let start = 0;
    for (const size of strata) {
      for (let draw = 0; draw < size; draw++) drawn[start + draw] = start + random.nextBelow(size);
      start += size;
    }
    for (const each of varying) each.sums[resample] = sumAt(each.column, drawn);
  }
  return sums;
}

function sumAt(column: Float64Array, positions: Uint32Array): number {
  let sum = 0;
  for (let index = 0; index < positions.length; index++) sum += column[positions[index]!]!;
  return sum;
}

/** The sum of any draw of a constant column; NaN where the draw matters. */
function constantSum(column: Float64Array): number {
  const first = column[0] ?? 0;
  return column.every((value) => value === first) ? first * column.length : Number.NaN;
}
