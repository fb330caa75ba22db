import type { Estimate } from '../../audit/audit.ts';
import { percent, percentBounds } from '../../audit/wording.ts';
import type { Measurements } from '../measurements.ts';
import { estimatesIn, given, joined, type Observed, type Rule } from './rule.ts';

/** D22: no more answers change than is said, when items are asked again or their options move. */
export const flipRates: Rule<'D22'> = ({ maxFlipRate }, measurements) => [
  { key: 'maxFlipRate', said: given(maxFlipRate), observed: flips(maxFlipRate, measurements) },
];

function flips(limit: number | undefined, measurements: Measurements): Observed {
  const rates = flipRatesIn(measurements);
  const [first] = rates;
  if (first === undefined)
    return { missing: 'no model was asked again, or with its options moved' };
  const worst = rates.reduce((most, one) => (one.value > most.value ? one : most), first);
  const reading = `${percent(worst.value)} of ${worst.n} answers change (${worst.title}; ${percentBounds(worst.interval)})`;
  if (limit === undefined) return { holds: undefined, reading };
  if (rates.some(({ interval }) => interval.lower > limit)) return { holds: false, reading };
  return { holds: rates.every(({ interval }) => interval.upper <= limit) || undefined, reading };
}

/** Shares of answers that flip, of numerical-stability's measures and of blind-controls' table of moved options. */
function flipRatesIn(measurements: Measurements): Estimate[] {
  const repeated = estimatesIn(joined(measurements, 'numerical-stability'), /flip/i);
  const moved = (joined(measurements, 'blind-controls')?.tables ?? []).flatMap(({ rows }) =>
    rows.flatMap(({ flipped }) =>
      typeof flipped === 'object' && flipped?.kind === 'estimate' ? [flipped] : [],
    ),
  );
  return [...repeated.map(([, estimate]) => estimate), ...moved].filter(
    ({ unit }) => unit === 'proportion',
  );
}
