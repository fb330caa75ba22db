import type { EvidenceTable } from '../../../src/audit/audit.ts';
import { pointsUnsigned } from '../../../src/audit/wording.ts';
import { normalQuantile, sampleVariance } from '../../../src/statistics/index.ts';
import { limitOf } from '../options.ts';
import { type JudgmentKind, judgmentKinds, type Question } from '../question.ts';
import { kinPlurals } from '../relations.ts';
import { scaleWords } from '../scale.ts';
import { everyPosition, unitMeans } from '../units.ts';
import { familyLevel, reachOf } from './decisions.ts';
import type { Favour, JudgedRows, SpreadFits } from './favour.ts';
import { pairGroups } from './pair-design.ts';
import type { PairRows } from './pair-rows.ts';

/** How many items an interval of some width takes. */
export interface Precision {
  readonly design: JudgmentKind;
  /** Half the width of the interval, as a share of the scale or of the pairs. */
  readonly halfWidth: number;
  readonly items: number;
  readonly basis: string;
}

/**
 * Items for an interval of some half width: from the widest interval at hand where there is one. Else
 * for one grader and one candidate of each of two families, where the favour's variance is at most that
 * of a single judgment around item and candidate, or half that of a pair's mean preference, over
 * the number of items.
 */
export function precisions(
  question: Question,
  main: readonly Favour[],
  fits: SpreadFits,
  { byPair }: JudgedRows,
): Precision[] {
  const { options, judgments } = question;
  return judgmentKinds.flatMap((design) => {
    if (judgments[design].length === 0) return [];
    const limit = limitOf(design, options);
    const widths = [limit / 2, limit, 2 * limit];
    const known = main.filter((one) => one.design === design);
    if (known.length > 0) return widths.map((width) => fromIntervals(known, width, main, question));
    const deviation =
      design === 'scores' ? fits.items?.residualDeviation : pairDeviation(byPair, question);
    if (deviation === undefined || !(deviation > 0)) return [];
    const critical = normalQuantile(1 - (1 - options.level) / 2);
    return widths.map((halfWidth) => ({
      design,
      halfWidth,
      items: Math.ceil(((critical * deviation) / halfWidth) ** 2),
      basis: `at most, for one grader and one candidate of each of two ${kinPlurals[options.kinBy]}, by the spread of the judgments at hand`,
    }));
  });
}

function fromIntervals(
  known: readonly Favour[],
  halfWidth: number,
  main: readonly Favour[],
  { options }: Question,
): Precision {
  const level = familyLevel(main.length, options);
  const needed = known.map((one) => one.estimate.n * (reachOf(one, level) / halfWidth) ** 2);
  return {
    design: known[0]!.design,
    halfWidth,
    items: Math.ceil(Math.max(...needed)),
    basis:
      'the same graders and candidates, by the widest interval at hand, at the verdict’s level',
  };
}

/** Square root of half the variance of a pair's mean preference. */
function pairDeviation(rows: PairRows, { judgments }: Question): number | undefined {
  const { preference } = rows;
  const { unitOf, first } = pairGroups(rows, judgments.candidates.length);
  const all = everyPosition(preference.length);
  const means = [...unitMeans(all, unitOf, first.length, (row) => preference[row]!)];
  return means.length > 1 ? Math.sqrt(sampleVariance(means) / 2) : undefined;
}

/** What further grading would show. */
export function precisionTable(
  found: readonly Precision[],
  { judgments }: Question,
): EvidenceTable {
  return {
    title: 'How many items an interval takes',
    columns: [
      { key: 'design', title: 'Judgments' },
      { key: 'halfWidth', title: 'Interval of ±' },
      { key: 'items', title: 'Items, about' },
      { key: 'basis', title: 'For' },
    ],
    rows: found.map(({ design, halfWidth, items, basis }) => ({
      design,
      halfWidth:
        design === 'scores'
          ? scaleWords(halfWidth, judgments)
          : `${pointsUnsigned(halfWidth)} of 100 pairs`,
      items,
      basis,
    })),
    note: 'A favour passes once its interval lies within the limit: half the interval must then be smaller than what the limit leaves beside the favour itself.',
  };
}
