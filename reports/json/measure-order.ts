/** The key order of measures, tables and figures. */

import type {
  Count,
  Estimate,
  EvidenceTable,
  HistogramFigure,
  IntervalFigure,
  MatrixCell,
  MatrixFigure,
  Published,
  Unavailable,
} from '../../src/audit/audit.ts';
import type { Interval } from '../../src/statistics/interval.ts';
import { asIs, by, list, type Order, object, record } from './order.ts';

export const interval: Order = object<Interval>({
  lower: asIs,
  upper: asIs,
  level: asIs,
  method: asIs,
});

export const estimate: Order = object<Estimate>({
  kind: asIs,
  title: asIs,
  value: asIs,
  unit: asIs,
  n: asIs,
  effectiveN: asIs,
  interval,
});

export const measure: Order = by('kind', {
  estimate,
  count: object<Count>({ kind: asIs, title: asIs, value: asIs, of: asIs }),
  published: object<Published>({
    kind: asIs,
    title: asIs,
    value: asIs,
    unit: asIs,
    arithmetic: asIs,
  }),
  unavailable: object<Unavailable>({ kind: asIs, title: asIs, reason: asIs }),
});

export const table: Order = object<EvidenceTable>({
  title: asIs,
  columns: list(object({ key: asIs, title: asIs })),
  rows: list(record(measure)),
  note: asIs,
});

const marks = list(object({ label: asIs, value: asIs }));

export const figure: Order = by('kind', {
  intervals: object<IntervalFigure>({
    kind: asIs,
    title: asIs,
    axis: asIs,
    rows: list(object<IntervalFigure['rows'][number]>({ label: asIs, group: asIs, estimate })),
    references: marks,
  }),
  histogram: object<HistogramFigure>({
    kind: asIs,
    title: asIs,
    axis: asIs,
    bins: list(object<HistogramFigure['bins'][number]>({ from: asIs, to: asIs, count: asIs })),
    marks,
  }),
  matrix: object<MatrixFigure>({
    kind: asIs,
    title: asIs,
    rowTitle: asIs,
    columnTitle: asIs,
    rows: list(object<MatrixFigure['rows'][number]>({ label: asIs, group: asIs })),
    columns: list(object<MatrixFigure['columns'][number]>({ label: asIs, group: asIs })),
    cells: list(list(object<MatrixCell>({ estimate, marked: asIs }))),
    mark: asIs,
    range: object<MatrixFigure['range']>({ lower: asIs, upper: asIs, middle: asIs }),
    note: asIs,
  }),
});
