import { percent, pointsUnsigned } from '../../src/audit/wording.ts';
import type { SubsetSelectionOptions } from './options.ts';
import type { Position } from './positions.ts';
import type { SelectionEvidence } from './selection-evidence.ts';

/** What keeps the audit from passing, and the step that would settle it. */
interface OpenQuestion {
  readonly problem: string;
  readonly step: string;
}

/** Everything that is still open of a selection in which nothing was found. */
export function openQuestions(
  { columns, positions, unplaced, selection, isLimited }: SelectionEvidence,
  { maxShift, minAnswered }: SubsetSelectionOptions,
): OpenQuestion[] {
  const open: OpenQuestion[] = [];
  if (isLimited) {
    open.push({ problem: 'the run is limited', step: 'run without --limit' });
  } else if (selection === undefined) {
    open.push({
      problem:
        'of the parent only counts are at hand, so that no score can be placed among re-draws',
      step: 'name the parent’s files under splits.parent, with a candidate’s answers to them',
    });
  } else if (positions.length === 0 && unplaced.length === 0) {
    open.push({
      problem:
        'no candidate’s answers to the rest of the parent are at hand, so that no score can be placed among re-draws',
      step: `record a candidate’s answers to the ${selection.parent.length - selection.used.size} parent items beyond test, in the files of predictions`,
    });
  }
  const lacking = unplaced.filter(({ isOpen }) => isOpen);
  for (const { model, track, reason } of lacking.slice(0, 1)) {
    open.push({
      problem: `of ${model}’s ${track} items ${reason}, at least ${percent(minAnswered)} of each are needed`,
      step: `record the missing answers of ${[...new Set(lacking.map((one) => one.model))].join(', ')}`,
    });
  }
  const blind = positions.filter(({ detectableShift }) => detectableShift > maxShift);
  if (blind.length > 0) {
    const worst = blind.reduce((a, b) => (b.detectableShift > a.detectableShift ? b : a));
    open.push({
      problem: `a shift of less than ${pointsUnsigned(worst.detectableShift)} could have stayed unseen (${worst.items} ${worst.track} items; ${pointsUnsigned(maxShift)} allowed)`,
      step: `a subset of about ${Math.ceil(neededItems(worst, maxShift))} ${worst.track} items would show a shift of ${pointsUnsigned(maxShift)}`,
    });
  }
  if (columns.length === 0) {
    open.push({
      problem: 'its make-up can’t be compared',
      step: 'name columns with several values under subsets',
    });
  }
  return open;
}

/** The variance of a draw without replacement falls as 1/n - 1/N. */
function neededItems({ items, parentItems, detectableShift }: Position, maxShift: number): number {
  const now = 1 / items - 1 / parentItems;
  return 1 / (now * (maxShift / detectableShift) ** 2 + 1 / parentItems);
}
