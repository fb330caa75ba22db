import type { Count, Estimate } from './audit.ts';
import { itemsNeeded } from './items-needed.ts';
import { quantity } from './quantity.ts';
import { counted } from './wording.ts';

/** On which side of a number a quantity must lie. */
export type Side = 'atMost' | 'atLeast';

/** A number that a quantity may not go beyond. */
export interface Bound {
  readonly side: Side;
  readonly value: number;
}

/** What its interval says of a quantity and a bound; a count has no interval and is exact. */
export function holdAgainst(
  measure: Estimate | Count,
  bound: Bound,
): 'pass' | 'fail' | 'inconclusive' {
  const { worst, best } = reach(measure, bound);
  if (worst <= 0) return 'pass';
  return best > 0 ? 'fail' : 'inconclusive';
}

/** How far the value, and either end of its interval, lie beyond the bound; below 0 within. */
export function reach(
  measure: Estimate | Count,
  { side, value: bound }: Bound,
): { readonly value: number; readonly worst: number; readonly best: number } {
  const { lower, upper } =
    measure.kind === 'count' ? { lower: measure.value, upper: measure.value } : measure.interval;
  // Differences of the two numbers themselves: exact at the bound, unlike a sum with a width.
  return side === 'atMost'
    ? { value: measure.value - bound, worst: upper - bound, best: lower - bound }
    : { value: bound - measure.value, worst: bound - lower, best: bound - upper };
}

/** "at most 50%". */
export function boundText({ side, value }: Bound, measure: Estimate | Count): string {
  return `${side === 'atMost' ? 'at most' : 'at least'} ${quantity(value, measure)}`;
}

/**
 * What would bring a quantity within a bound, taking its interval to stay as wide on the side that
 * counts, or to shrink with the root of n.
 */
export function wayWithin(measure: Estimate | Count, bound: Bound): string {
  if (measure.kind === 'count') {
    const by = quantity(Math.abs(reach(measure, bound).value), measure);
    const verb = bound.side === 'atMost' ? 'Bring it down' : 'Raise it';
    return `${verb} by ${by}, to ${boundText(bound, measure)}.`;
  }
  const { value: beyond, worst } = reach(measure, bound);
  const half = worst - beyond;
  const target = bound.side === 'atMost' ? bound.value - half : bound.value + half;
  const passing = `${quantity(target, measure)} or ${bound.side === 'atMost' ? 'less' : 'more'}`;
  const within = isReachable(target, measure) ? passing : undefined;
  const now = counted(measure.n, 'item');
  const needed = itemsNeeded(measure.n, half, -beyond);
  if (needed === undefined) {
    if (within !== undefined) return `With ${now} it would pass at about ${within}.`;
    return `Bring it to ${boundText(bound, measure)} with more than the ${now} there are now: the interval reaches ${quantity(half, measure)} beyond the value, further than there is room.`;
  }
  const same = `Ask about ${counted(needed, 'item')} in place of ${measure.n}: should the value stay, the interval would then lie within`;
  return within === undefined
    ? `${same}.`
    : `${same}; with ${now} it would pass at about ${within}.`;
}

/** Shares and scores lie between 0 and 1. */
function isReachable(value: number, { unit }: Estimate): boolean {
  if (unit === 'proportion' || unit === 'score') return value >= 0 && value <= 1;
  return unit !== 'points' || Math.abs(value) <= 1;
}
