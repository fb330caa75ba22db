import type { Finding } from '../../src/audit/audit.ts';
import { itemSubject, makeFinding } from '../../src/audit/finding.ts';
import { pointsUnsigned } from '../../src/audit/wording.ts';
import type { Stratum } from './composition.ts';
import { raisedPositions, unfairColumns, unfairStrata } from './judgement.ts';
import type { SubsetSelectionOptions } from './options.ts';
import type { Position } from './positions.ts';
import type { SelectionEvidence } from './selection-evidence.ts';

/** One finding for each value, column, score and row at fault. */
export function selectionFindings(
  auditId: string,
  evidence: SelectionEvidence,
  options: SubsetSelectionOptions,
): Finding[] {
  const { columns, positions, excess, selection } = evidence;
  const strata = unfairStrata(columns, options);
  const columnsAlone = unfairColumns(columns, options).filter(({ column }) =>
    strata.every((stratum) => stratum.column !== column),
  );
  return [
    ...strata.map((stratum) => stratumFinding(auditId, stratum)),
    ...columnsAlone.map(({ column, pValue, holmPValue }) =>
      makeFinding(auditId, {
        kind: 'composition-differs',
        severity: 'defect',
        title: `The make-up of test by ${column} is not that of a random draw of its parent.`,
        subjects: [{ role: 'subset', key: column }],
        values: { pValue, holmPValue },
      }),
    ),
    ...raisedPositions(positions, options).map((position) => positionFinding(auditId, position)),
    ...excess.map(({ column, value, inParent, drawn }) =>
      makeFinding(auditId, {
        kind: 'more-than-parent',
        severity: 'suspect',
        title: 'Test has more items of this value than the published parent.',
        subjects: [{ role: 'subset', key: `${column}=${value}` }],
        values: { testItems: drawn, parentItems: inParent },
      }),
    ),
    ...(selection?.missing ?? []).map((item) =>
      makeFinding(auditId, {
        kind: 'outside-parent',
        severity: 'suspect',
        title: 'This test row is not in the files of the parent.',
        subjects: [itemSubject(item)],
        values: {},
        ...(item.modality !== undefined && { modality: item.modality }),
        ...(item.task !== undefined && { task: item.task }),
      }),
    ),
  ];
}

function stratumFinding(auditId: string, stratum: Stratum): Finding {
  const { column, value, inParent, drawn, expected, pValue, holmPValue } = stratum;
  const often = drawn > expected ? 'more' : 'less';
  return makeFinding(auditId, {
    kind: drawn > expected ? 'over-represented' : 'under-represented',
    severity: 'defect',
    title: `${column}=${value} was drawn ${often} often than a random draw would: ${drawn} items, ${Number(expected.toFixed(1))} expected.`,
    subjects: [{ role: 'subset', key: `${column}=${value}` }],
    values: {
      testItems: drawn,
      expectedItems: expected,
      parentItems: inParent,
      pValue,
      holmPValue,
    },
    ...(column === 'modality' && { modality: value }),
    ...(column === 'task' && { task: value }),
  });
}

function positionFinding(auditId: string, position: Position): Finding {
  const { model, other, track, items, parentItems, used, parent, holmPValue } = position;
  const { percentile, pHigher } = position.stratified ?? position.plain;
  const what = other === undefined ? `${model} scores` : `${model}’s lead over ${other} is`;
  return makeFinding(auditId, {
    kind: other === undefined ? 'score-raised' : 'lead-raised',
    severity: 'defect',
    title: `On the ${track} items that were used ${what} ${pointsUnsigned(used - parent)} higher than on all of the parent, which chance does not explain.`,
    subjects: [
      {
        role: 'subset',
        key: `track=${track}: ${other === undefined ? model : `${model} and ${other}`}`,
      },
    ],
    values: { used, parent, items, parentItems, percentile, pHigher, holmPValue },
  });
}
