import type { EvidenceTable, HistogramFigure } from '../../src/audit/audit.ts';
import { percent, pointsUnsigned, shortP } from '../../src/audit/wording.ts';
import type { ColumnTest } from './composition.ts';
import { contrastTitle, fairEstimate, percentileEstimate } from './measures.ts';
import type { Position, Redraws } from './positions.ts';

/** Every value of every column beside its expectation. */
export function compositionTable(columns: readonly ColumnTest[]): EvidenceTable {
  const methods = [...new Set(columns.map(({ method }) => method))];
  return {
    title: 'Make-up of the test split beside its parent',
    columns: [
      { key: 'column', title: 'Column' },
      { key: 'value', title: 'Value' },
      { key: 'parent', title: 'In the parent' },
      { key: 'drawn', title: 'In test' },
      { key: 'expected', title: 'Expected' },
      { key: 'pValue', title: 'p' },
      { key: 'holmPValue', title: 'p after Holm' },
    ],
    rows: columns.flatMap(({ column, strata, pValue, holmPValue }) => [
      ...strata.map((one) => ({
        column,
        value: one.value,
        parent: one.inParent,
        drawn: one.drawn,
        expected: Number(one.expected.toFixed(1)),
        pValue: shortP(one.pValue),
        holmPValue: shortP(one.holmPValue),
      })),
      {
        ...{ column, value: 'all together', parent: null, drawn: null, expected: null },
        pValue: shortP(pValue),
        holmPValue: shortP(holmPValue),
      },
    ]),
    note: `Of single values two-sided: all counts that are no more probable than the drawn one, as in Fisher’s exact test (of clusters: twice the smaller tail of re-draws). All together: ${methods.join('; ')}. Holm’s adjustment over all rows.`,
  };
}

/** Where the used subset lies among re-draws. */
export function positionTable(positions: readonly Position[], level: number): EvidenceTable {
  return {
    title: 'Scores of the used subset among subsets drawn anew',
    columns: [
      { key: 'what', title: 'Score or lead' },
      { key: 'track', title: 'Track' },
      { key: 'items', title: 'Items used' },
      { key: 'parentItems', title: 'Items of the parent' },
      { key: 'used', title: 'On the used subset' },
      { key: 'fair', title: 'On re-draws' },
      { key: 'drawn', title: 'Re-draws' },
      { key: 'percentile', title: 'Percentile' },
      { key: 'pHigher', title: 'p, as high' },
      { key: 'pTwoSided', title: 'p, two-sided' },
      { key: 'holmPValue', title: 'p after Holm' },
      { key: 'detectable', title: 'Shift that would be seen' },
    ],
    rows: positions.flatMap((position) => {
      const row = (drawn: Redraws, how: string, decides: boolean) => ({
        what: contrastTitle(position),
        track: position.track,
        items: position.items,
        parentItems: position.parentItems,
        used: shown(position)(position.used),
        fair: fairEstimate(position, drawn, level),
        drawn: how,
        percentile: percentileEstimate(position, drawn, level),
        pHigher: shortP(drawn.pHigher),
        pTwoSided: shortP(drawn.pTwoSided),
        holmPValue: decides ? shortP(position.holmPValue) : null,
        detectable: decides ? pointsUnsigned(position.detectableShift) : null,
      });
      const { plain, stratified } = position;
      return [
        row(plain, 'simple', stratified === undefined),
        ...(stratified ? [row(stratified, 'of equal make-up', true)] : []),
      ];
    }),
    note: 'Percentile: share of re-draws below the used subset, ties half. p counts the used subset among the draws. Where the make-up differs, re-draws of equal make-up decide: the difference itself is told above.',
  };
}

/** Re-drawn scores with the used one marked. */
export function positionFigure(position: Position): HistogramFigure {
  const { values } = position.stratified ?? position.plain;
  const ends = [...values, position.used];
  const [from, to] = ends.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
  const count = from === to ? 1 : 30;
  const width = (to - from) / count;
  const counts = new Array<number>(count).fill(0);
  for (const value of values) {
    const bin = width === 0 ? 0 : Math.min(count - 1, Math.floor((value - from) / width));
    counts[bin]!++;
  }
  return {
    kind: 'histogram',
    title: `${contrastTitle(position)}, ${position.track} items: ${values.length} subsets of ${position.items} drawn anew`,
    axis: position.other === undefined ? 'Score' : 'Lead',
    bins: counts.map((each, bin) => ({
      from: from + bin * width,
      to: bin === count - 1 ? to : from + (bin + 1) * width,
      count: each,
    })),
    marks: [
      { label: 'the subset that was used', value: position.used },
      { label: 'all of the parent', value: position.parent },
    ],
  };
}

function shown({ other }: Position): (value: number) => string {
  return other === undefined ? percent : pointsUnsigned;
}
