import { createRandom } from './create-random.ts';

/**
 * Draws clusters with replacement and sums columns of theirs, many times: the one loop
 * behind every bootstrap here. All columns see the same draws, so that statistics made
 * of them belong together.
 *
 * O(resamples x clusters x columns). A column that is constant costs nothing, because its
 * sum is known.
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
  const constants = columns.map(constantSum);
  const sums = constants.map((constant) => new Float64Array(resamples).fill(constant ?? 0));
  const varying = columns.flatMap((column, index) =>
    constants[index] === undefined ? [{ column, sums: sums[index]! }] : [],
  );
  let start = 0;
  const parts = strata.map((size) => {
    const [from, to] = [start, start + size];
    start = to;
    return {
      drawn: new Uint32Array(size),
      columns: varying.map(({ column }) => column.subarray(from, to)),
    };
  });
  for (let resample = 0; resample < resamples; resample++) {
    for (const part of parts) {
      random.fillBelow(part.drawn, part.drawn.length);
      for (let index = 0; index < varying.length; index++) {
        varying[index]!.sums[resample]! += sumAt(part.columns[index]!, part.drawn);
      }
    }
  }
  return sums;
}

/** Four running sums, because a single one would wait for each addition to end. */
function sumAt(column: Float64Array, positions: Uint32Array): number {
  const wholeFours = positions.length - (positions.length % 4);
  let first = 0;
  let second = 0;
  let third = 0;
  let fourth = 0;
  for (let index = 0; index < wholeFours; index += 4) {
    first += column[positions[index]!]!;
    second += column[positions[index + 1]!]!;
    third += column[positions[index + 2]!]!;
    fourth += column[positions[index + 3]!]!;
  }
  for (let index = wholeFours; index < positions.length; index++)
    first += column[positions[index]!]!;
  return first + second + (third + fourth);
}

/** The sum of any draw of a constant column; undefined where the draw matters. */
function constantSum(column: Float64Array): number | undefined {
  const first = column[0] ?? 0;
  return column.every((value) => value === first) ? first * column.length : undefined;
}
