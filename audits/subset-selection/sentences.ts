import { counted, percent, pointsUnsigned, shortP } from '../../src/audit/wording.ts';
import type { ColumnTest } from './composition.ts';
import type { SubsetSelectionOptions } from './options.ts';
import type { Position } from './positions.ts';
import type { SelectionEvidence } from './selection-evidence.ts';

/** How a column differs from the parent: by its worst value, or as a whole. */
export function sayColumn(
  { column, strata, holmPValue }: ColumnTest,
  { alpha }: SubsetSelectionOptions,
): string {
  const [worst] = strata
    .filter((stratum) => stratum.holmPValue < alpha)
    .sort((a, b) => a.holmPValue - b.holmPValue);
  if (worst === undefined)
    return `its make-up by ${column} differs as a whole (${pText(holmPValue)} after Holm’s adjustment)`;
  return `it holds ${counted(worst.drawn, 'item')} of ${column}=${worst.value} where ${Number(worst.expected.toFixed(1))} are expected (${pText(worst.holmPValue)} after Holm’s adjustment)`;
}

/** "ours scores 75% on its 100 closed items and 60% on the parent's 400, higher than 99.9% of 10,000 re-draws". */
export function sayPosition(position: Position): string {
  const { model, other, track, items, parentItems, used, parent, holmPValue } = position;
  const shown = other === undefined ? percent : pointsUnsigned;
  const what = other === undefined ? `${model} scores` : `${model} leads ${other} by`;
  const { percentile, values } = position.stratified ?? position.plain;
  const held = position.stratified ? ' of equal make-up' : '';
  return `${what} ${shown(used)} on its ${items} ${track} items and ${shown(parent)} on the parent’s ${parentItems}, higher than ${percent(percentile)} of ${values.length} re-draws${held} (${pText(holmPValue)} after Holm’s adjustment)`;
}

/** What to do about a selection that shows. */
export function failRemedy(unfair: readonly ColumnTest[], raised: readonly Position[]): string {
  return steps([
    ...(unfair.length > 0
      ? [
          `draw test at random from its parent, or state the sampling plan and weight ${unfair.map(({ column }) => column).join(', ')} by the parent’s shares`,
        ]
      : []),
    ...raised.map(({ model, other, parent }) =>
      other === undefined
        ? `report ${model}’s score on all of the parent (${percent(parent)}) or on a fresh random draw`
        : `report ${model}’s lead over ${other} on all of the parent (${pointsUnsigned(parent)}) or on a fresh random draw`,
    ),
  ]);
}

/** That nothing was found, and among how much. */
export function sayFair(
  { columns, positions, selection }: SelectionEvidence,
  { alpha, redraws }: SubsetSelectionOptions,
): string {
  const unit = selection?.wholeClusters ? 'clusters' : 'items';
  const strata = columns.reduce((sum, column) => sum + column.strata.length, 0);
  const made =
    strata > 0
      ? `The make-up of the test split is that of a random draw of ${unit} from its parent (${counted(strata, 'value')} of ${counted(columns.length, 'column')}, none with p < ${alpha} after Holm’s adjustment)`
      : 'No column has several values to compare the test split and its parent by';
  if (positions.length === 0) return made;
  const least = Math.min(...positions.map(({ holmPValue }) => holmPValue));
  return `${made}, and no score or lead of a candidate is higher than ${redraws} re-draws explain (least ${pText(least)}, n = ${Math.min(...positions.map(({ items }) => items))} or more)`;
}

/** Steps as one sentence. */
export function steps(list: readonly string[]): string {
  const text = list.join('; ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** "p = 0.012", "p < 0.0001". */
function pText(pValue: number): string {
  return pValue < 0.0001 ? 'p < 0.0001' : `p = ${shortP(pValue)}`;
}
