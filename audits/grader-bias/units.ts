import type { Judgments, PairColumns, ScoreColumns } from '../../src/judgments/judgments.ts';
import { countedRows, type JudgmentKind, type Question } from './question.ts';

/** What graders said of the same things: repeats averaged. */
export interface Units {
  readonly length: number;
  /** u32[units]. */
  readonly item: Uint32Array;
  /** By position of the grader, f64[units] each: NaN where it said nothing that was read. */
  readonly said: readonly Float64Array[];
  /** f64[units]: what people said; NaN where nobody did. */
  readonly gold: Float64Array;
}

/** Answers with their scores. */
export interface ScoreUnits extends Units {
  /** u32[units]. */
  readonly candidate: Uint32Array;
}

/** Two answers to one item with the preference for `a`: both orders weigh alike, so position cancels. */
export interface PairUnits extends Units {
  /** u32[units] each; `a` is the candidate that comes first in the table, wherever it was shown. */
  readonly a: Uint32Array;
  readonly b: Uint32Array;
}

type Asked = Pick<Question, 'judgments' | 'graders'>;

/** Every answer that a counted grader scored, in the order of the table. */
export function scoreUnits({ judgments, graders }: Asked): ScoreUnits {
  const { scores, candidates } = judgments;
  const rows = countedRows(scores, graders);
  const { unitOf, first } = grouped(rows, (row) => answerCode(scores, row, candidates.length));
  return {
    length: first.length,
    item: picked(scores.item, first),
    candidate: picked(scores.candidate, first),
    said: graderMeans(rows, unitOf, {
      graders: judgments.graders.length,
      units: first.length,
      grader: scores.grader,
      value: (row) => scores.score[row]!,
    }),
    gold: unitMeans(rows, unitOf, first.length, (row) => scores.gold[row]!),
  };
}

/** Every pair of answers that a counted grader compared, in the order of the table. */
export function pairUnits({ judgments, graders }: Asked): PairUnits {
  const { pairs, candidates } = judgments;
  const rows = countedRows(pairs, graders);
  const { unitOf, first } = grouped(rows, (row) => pairCode(pairs, row, candidates.length));
  const units = first.length;
  const size = { graders: judgments.graders.length, units, grader: pairs.grader };
  const shown = [false, true].map((turned) => {
    const own = positionsWhere(rows.length, (index) => isTurned(pairs, rows[index]!) === turned);
    return graderMeans(picked(rows, own), picked(unitOf, own), {
      ...size,
      value: (row) => toCanonical(pairs, row, pairs.preference[row]!),
    });
  });
  return {
    length: units,
    item: picked(pairs.item, first),
    a: Uint32Array.from(first, (row) => Math.min(pairs.first[row]!, pairs.second[row]!)),
    b: Uint32Array.from(first, (row) => Math.max(pairs.first[row]!, pairs.second[row]!)),
    said: shown[0]!.map((straight, grader) => meanOfOrders(straight, shown[1]![grader]!)),
    gold: unitMeans(rows, unitOf, units, (row) => toCanonical(pairs, row, pairs.gold[row]!)),
  };
}

/** A number that judgments of the same answer share. */
export function answerCode(
  { item, candidate }: Pick<ScoreColumns, 'item' | 'candidate'>,
  row: number,
  candidates: number,
): number {
  return item[row]! * candidates + candidate[row]!;
}

/** A number that judgments of the same two answers share, whatever their order. */
export function pairCode(
  { item, first, second }: Pick<PairColumns, 'item' | 'first' | 'second'>,
  row: number,
  candidates: number,
): number {
  const [low, high] = [Math.min(first[row]!, second[row]!), Math.max(first[row]!, second[row]!)];
  return (item[row]! * candidates + low) * candidates + high;
}

