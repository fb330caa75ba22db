import type { Verdict } from '../../src/audit/audit.ts';
import { percent } from '../../src/audit/wording.ts';
import type { ColumnTest, Stratum } from './composition.ts';
import { openQuestions } from './open-questions.ts';
import type { SubsetSelectionOptions } from './options.ts';
import type { Position } from './positions.ts';
import type { SelectionEvidence } from './selection-evidence.ts';
import { failRemedy, sayColumn, sayFair, sayPosition, steps } from './sentences.ts';

/** A verdict, why, and what would make it pass. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly summary: string;
  readonly remedy?: string;
}

/** Values drawn too often or too seldom. */
export function unfairStrata(
  columns: readonly ColumnTest[],
  { alpha }: SubsetSelectionOptions,
): Stratum[] {
  return columns.flatMap(({ strata }) => strata.filter(({ holmPValue }) => holmPValue < alpha));
}

/** Columns that differ from the parent, by one value or as a whole. */
export function unfairColumns(
  columns: readonly ColumnTest[],
  { alpha }: SubsetSelectionOptions,
): ColumnTest[] {
  return columns.filter(
    ({ holmPValue, strata }) =>
      holmPValue < alpha || strata.some((stratum) => stratum.holmPValue < alpha),
  );
}

/** Scores and leads that the subset shows higher than fair draws do. */
export function raisedPositions(
  positions: readonly Position[],
  { alpha }: SubsetSelectionOptions,
): Position[] {
  return positions.filter(({ holmPValue }) => holmPValue < alpha);
}

/** Judges the selection. */
export function judge(evidence: SelectionEvidence, options: SubsetSelectionOptions): Judgement {
  return notContained(evidence, options) ?? whole(evidence) ?? drawn(evidence, options);
}

/** What is not in the parent can't have been drawn from it. */
function notContained(
  { selection, excess, testItems }: SelectionEvidence,
  { maxOutside }: SubsetSelectionOptions,
): Judgement | undefined {
  const [first] = excess;
  if (first) {
    return {
      verdict: 'inconclusive',
      summary: `The published counts are not those of the parent: test has ${first.drawn} items of ${first.column}=${first.value}, the parent ${first.inParent}.`,
      remedy: `Correct splits.parentCounts: each value needs at least the items that test has of it (${first.column}=${first.value}: ${first.drawn}).`,
    };
  }
  const outside = selection?.missing.length ?? 0;
  if (outside <= maxOutside * testItems) return undefined;
  return {
    verdict: 'inconclusive',
    summary: `${outside} of ${testItems} test items (${percent(outside / testItems)}; ${percent(maxOutside)} allowed) are not in the files of splits.parent, by question and media: test was not drawn from them as they are.`,
    remedy: `Name the files under splits.parent that hold the test rows too, so that at most ${Math.floor(maxOutside * testItems)} of ${testItems} are missing.`,
  };
}

/** Where everything was taken, nothing was selected. */
function whole({ selection, columns }: SelectionEvidence): Judgement | undefined {
  const isWhole = selection
    ? selection.used.size === selection.parent.length
    : columns.length > 0 &&
      columns.every(({ strata }) => strata.every((one) => one.drawn === one.inParent));
  if (!isWhole) return undefined;
  const summary = 'The test split is all of its parent: nothing was selected.';
  return { verdict: 'not-applicable', summary };
}

function drawn(evidence: SelectionEvidence, options: SubsetSelectionOptions): Judgement {
  const { columns, positions } = evidence;
  const unfair = unfairColumns(columns, options);
  const raised = raisedPositions(positions, options);
  const found = [...unfair.map((one) => sayColumn(one, options)), ...raised.map(sayPosition)];
  if (found.length > 0) {
    return {
      verdict: 'fail',
      summary: `The test split is no simple random draw of its parent: ${found.join('; ')}.`,
      remedy: failRemedy(unfair, raised),
    };
  }
  const open = openQuestions(evidence, options);
  const fair = sayFair(evidence, options);
  if (open.length > 0) {
    return {
      verdict: 'inconclusive',
      summary: `${fair}, but ${open.map(({ problem }) => problem).join(', and ')}.`,
      remedy: steps(open.map(({ step }) => step)),
    };
  }
  return { verdict: 'pass', summary: `${fair}.` };
}
