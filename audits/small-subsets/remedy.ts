import { itemsNeeded } from '../../src/audit/items-needed.ts';
import { counted, points } from '../../src/audit/wording.ts';
import { normalQuantile } from '../../src/statistics/index.ts';
import type { Comparison } from './compare-models.ts';
import type { SmallSubsetsOptions } from './options.ts';

/**
 * Items at which the nearest of the open comparisons would be concluded, should its difference
 * stay: its interval, widened from its own level to Bonferroni's for the whole family, which
 * suffices for Holm's, would leave 0 out.
 */
export function comparisonRemedy(
  comparisons: readonly Comparison[],
  { alpha, level }: SmallSubsetsOptions,
): string {
  const open = comparisons.filter(({ conclusive }) => !conclusive);
  const critical = (chance: number): number => normalQuantile(1 - chance / 2);
  const widening = critical(alpha / comparisons.length) / critical(1 - level);
  const needed = open.flatMap((comparison) => {
    const { value, interval, n } = comparison.difference;
    const half = value < 0 ? interval.upper - value : value - interval.lower;
    const items = itemsNeeded(n, half * widening, Math.abs(value));
    return items === undefined ? [] : [{ comparison, items }];
  });
  const leave = `Claim nothing from the ${counted(open.length, 'comparison')} that can’t be concluded`;
  if (needed.length === 0)
    return `${leave}: the models score alike in all of them, which no number of items would turn into a lead.`;
  const nearest = needed.reduce((a, b) => (b.items < a.items ? b : a));
  const { first, second, subset, difference } = nearest.comparison;
  const others = open.length === 1 ? '' : ', which is the nearest to a conclusion,';
  return `${leave}, or ask more: ${first} minus ${second} on ${subset.label} (${points(difference.value)}, ${counted(difference.n, 'item')})${others} takes about ${counted(nearest.items, 'item')} at the same difference.`;
}
