import { mean } from 'simple-statistics';
import { cautiousDesign } from './cautious-design.ts';
import type { Interval } from './interval.ts';

/**
 * Default interval for the mean of clustered differences in [-1, 1].
 *
 * @param differences f64[items].
 * @param clusterIds string[items].
 * @param level Nominal coverage.
 * @returns Bounds in [-1, 1] that contain the mean.
 */
export function differenceInterval(
  differences: readonly number[],
  clusterIds: readonly string[],
  level: number,
): Interval {
  if (new Set(clusterIds).size < 2) {
    return { lower: -1, upper: 1, level, method: 'whole range (one cluster)' };
  }
  const varianceKnown = differences.every((each) => Number.isInteger(each));
  const { effectiveN, critical } = cautiousDesign(differences, clusterIds, {
    level,
    varianceKnown,
  });
  const value = mean(differences);
  const squares = differences.reduce((total, each) => total + each * each, 0);
  const differing = differences.filter((each) => each !== 0).length;
  const pseudoSquare = differing === 0 ? 1 : squares / differing;
  const items = effectiveN + 2;
  const centre = (value * effectiveN) / items;
  const meanSquare = ((squares / differences.length) * effectiveN + 2 * pseudoSquare) / items;
  const half = critical * Math.sqrt((meanSquare - centre * centre) / items);
  return {
    lower: Math.max(-1, Math.min(value, centre - half)),
    upper: Math.min(1, Math.max(value, centre + half)),
    level,
    method: 'Bonett-Price on the effective n',
  };
}
