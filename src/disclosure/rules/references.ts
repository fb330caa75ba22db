import { decimals, percent, percentBounds } from '../../audit/wording.ts';
import type { Measurements } from '../measurements.ts';
import { estimatesIn, given, joined, notJoined, type Observed, type Rule } from './rule.ts';

/** Published shares are rounded to a whole percent. */
const rounding = 0.005;

/** D11: the share of references that models wrote, by the names that config or rows give. */
export const modelWritten: Rule<'D11'> = ({ modelGeneratedShare: share }, measurements) => [
  { key: 'modelGeneratedShare', said: given(share), observed: written(share, measurements) },
];

function written(share: number | undefined, { references }: Measurements): Observed {
  if (references === undefined)
    return { missing: 'the config does not say who wrote the references (kin.references)' };
  const { items, byModels, unknown } = references;
  const [least, most] = [byModels / items, (byModels + unknown) / items];
  const reading = `${percent(least)} of ${items} references by models${unknown > 0 ? `, ${unknown} not known` : ''}`;
  if (share === undefined) return { holds: undefined, reading };
  if (share < least - rounding || share > most + rounding) return { holds: false, reading };
  return { holds: unknown === 0 || undefined, reading };
}

/** D12: the graders' agreement is no lower than is said. */
export const graderAgreement: Rule<'D12'> = ({ graderAlpha }, measurements) => [
  {
    key: 'graderAlpha',
    said: given(graderAlpha),
    observed: agreement(graderAlpha, measurements),
  },
];

function agreement(alpha: number | undefined, measurements: Measurements): Observed {
  const result = joined(measurements, 'grader-bias');
  if (result === undefined) return notJoined(measurements, 'grader-bias');
  const found = estimatesIn(result, /^(scores|pairs)Alpha$/).map(([, estimate]) => estimate);
  const [first] = found;
  if (first === undefined) return { missing: 'agreement of graders could not be measured' };
  const reading = found
    .map(({ value, n, interval }) => {
      const within = percentBounds(interval).replace(/ interval .*/u, ' interval');
      return `alpha ${decimals(value, 2)} of ${n} judged answers (${within} ${decimals(interval.lower, 2)} to ${decimals(interval.upper, 2)})`;
    })
    .join('; ');
  if (alpha === undefined) return { holds: undefined, reading };
  const isAbove = found.every(({ interval }) => alpha > interval.upper + rounding);
  const isWithin = found.some(({ interval }) => alpha >= interval.lower - rounding);
  return { holds: isAbove ? false : isWithin || undefined, reading };
}
