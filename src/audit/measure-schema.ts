import { z } from 'zod';
import type { Interval } from '../statistics/interval.ts';
import type { Estimate, EvidenceTable, Figure, Measure, Unit } from './audit.ts';

/** The shapes of measures, tables and figures in result.json. */

const text = z.string();
const proportion = z.number().min(0).max(1);

const interval = z.strictObject({
  lower: z.number(),
  upper: z.number(),
  level: proportion,
  method: text,
});

const unit = z.enum(['proportion', 'score', 'points', 'count', 'bits', 'ratio', 'correlation']);

const estimate = z.strictObject({
  kind: z.literal('estimate'),
  title: text,
  value: z.number(),
  unit,
  n: z.int().min(0),
  effectiveN: z.number().min(0),
  interval,
});

const measure = z.discriminatedUnion('kind', [
  estimate,
  z.strictObject({
    kind: z.literal('count'),
    title: text,
    value: z.number(),
    of: z.exactOptional(z.number()),
  }),
  z.strictObject({
    kind: z.literal('published'),
    title: text,
    value: z.number(),
    unit,
    arithmetic: text,
  }),
  z.strictObject({ kind: z.literal('unavailable'), title: text, reason: text }),
]);

const table = z.strictObject({
  title: text,
  columns: z.array(z.strictObject({ key: text, title: text })),
  rows: z.array(z.record(text, z.union([text, z.number(), z.null(), measure]))),
  note: z.exactOptional(text),
});

const mark = z.strictObject({ label: text, value: z.number() });

const matrixLabel = z.strictObject({ label: text, group: z.exactOptional(text) });

const figure = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('intervals'),
    title: text,
    axis: text,
    rows: z.array(z.strictObject({ label: text, group: z.exactOptional(text), estimate })),
    references: z.array(mark),
  }),
  z.strictObject({
    kind: z.literal('histogram'),
    title: text,
    axis: text,
    bins: z.array(z.strictObject({ from: z.number(), to: z.number(), count: z.number().min(0) })),
    marks: z.array(mark),
  }),
  z.strictObject({
    kind: z.literal('matrix'),
    title: text,
    rowTitle: text,
    columnTitle: text,
    rows: z.array(matrixLabel),
    columns: z.array(matrixLabel),
    cells: z.array(z.array(z.strictObject({ estimate, marked: z.boolean() }).nullable())),
    mark: text,
    range: z.strictObject({
      lower: z.number(),
      upper: z.number(),
      middle: z.exactOptional(z.number()),
    }),
    note: z.exactOptional(text),
  }),
]);

export const intervalSchema: z.ZodType<Interval> = interval;
export const unitSchema: z.ZodType<Unit> = unit;
export const estimateSchema: z.ZodType<Estimate> = estimate;
export const measureSchema: z.ZodType<Measure> = measure;
export const tableSchema: z.ZodType<EvidenceTable> = table;
export const figureSchema: z.ZodType<Figure> = figure;
