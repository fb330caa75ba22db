import type { EvidenceTable } from '../audit/audit.ts';
import {
  clopperPearsonInterval,
  pairedDetectableDifference,
  wilsonInterval,
} from '../statistics/index.ts';
import type { PublishedFigure, ScoreClaim } from './ledger.ts';
import { count, counted, points, share, shareBounds } from './wording.ts';

/** Level of the intervals of published scores. */
export const level = 0.95;

/** A score read as so many right answers of so many items. */
export interface Reading {
  readonly items: number;
  readonly right: number;
  /** Whether a whole number of right answers gives the score; graded scores need none. */
  readonly possible: boolean;
  readonly wilson: ReturnType<typeof wilsonInterval>;
  readonly exact: ReturnType<typeof clopperPearsonInterval>;
}

/** Reads a published score as right answers out of a number of items. */
export function readAt({ graded }: ScoreClaim, figure: PublishedFigure, items: number): Reading {
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

/** What a number of items can tell of a score. */
export function itemsTable(readings: readonly Reading[], { graded, n }: ScoreClaim): EvidenceTable {
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

/** The smallest leads that a number of items can show, whatever the scores. */
export function leadsTable(items: number): EvidenceTable {
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
