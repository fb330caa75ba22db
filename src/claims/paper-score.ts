import type { Estimate, Measure } from '../audit/audit.ts';
import { estimateOf } from '../audit/estimate-of.ts';
import { normalQuantile } from '../statistics/index.ts';
import type { ClaimStatus } from './checked-claims.ts';
import type { PublishedFigure, ScoreClaim } from './ledger.ts';
import { itemsTable, leadsTable, level, type Reading, readAt } from './paper-score-reading.ts';
import {
  capitalised,
  count,
  counted,
  figureText,
  placeOf,
  points,
  share,
  shareBounds,
} from './wording.ts';
import { type Worth, worthOf } from './worth.ts';

/** What a published score is worth by its value and number of items alone. */
export function scoreOnPaper(claim: ScoreClaim): Worth {
  const { value, n } = claim;
  if (value === undefined) return withoutScore(claim);
  const claimed = { value: value.value, unit: unitOf(claim) };
  const measures: Record<string, Measure> = { score: publishedScore(claim, value) };
  const found = { basis: 'paper', claimed, measures } as const;
  const below = belowItself(claim, value);
  if (below !== undefined) return worthOf({ ...found, status: 'contradicted', why: below });
  const from = itemsFrom(claim, value);
  const enough =
    from === undefined
      ? 'no number of items shows it by so narrow a margin'
      : `it would hold ${goalOf(claim)} from ${counted(from, 'independent item')} on`;
  if (n === undefined) {
    return worthOf({
      ...found,
      status: 'not-testable',
      why: `${figureText(value)} is published without its number of items; ${enough}.`,
      needs: ['Publish the number of items behind the score.'],
    });
  }
  const reading = readAt(claim, value, typeof n === 'object' ? n.atMost : n);
  const sized = { ...found, tables: [itemsTable([reading], claim)] };
  if (typeof n === 'object') return boundedScore(claim, sized, reading, enough);
  return reading.possible
    ? sizedScore(claim, sized, reading, enough)
    : impossibleScore(value, found, reading);
}

/** Its number of items is published. */
function sizedScore(claim: ScoreClaim, found: Found, reading: Reading, enough: string): Worth {
  const { items, wilson, exact } = reading;
  const status = statusAt(claim, wilson.lower);
  const holds = status === 'supported';
  const interval = `${shareBounds(wilson)} (Wilson; ${shareBounds(exact)} by Clopper-Pearson)`;
  return worthOf({
    ...found,
    status,
    measures: {
      ...found.measures,
      wilson: estimateAt(reading, claim, 'wilson'),
      clopperPearson: estimateAt(reading, claim, 'exact'),
    },
    why: `${figureText(claim.value!)} of ${counted(items, 'item')} has a 95% interval of ${interval}: ${holds ? 'it holds' : 'too wide for it to hold'} ${goalOf(claim)}.${clustersNote}`,
    needs: holds ? [] : [`${capitalised(enough)}.`],
  });
}

/** No whole number of right answers gives it: value and number of items can't both be of one run. */
function impossibleScore(value: PublishedFigure, found: Found, { items }: Reading): Worth {
  return worthOf({
    ...found,
    status: 'inconclusive',
    why: `No whole number of right answers out of ${count(items)} gives ${figureText(value)}: ${nearestCounts(value, items)}.`,
    needs: [
      'Say how the score comes about: over how many items, and whether it is a mean of several runs or of parts.',
    ],
  });
}

type Found = Pick<Worth, 'basis' | 'measures'> & Partial<Worth>;

const clustersNote = ' Items that share an image or a patient would widen it.';

function unitOf({ graded }: ScoreClaim): 'score' | 'proportion' {
  return graded ? 'score' : 'proportion';
}

function publishedScore(claim: ScoreClaim, value: PublishedFigure): Measure {
  return {
    kind: 'published',
    title: `Score of ${claim.model}${placeOf(claim)}`,
    value: value.value,
    unit: unitOf(claim),
    arithmetic: figureText(value),
  };
}

