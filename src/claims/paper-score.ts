import type { Estimate, EvidenceTable, Measure } from '../audit/audit.ts';
import { estimateOf } from '../audit/estimate-of.ts';
import {
  clopperPearsonInterval,
  normalQuantile,
  pairedDetectableDifference,
  wilsonInterval,
} from '../statistics/index.ts';
import type { ClaimStatus } from './checked-claims.ts';
import type { PublishedFigure, ScoreClaim } from './ledger.ts';
import { count, counted, figureText, placeOf, points, share, shareBounds } from './wording.ts';
import { type Worth, worthOf } from './worth.ts';

const level = 0.95;

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
  const atMost = typeof n === 'object';
  const items = typeof n === 'object' ? n.atMost : n;
  const reading = readAt(claim, value, items);
  const tables = [itemsTable([reading], claim)];
  if (atMost) return boundedScore(claim, { ...found, tables }, reading, enough);
  const status = reading.possible ? statusAt(claim, reading.wilson.lower) : 'inconclusive';
  return worthOf({
    ...found,
    status,
    measures: {
      ...measures,
      wilson: estimateAt(reading, claim, 'wilson'),
      clopperPearson: estimateAt(reading, claim, 'exact'),
    },
    tables,
    why: reading.possible
      ? `${figureText(value)} of ${counted(items, 'item')} has a 95% interval of ${shareBounds(reading.wilson)} (Wilson; ${shareBounds(reading.exact)} by Clopper-Pearson): ${status === 'supported' ? 'it holds' : 'too wide for it to hold'} ${goalOf(claim)}.${clustersNote}`
      : `No whole number of right answers out of ${count(items)} gives ${figureText(value)}: ${nearestCounts(value, items)}.`,
    needs: reading.possible
      ? status === 'supported'
        ? []
        : [`${capitalEnough(enough)}.`]
      : [
          'Say how the score comes about: over how many items, and whether it is a mean of several runs or of parts.',
        ],
  });
}

const clustersNote = ' Items that share an image or a patient would widen it.';

function capitalEnough(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

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

/** A score read as so many right answers of so many items. */
interface Reading {
  readonly items: number;
  readonly right: number;
  /** Whether a whole number of right answers gives the score; graded scores need none. */
  readonly possible: boolean;
  readonly wilson: ReturnType<typeof wilsonInterval>;
  readonly exact: ReturnType<typeof clopperPearsonInterval>;
}

function readAt({ graded }: ScoreClaim, figure: PublishedFigure, items: number): Reading {
  const { value, rounding } = figure;
  const nearest = Math.round(value * items);
  const right = graded ? value * items : nearest;
  return {
    items,
    right,
    possible: graded || Math.abs(nearest / items - value) <= rounding + 1e-9,
    wilson: wilsonInterval(right, items, { level }),
    exact: clopperPearsonInterval(right, items, { level }),
  };
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
  found: Pick<Worth, 'basis' | 'measures' | 'tables'> & Partial<Worth>,
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

function itemsTable(readings: readonly Reading[], { graded, n }: ScoreClaim): EvidenceTable {
  const bound = typeof n === 'object' ? 'At most; fewer items widen both intervals. ' : '';
  return {
    title: 'What so many items can tell',
    columns: [
      { key: 'items', title: 'Items' },
      { key: 'score', title: 'Score' },
      { key: 'wilson', title: '95% interval (Wilson)' },
      { key: 'exact', title: '95% interval (Clopper-Pearson)' },
    ],
    rows: readings.map(({ items, right, wilson, exact }) => ({
      items,
      score: graded ? share(right / items) : `${count(right)} right, ${share(right / items)}`,
      wilson: shareBounds(wilson),
      exact: shareBounds(exact),
    })),
    note: `${bound}${
      graded
        ? 'For scores between 0 and 1 the variance of right and wrong answers is the largest possible: the intervals are rather too wide. '
        : ''
    }All items are taken as independent; those that share an image or a patient widen the intervals.`,
  };
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

/** The smallest leads that a number of items can show, whatever the scores. */
function leadsTable(items: number): EvidenceTable {
  return {
    title: `The smallest lead that ${counted(items, 'item')} can show`,
    columns: [
      { key: 'discordance', title: 'Items on which one model alone is right' },
      { key: 'detectable', title: 'Smallest detectable lead' },
    ],
    rows: [0.1, 0.2, 0.3, 0.4].map((discordance) => {
      const { difference, detectable } = pairedDetectableDifference({
        effectiveN: items,
        discordance,
      });
      return {
        discordance: share(discordance),
        detectable: detectable ? points(Number(difference.toFixed(3))) : 'none',
      };
    }),
    note: 'With 80% power at two-sided 5% (Connor’s approximation), all items independent; none: not even if one model were better wherever they differ.',
  };
}
