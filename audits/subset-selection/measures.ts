import type { Estimate, Measure } from '../../src/audit/audit.ts';
import { decimals } from '../../src/audit/wording.ts';
import { wilsonInterval } from '../../src/statistics/index.ts';
import type { Contrast } from './contrasts.ts';
import type { SubsetSelectionOptions } from './options.ts';
import type { Position, Redraws } from './positions.ts';
import type { SelectionEvidence } from './selection-evidence.ts';

/** "Score of ours", "Lead of ours over sft". */
export function contrastTitle({ model, other }: Pick<Contrast, 'model' | 'other'>): string {
  return other === undefined ? `Score of ${model}` : `Lead of ${model} over ${other}`;
}

/** What fair draws score: their mean, and where so many of them lie. */
export function fairEstimate(position: Position, drawn: Redraws, level: number): Estimate {
  const { values, mean } = drawn;
  const sorted = Float64Array.from(values).sort();
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
  return {
    kind: 'estimate',
    title: `${contrastTitle(position)} on ${position.track} subsets drawn anew`,
    value: mean,
    unit: position.other === undefined ? 'score' : 'points',
    n: position.items,
    effectiveN: position.units,
    interval: {
      lower: at((1 - level) / 2),
      upper: at(1 - (1 - level) / 2),
      level,
      method: `middle ${decimals(100 * level, 1)}% of ${values.length} re-draws`,
    },
  };
}

/** Where the used subset lies, with the error of counting re-draws. */
export function percentileEstimate(position: Position, drawn: Redraws, level: number): Estimate {
  const { percentile, values } = drawn;
  return {
    kind: 'estimate',
    title: `${contrastTitle(position)}, ${position.track} items: share of re-draws below the used subset`,
    value: percentile,
    unit: 'proportion',
    n: values.length,
    effectiveN: values.length,
    interval: wilsonInterval(percentile * values.length, values.length, { level }),
  };
}

/** Measures of the card by name. */
export function measuresOf(
  { testItems, selection, columns, positions, unplaced }: SelectionEvidence,
  { level, alpha }: SubsetSelectionOptions,
): Record<string, Measure> {
  const strata = columns.flatMap((column) => column.strata);
  const measures: Record<string, Measure> = {
    unfairStrata: {
      kind: 'count',
      title: 'Values drawn more or less often than a fair draw would',
      value: strata.filter(({ holmPValue }) => holmPValue < alpha).length,
      of: strata.length,
    },
  };
  if (selection) {
    measures.outsideParent = {
      kind: 'count',
      title: 'Test items that the parent lacks',
      value: selection.missing.length,
      of: testItems,
    };
  }
  for (const position of positions) {
    const drawn = position.stratified ?? position.plain;
    measures[keyOf(position, 'Redrawn')] = fairEstimate(position, drawn, level);
    measures[keyOf(position, 'Percentile')] = percentileEstimate(position, drawn, level);
  }
  for (const one of unplaced) {
    const title = `${contrastTitle(one)}, ${one.track} items: share of re-draws below the used subset`;
    measures[keyOf(one, 'Percentile')] = {
      kind: 'unavailable',
      title,
      reason: one.reason,
    };
  }
  return measures;
}

/** `closedScorePercentile:ours`, `openLeadRedrawn:ours:sft`. */
function keyOf({ track, model, other }: Contrast, what: string): string {
  return other === undefined
    ? `${track}Score${what}:${model}`
    : `${track}Lead${what}:${model}:${other}`;
}