/** The least that a score's lower bound must reach for its claim to hold. */
export function scoreFloor({ value, atLeast, margin }: ScoreClaim): number {
  return atLeast ?? (value?.value ?? 0) - margin;
}

/** "within 5 points" or "at 85% or more". */
function goalOf({ atLeast, margin }: ScoreClaim): string {
  return atLeast === undefined ? `to within ${points(margin)}` : `at ${share(atLeast)} or more`;
}

function statusAt(claim: ScoreClaim, lower: number): ClaimStatus {
  return lower >= scoreFloor(claim) ? 'supported' : 'inconclusive';
}

function belowItself({ atLeast }: ScoreClaim, value: PublishedFigure): string | undefined {
  if (atLeast === undefined || value.value + value.rounding >= atLeast) return undefined;
  return `${figureText(value)} is published, which is less than the ${share(atLeast)} that is claimed.`;
}

/**
 * Items from which Wilson's lower bound is no lower than the floor t: (p - t) / sqrt(t (1 - t) / n)
 * is then at least z. Undefined where the floor is the score itself.
 */
function itemsFrom(claim: ScoreClaim, { value }: PublishedFigure): number | undefined {
  const floor = scoreFloor(claim);
  if (floor <= 0) return 1;
  if (value <= floor) return undefined;
  const critical = normalQuantile(0.5 + level / 2);
  return Math.max(
    1,
    Math.ceil((critical ** 2 * floor * (1 - floor)) / (value - floor) ** 2 - 1e-9),
  );
}

/** "62 give 88.57%, 63 give 90%". */
function nearestCounts({ value }: PublishedFigure, items: number): string {
  const below = Math.floor(value * items);
  return [below, below + 1]
    .filter((right) => right <= items)
    .map((right) => `${count(right)} give ${share(right / items)}`)
    .join(', ');
}

/** What can be decided where only the number of a larger whole is published. */
function boundedScore(
  claim: ScoreClaim,
  found: Found,
  { items, wilson }: Reading,
  enough: string,
): Worth {
  const value = claim.value!;
  const open = statusAt(claim, wilson.lower) === 'inconclusive';
  const best = `Even were all ${count(items)} items behind ${figureText(value)}, its 95% interval would be ${shareBounds(wilson)}`;
  return worthOf({
    ...found,
    status: open ? 'inconclusive' : 'not-testable',
    why: open
      ? `${best}: too wide for it to hold ${goalOf(claim)}.`
      : `The number of items behind ${figureText(value)} is published only as at most ${count(items)}; ${enough}.`,
    needs: ['Publish the number of items behind the score.'],
  });
}

function estimateAt(reading: Reading, claim: ScoreClaim, by: 'wilson' | 'exact'): Estimate {
  const { items, right } = reading;
  return estimateOf(`Score of ${claim.model}${placeOf(claim)}, as published`, unitOf(claim), {
    value: right / items,
    n: items,
    effectiveN: items,
    interval: reading[by],
  });
}

/** A claim on a subset for which no score is published: what its items could tell. */
function withoutScore(claim: ScoreClaim): Worth {
  const { n, suppose, model } = claim;
  const what = `No score of ${model}${placeOf(claim)} is published`;
  const items = typeof n === 'object' ? n.atMost : n;
  const needs = ['Publish the score and the number of items behind it.'];
  if (items === undefined)
    return worthOf({ status: 'not-testable', basis: 'paper', why: `${what}.`, needs });
  const reading = suppose && readAt({ ...claim, graded: false }, suppose, items);
  const supposed =
    reading === undefined
      ? ''
      : ` Were it ${figureText(suppose!)}, ${count(reading.right)} right answers would be nearest, and the 95% interval ${shareBounds(reading.wilson)} (Wilson; ${shareBounds(reading.exact)} by Clopper-Pearson).`;
  return worthOf({
    status: 'not-testable',
    basis: 'paper',
    why: `${what} for its ${counted(items, 'item')}.${supposed}`,
    tables: [
      ...(reading ? [itemsTable([reading], { ...claim, graded: false })] : []),
      leadsTable(items),
    ],
    needs: ['Publish the score on these items.'],
  });
}
