import { pointsUnsigned } from '../../audit/wording.ts';
import { pairedDetectableDifference } from '../../statistics/index.ts';
import type { Measurements } from '../measurements.ts';
import { estimatesIn, given, joined, notJoined, type Observed, type Rule } from './rule.ts';

const id = 'small-subsets';

/**
 * D10: the items suffice for the smallest gap that is named. Refuted where they would not even if the
 * two models differed on no other item than those of the gap; borne out where they do at the share of
 * differing items that small-subsets assumes.
 */
export const sampleSize: Rule<'D10'> = ({ smallestGap, track }, measurements) => [
  {
    key: 'smallestGap',
    said: given(smallestGap),
    observed: suffices(smallestGap, track, measurements),
  },
];

function suffices(
  gap: number | undefined,
  track: string | undefined,
  measurements: Measurements,
): Observed {
  const result = joined(measurements, id);
  const found = estimatesIn(result, new RegExp(`^${track ?? '\\w+'}Difference:`));
  const [first] = found.map(([, estimate]) => estimate).sort((a, b) => b.effectiveN - a.effectiveN);
  if (result === undefined) return notJoined(measurements, id);
  if (first === undefined) return { missing: 'no two models were compared on the same items' };
  const { effectiveN } = first;
  const power = number(result.options.power, 0.8);
  const alpha = number(result.options.alpha, 0.05);
  const discordance = number(result.options.assumedDiscordance, 0.2);
  const assumed = pairedDetectableDifference({ effectiveN, discordance, alpha, power });
  const shown = assumed.detectable ? `from ${pointsUnsigned(assumed.difference)} up` : 'none';
  const reading = `${effectiveN.toFixed(1)} independent items of ${first.n} show a difference ${shown} if two models differ on ${pointsUnsigned(discordance).replace(' points', '%')} of them`;
  if (gap === undefined) return { holds: undefined, reading };
  const best = pairedDetectableDifference({ effectiveN, discordance: gap, alpha, power });
  if (!best.detectable) return { holds: false, reading };
  return { holds: (assumed.detectable && assumed.difference <= gap) || undefined, reading };
}

function number(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}
