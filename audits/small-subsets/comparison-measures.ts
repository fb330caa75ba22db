import type { Count, Measure } from '../../src/audit/audit.ts';
import type { Comparison } from './compare-models.ts';

/**
 * A comparison's numbers by name: `closedDifference:ours:other` of a whole track,
 * `closedDifference:ours:other:modality=CT` of a subset; likewise how few answers the lead rests on,
 * where scores are right or wrong.
 */
export function comparisonMeasures(comparison: Comparison): Record<string, Measure> {
  const { subset, first, second, estimate, difference, discordance } = comparison;
  const part = subset.column === 'all' ? '' : `:${subset.column}=${subset.value}`;
  const name = (quantity: string): string => `${subset.track}${quantity}:${first}:${second}${part}`;
  const count = (title: string, value: number): Count => ({
    kind: 'count',
    title: `${first} minus ${second}, ${subset.label}: ${title}`,
    value,
    of: difference.n,
  });
  return {
    [name('Difference')]: estimate,
    ...(discordance && {
      [name('FlipsToTie')]: count(
        'right answers of the leader that must turn wrong for a tie',
        discordance.flipsToTie,
      ),
      [name('SwitchesToTie')]: count(
        'answers whose credit must change sides for a tie or less',
        discordance.switchesToTie,
      ),
      [name('FlipsUntilNotSignificant')]: count(
        'right answers of the leader that must turn wrong until it is not significant',
        discordance.flipsToLoseSignificance,
      ),
    }),
  };
}
