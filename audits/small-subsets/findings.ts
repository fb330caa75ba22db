import type { Finding } from '../../src/audit/audit.ts';
import { makeFinding } from '../../src/audit/finding.ts';
import type { Comparison } from './compare-models.ts';

/** One finding for a comparison that the subset is too small, or the models too alike, to settle. */
export function inconclusiveFinding(auditId: string, comparison: Comparison): Finding {
  const { subset, first, second, difference, discordance, detectable } = comparison;
  const { value, n, effectiveN, interval, pValue } = difference;
  return makeFinding(auditId, {
    kind: 'inconclusive-comparison',
    severity: 'suspect',
    title: titleOf(comparison),
    subjects: [{ role: 'subset', key: `${subset.label}: ${first} and ${second}` }],
    values: {
      difference: value,
      lower: interval.lower,
      upper: interval.upper,
      pValue,
      holmPValue: comparison.holmPValue,
      items: n,
      effectiveItems: effectiveN,
      detectableDifference: detectable.detectable ? detectable.difference : 'none',
      ...(discordance && {
        wins: discordance.wins,
        losses: discordance.losses,
        flipsToTie: discordance.flipsToTie,
        flipsToReversal: discordance.flipsToReversal,
        switchesToTie: discordance.switchesToTie,
        flipsToLoseSignificance: discordance.flipsToLoseSignificance,
      }),
    },
    ...(subset.column === 'modality' && { modality: subset.value }),
    ...(subset.column === 'task' && { task: subset.value }),
  });
}

function titleOf({ subset, first, second, difference, discordance }: Comparison): string {
  const { value, n } = difference;
  const place = `on ${subset.label} (${n} items)`;
  if (value === 0) return `${first} and ${second} score the same ${place}.`;
  const [leader, other] = value > 0 ? [first, second] : [second, first];
  const lead = discordance?.lead;
  const rests =
    lead === undefined ? '' : `: it rests on ${lead} ${lead === 1 ? 'answer' : 'answers'}`;
  return `${leader}’s lead over ${other} ${place} is not conclusive${rests}.`;
}
