import { percentileInterval } from '../../../src/statistics/index.ts';
import type { PanelMean } from './panel-mean.ts';

type Range = readonly [best: number, worst: number];

/** Places of candidates among each other, in the order of their means. */
interface Places {
  /** 1 for the best; equal means share the better place. Undefined where a mean is. */
  readonly ranks: readonly (number | undefined)[];
  /** Percentiles over resamples that all candidates share. */
  readonly intervals: readonly Range[] | undefined;
  /** Best and worst under single graders; undefined without any. */
  readonly ranges: readonly (Range | undefined)[];
}

/**
 * Places by the means over graders, over resamples of the items and under every grader.
 *
 * @param under By grader, then by candidate: its mean.
 */
export function placesOf(
  means: readonly (PanelMean | undefined)[],
  under: readonly (readonly number[])[],
  level: number,
): Places {
  const each = under.map(ranked);
  return {
    ranks: ranked(means.map((mean) => mean?.estimate.value)),
    intervals: rankIntervals(
      means.map((mean) => mean?.replicates),
      level,
    ),
    ranges: means.map((_, place) => rangeOf(each.map((row) => row[place]!))),
  };
}

/** Places from 1, the greatest first; undefined where one of the values is. */
function ranked(values: readonly (number | undefined)[]): (number | undefined)[] {
  const known = values.filter((value) => value !== undefined);
  if (known.length < values.length) return values.map(() => undefined);
  return known.map((value) => 1 + known.filter((other) => other > value).length);
}

function rangeOf(ranks: readonly (number | undefined)[]): Range | undefined {
  const known = ranks.filter((rank) => rank !== undefined);
  return known.length === 0 ? undefined : [Math.min(...known), Math.max(...known)];
}

function rankIntervals(
  replicates: readonly (Float64Array | undefined)[],
  level: number,
): Range[] | undefined {
  const drawn = replicates.filter((one) => one !== undefined);
  if (drawn.length === 0 || drawn.length < replicates.length) return undefined;
  return drawn.map((own) => {
    const ranks = own.map(
      (value, resample) => 1 + drawn.filter((other) => other[resample]! > value).length,
    );
    const { lower, upper } = percentileInterval(ranks, { level });
    return [Math.floor(lower), Math.ceil(upper)];
  });
}