/** A number that judgments share for which a grader was asked the same: an answer, or two in one order. */
export function askedCode(
  kind: JudgmentKind,
  { scores, pairs, candidates }: Judgments,
  row: number,
): number {
  if (kind === 'scores') return answerCode(scores, row, candidates.length);
  const { item, first, second } = pairs;
  return (item[row]! * candidates.length + first[row]!) * candidates.length + second[row]!;
}

/** f64[rows]: the scores, or the preferences. */
export function valuesOf(kind: JudgmentKind, { scores, pairs }: Judgments): Float64Array {
  return kind === 'scores' ? scores.score : pairs.preference;
}

/** Whether the candidate that comes first in the table stood second. */
export function isTurned({ first, second }: PairColumns, row: number): boolean {
  return first[row]! > second[row]!;
}

/** Ids of the items' clusters. */
export function clusterNames(
  items: Uint32Array,
  { clusterOf, clusterIds }: Pick<Question, 'clusterOf' | 'clusterIds'>,
): string[] {
  return Array.from(items, (item) => clusterIds[clusterOf[item]!]!);
}

/** All positions from 0. */
export function everyPosition(length: number): Uint32Array {
  return new Uint32Array(length).map((_, position) => position);
}

/** Positions from 0 that satisfy a condition. */
export function positionsWhere(
  length: number,
  isWanted: (position: number) => boolean,
): Uint32Array {
  const positions = new Uint32Array(length);
  let found = 0;
  for (let position = 0; position < length; position++) {
    if (isWanted(position)) positions[found++] = position;
  }
  return positions.slice(0, found);
}

/** The values at these positions. */
export function picked(values: Uint32Array, positions: Uint32Array): Uint32Array {
  return positions.map((position) => values[position]!);
}

/** The preference for the candidate that comes first in the table. */
export function toCanonical(pairs: PairColumns, row: number, preference: number): number {
  return isTurned(pairs, row) ? 1 - preference : preference;
}

/** Numbers the codes from 0 in the order in which they first come, with the row where each does. */
export function grouped(
  rows: Uint32Array,
  codeOf: (row: number) => number,
): { unitOf: Uint32Array; first: Uint32Array } {
  const units = new Map<number, number>();
  const first: number[] = [];
  const unitOf = rows.map((row) => {
    const code = codeOf(row);
    const known = units.get(code);
    if (known !== undefined) return known;
    units.set(code, first.length);
    return first.push(row) - 1;
  });
  return { unitOf, first: Uint32Array.from(first) };
}

/** f64[units] for each grader: means of what it said of each unit. */
function graderMeans(
  rows: Uint32Array,
  unitOf: Uint32Array,
  table: {
    readonly graders: number;
    readonly units: number;
    readonly grader: Uint32Array;
    readonly value: (row: number) => number;
  },
): Float64Array[] {
  const { graders, units, grader, value } = table;
  const cells = unitOf.map((unit, index) => grader[rows[index]!]! * units + unit);
  const means = unitMeans(rows, cells, graders * units, value);
  return Array.from({ length: graders }, (_, each) =>
    means.subarray(each * units, (each + 1) * units),
  );
}

/** Means of the values that are there; NaN where none is. */
export function unitMeans(
  rows: Uint32Array,
  unitOf: Uint32Array,
  units: number,
  value: (row: number) => number,
): Float64Array {
  const sums = new Float64Array(units);
  const counts = new Uint32Array(units);
  for (let index = 0; index < rows.length; index++) {
    const each = value(rows[index]!);
    if (Number.isNaN(each)) continue;
    sums[unitOf[index]!]! += each;
    counts[unitOf[index]!]! += 1;
  }
  return sums.map((sum, unit) => sum / counts[unit]!);
}

function meanOfOrders(straight: Float64Array, turned: Float64Array): Float64Array {
  return straight.map((first, unit) => {
    const second = turned[unit]!;
    if (Number.isNaN(first)) return second;
    return Number.isNaN(second) ? first : (first + second) / 2;
  });
}
