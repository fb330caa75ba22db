import { checkCount, checkResamples } from './check.ts';
import { createRandom } from './create-random.ts';
import type { TestResult } from './sign-flip-test.ts';

/** One item's choices, one for every rotation of its options. */
export interface CircularChoices {
  /** k. */
  readonly options: number;
  /** Place chosen from 0, k of them: under the options as they are and moved by 1 … k - 1. */
  readonly places: readonly number[];
}

/** How often each place was chosen, and whether that is chance. */
export interface PlacePreference extends TestResult {
  /** Pearson's statistic against equally many choices of each place, summed over the numbers of options. */
  readonly chiSquare: number;
}

/**
 * Does a model prefer a place among the options? Over all rotations every content stands once
 * at every place, so that a model without preference chooses each place equally often,
 * whatever it believes.
 *
 * An item's choices belong together, and expected counts may be small, so the table of
 * chi-squared is not used: under the null an item's set of places is as likely as the same
 * set moved on by any number of places, and every resample moves each item by its own draw.
 * p = (1 + resamples as extreme) / (B + 1), which is never 0.
 *
 * Sources: Liu et al. 2023, MMBench, arXiv:2307.06281 (circular evaluation); Zheng et al. 2024,
 * arXiv:2309.03882 (models prefer places); Phipson & Smyth 2010, doi:10.2202/1544-6115.1585.
 *
 * @param items Choices of each item.
 * @param options resamples (default 1999), seed (default 0).
 * @returns Statistic, p-value and method.
 * @throws {RangeError} if items is empty, an item has not one choice a rotation, or a place does not exist.
 * @example
 * placePreferenceTest([{ options: 2, places: [0, 1] }]).pValue; // 1: the content was followed
 */
export function placePreferenceTest(
  items: readonly CircularChoices[],
  options: { readonly resamples?: number; readonly seed?: number } = {},
): PlacePreference {
  const { resamples = 1999, seed = 0 } = options;
  checkResamples('placePreferenceTest', resamples);
  if (items.length === 0) throw new RangeError('placePreferenceTest: items is empty');
  for (const item of items) checkItem(item);
  const chiSquare = statistic(items, () => 0);
  const random = createRandom(seed);
  let extreme = 0;
  for (let resample = 0; resample < resamples; resample++) {
    const drawn = statistic(items, (places) => random.nextBelow(places));
    // Sums of the same counts in another order may differ in the last bits.
    if (drawn >= chiSquare * (1 - 1e-12)) extreme++;
  }
  return {
    chiSquare,
    pValue: (1 + extreme) / (resamples + 1),
    method: `chi-squared, places moved at random within items (B = ${resamples})`,
  };
}

function statistic(items: readonly CircularChoices[], move: (places: number) => number): number {
  const tables = new Map<number, Float64Array>();
  for (const { options, places } of items) {
    const counts = tables.get(options) ?? new Float64Array(options);
    const moved = move(options);
    for (const place of places) counts[(place + moved) % options]! += 1;
    tables.set(options, counts);
  }
  let total = 0;
  for (const counts of tables.values()) {
    const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
    for (const count of counts) total += (count - expected) ** 2 / expected;
  }
  return total;
}

function checkItem({ options, places }: CircularChoices): void {
  const caller = 'placePreferenceTest';
  if (places.length !== options || options < 2) {
    throw new RangeError(
      `${caller}: an item with ${options} options has ${places.length} choices; needs one for each of at least two rotations`,
    );
  }
  for (const place of places) {
    checkCount(caller, 'place', place);
    if (place >= options) {
      throw new RangeError(`${caller}: place ${place} does not exist among ${options} options`);
    }
  }
}
