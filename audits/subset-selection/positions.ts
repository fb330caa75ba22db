import { type Item, subsetValue } from '../../src/benchmark/benchmark.ts';
import type { Evidence } from '../../src/evidence/evidence.ts';
import {
  type DrawStratum,
  deriveSeed,
  holmAdjusted,
  normalQuantile,
  type RedrawTails,
  redrawSums,
  redrawTails,
} from '../../src/statistics/index.ts';
import { type Contrast, contrastsOf, type Measured } from './contrasts.ts';
import type { SubsetSelectionOptions } from './options.ts';
import type { Selection } from './selection.ts';

/** A score, or a lead, of the used subset among those of subsets drawn anew. */
export interface Position extends Contrast {
  /** Items of the subset and of the parent that were scored. */
  readonly items: number;
  readonly parentItems: number;
  /** Units that are drawn: items or clusters. */
  readonly units: number;
  readonly used: number;
  readonly parent: number;
  readonly plain: Redraws;
  /** With each stratum's share held as it is in the subset; where the make-up differs. */
  readonly stratified?: Redraws;
  /** One-sided, after Holm's adjustment over all that decide. */
  readonly holmPValue: number;
  /** Shift in its favour that would have been seen with the wanted power. */
  readonly detectableShift: number;
}

/** Values of the same statistic in every re-draw. */
export interface Redraws extends RedrawTails {
  readonly values: Float64Array;
  readonly mean: number;
  readonly deviation: number;
}

/** A contrast that can't be placed, and why. */
export interface Unplaced extends Contrast {
  readonly reason: string;
  /** Whether answers are missing; false where all items of the track were used. */
  readonly isOpen: boolean;
}

/** What the audit reads. */
export interface ScoreQuestion {
  readonly evidence: Pick<Evidence, 'benchmark' | 'scores'>;
  readonly selection: Selection;
  /** Columns by which strata are held, where the make-up differs. */
  readonly strataBy: readonly string[];
  readonly options: SubsetSelectionOptions;
  readonly seed: number;
}

type Placed = Omit<Position, 'holmPValue' | 'detectableShift'>;

/**
 * Draws subsets anew and finds the used one among them: for each candidate's score and its lead over
 * each baseline, track by track.
 */
export function placeScores(question: ScoreQuestion): {
  readonly positions: readonly Position[];
  readonly unplaced: readonly Unplaced[];
} {
  const placed: Placed[] = [];
  const unplaced: Unplaced[] = [];
  for (const { contrast, scoreOf } of contrastsOf(question.evidence)) {
    const result = place(contrast, scoreOf, question);
    if ('reason' in result) unplaced.push(result);
    else placed.push(result);
  }
  const { alpha, power } = question.options;
  const pValues = placed.map(({ plain, stratified }) => (stratified ?? plain).pHigher);
  const holm = holmAdjusted(pValues);
  const reach = normalQuantile(1 - alpha / Math.max(1, placed.length)) + normalQuantile(power);
  const positions = placed.map((one, at) => ({
    ...one,
    holmPValue: holm[at]!,
    detectableShift: reach * (one.stratified ?? one.plain).deviation,
  }));
  return { positions, unplaced };
}

function place(
  contrast: Contrast,
  scoreOf: Measured['scoreOf'],
  question: ScoreQuestion,
): Placed | Unplaced {
  const { selection, strataBy, options } = question;
  const asked = selection.parent.filter(({ track }) => track === contrast.track);
  const answered = asked.filter(({ key }) => scoreOf.has(key));
  const used = answered.filter(({ key }) => selection.used.has(key));
  const share = answered.length / asked.length;
  const usedShare = used.length / asked.filter(({ key }) => selection.used.has(key)).length;
  // Without a test item of the track the second share is NaN, and there is nothing to place.
  if (!(Math.min(share, usedShare) >= options.minAnswered)) {
    const reason = `${answered.length} of ${asked.length} parent items and ${used.length} of the test items among them are answered`;
    return { ...contrast, reason, isOpen: true };
  }
  if (used.length === answered.length) {
    return { ...contrast, reason: 'all of the parent’s items were used', isOpen: false };
  }
  const units = unitsOf(answered, scoreOf, selection);
  const observed = mean(used.map(({ key }) => scoreOf.get(key)!));
  const redraw = (by: readonly string[]): Redraws =>
    redraws(units, strata(units, by), observed, contrast, question);
  return {
    ...contrast,
    items: used.length,
    parentItems: answered.length,
    units: units.filter((unit) => unit.isUsed).length,
    used: observed,
    parent: mean(answered.map(({ key }) => scoreOf.get(key)!)),
    plain: redraw([]),
    ...(strataBy.length > 0 && { stratified: redraw(strataBy) }),
  };
}

/** What is drawn in one piece. */
interface Unit {
  readonly items: readonly Item[];
  readonly sum: number;
  readonly isUsed: boolean;
}

function unitsOf(
  items: readonly Item[],
  scoreOf: Measured['scoreOf'],
  selection: Selection,
): Unit[] {
  const byUnit = new Map<number, Item[]>();
  for (const item of items) {
    const unit = selection.unitOf.get(item.key)!;
    const members = byUnit.get(unit);
    if (members) members.push(item);
    else byUnit.set(unit, [item]);
  }
  return [...byUnit.values()].map((members) => ({
    items: members,
    sum: members.reduce((sum, { key }) => sum + scoreOf.get(key)!, 0),
    isUsed: selection.used.has(members[0]!.key),
  }));
}

/** Units of one make-up, and how many of them the subset holds. */
function strata(units: readonly Unit[], by: readonly string[]): DrawStratum[] {
  const byLabel = new Map<string, number[]>();
  for (const [position, { items }] of units.entries()) {
    const labels = items.map((item) =>
      JSON.stringify(by.map((column) => subsetValue(item, column) ?? null)),
    );
    const label = [...new Set(labels)].sort().join();
    const members = byLabel.get(label);
    if (members) members.push(position);
    else byLabel.set(label, [position]);
  }
  return [...byLabel.values()].map((members) => ({
    units: members,
    drawn: members.filter((position) => units[position]!.isUsed).length,
  }));
}

function redraws(
  units: readonly Unit[],
  drawn: readonly DrawStratum[],
  observed: number,
  { track, model, other = '' }: Contrast,
  { options, seed }: ScoreQuestion,
): Redraws {
  const columns = [
    Float64Array.from(units, ({ sum }) => sum),
    Float64Array.from(units, ({ items }) => items.length),
  ];
  const [sums, sizes] = redrawSums(columns, drawn, {
    redraws: options.redraws,
    seed: deriveSeed(seed, `subset-selection/${track}/${model}/${other}/${drawn.length > 1}`),
  });
  const values = sums!.map((sum, redraw) => sum / sizes![redraw]!);
  const center = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - center) ** 2, 0);
  return {
    ...redrawTails(observed, values),
    values,
    mean: center,
    deviation: Math.sqrt(squares / values.length),
  };
}

function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += values[at]!;
  return sum / values.length;
}
