import { picked, type ScoreUnits } from '../units.ts';
import type { ScoreCell } from './candidate-scores.ts';

/** Share of the items of two candidates that only one of them may have. */
const mostApart = 0.1;

/**
 * Whether all candidates were judged on the same items, but for a tenth of those of any two: else
 * the one with the easier items has the higher mean, whichever is better.
 *
 * @param cells What some graders gave each candidate.
 */
export function onSameItems(
  cells: readonly (readonly ScoreCell[])[],
  { item }: Pick<ScoreUnits, 'item'>,
): boolean {
  const judged = cells.map((own) => new Set(own.flatMap(({ units }) => [...picked(item, units)])));
  return judged.every((one, place) =>
    judged.slice(0, place).every((other) => {
      const shared = [...one].filter((each) => other.has(each)).length;
      const union = one.size + other.size - shared;
      return union - shared <= mostApart * union;
    }),
  );
}
