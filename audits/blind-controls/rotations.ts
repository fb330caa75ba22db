import type { Estimate, EvidenceTable } from '../../src/audit/audit.ts';
import { estimateOf } from '../../src/audit/estimate-of.ts';
import { percent, shortP } from '../../src/audit/wording.ts';
import { parseConditionName } from '../../src/conditions/condition-name.ts';
import { clusterIdsOf } from '../../src/evidence/clusters/cluster-ids.ts';
import {
  type CircularChoices,
  deriveSeed,
  mean,
  meanEstimate,
  type PlacePreference,
  placePreferenceTest,
} from '../../src/statistics/index.ts';
import { scoreByItem } from './common-items.ts';
import type { Question, Side } from './sides.ts';

/** A model's answers to the items that it was asked under every rotation of their options. */
export interface Rotations {
  readonly side: Side;
  /** Mean score on these items as they are. */
  readonly plain: Estimate;
  /** Right under every rotation. */
  readonly circular: Estimate;
  /** Mean of k^-k: what independent guesses would reach. */
  readonly circularChance: number;
  /** Items on which at least two different contents were chosen. */
  readonly flipped: Estimate;
  /** Share of each place among all choices, the first place first. */
  readonly places: readonly number[];
  /** Absent where no item has a readable choice under every rotation. */
  readonly preference?: PlacePreference;
  /** Multiple-choice items that lack a rotation. */
  readonly incomplete: number;
}

/** Circular evaluation of every model whose options were rotated. */
export function rotationsOf(sides: readonly Side[], question: Question): Rotations[] {
  return sides.flatMap((side) => {
    const found = rotationsOfSide(side, question);
    return found === undefined ? [] : [found];
  });
}

interface CircularItem {
  readonly key: string;
  readonly options: number;
  /** Score under the item as it is, then under 1, 2 … places. */
  readonly scores: readonly number[];
  readonly contents: readonly (string | null)[];
  /** One a readable choice. */
  readonly places: readonly number[];
}

function rotationsOfSide(side: Side, question: Question): Rotations | undefined {
  const isRotated = (condition: string) => parseConditionName(condition)?.id === 'rotated';
  if (![...side.scores.keys()].some(isRotated)) return undefined;
  const choices = question.evidence.benchmark.test.filter(
    (item) => item.track === side.track && item.options.length > 1,
  );
  const values = new Map([...side.scores].map(([condition, one]) => [condition, scoreByItem(one)]));
  const items = choices.flatMap(({ key, options }) =>
    circularItem(side, values, { key, options: options.length }),
  );
  if (items.length === 0) return undefined;
  return summarise(side, items, choices.length - items.length, question);
}

/** An item with all its rotations; nothing where one is missing. */
function circularItem(
  { answers }: Side,
  values: ReadonlyMap<string, ReadonlyMap<string, number>>,
  { key, options }: { readonly key: string; readonly options: number },
): CircularItem[] {
  const conditions = Array.from({ length: options }, (_, places) =>
    places === 0 ? 'real' : `rotated-${places}`,
  );
  const scores = conditions.flatMap((condition) => values.get(condition)?.get(key) ?? []);
  if (scores.length < options) return [];
  const contents = conditions.map(
    (condition) => answers.get(condition)?.contentOf.get(key) ?? null,
  );
  const places = conditions.flatMap((condition) => answers.get(condition)?.placeOf.get(key) ?? []);
  return [{ key, options, scores, contents, places }];
}

function summarise(
  side: Side,
  items: readonly CircularItem[],
  incomplete: number,
  question: Question,
): Rotations {
  const clusterIds = clusterIdsOf(
    items.map(({ key }) => key),
    question.evidence.clusters,
  );
  const { level } = question.options;
  const share = (title: string, unit: 'score' | 'proportion', of: (item: CircularItem) => number) =>
    estimateOf(`${side.model}: ${title}`, unit, meanEstimate(items.map(of), clusterIds, { level }));
  const circles = items.filter(({ options, places }) => places.length === options);
  return {
    side,
    plain: share('score on the items that were rotated', 'score', ({ scores }) => scores[0]!),
    circular: share('right under every rotation', 'score', ({ scores }) => Math.min(...scores)),
    circularChance: mean(items.map(({ options }) => options ** -options)),
    flipped: share('answers that flip with the order of the options', 'proportion', (item) =>
      Number(new Set(item.contents.filter((content) => content !== null)).size > 1),
    ),
    places: placeShares(circles),
    ...(circles.length > 0 && { preference: preferenceOf(side, circles, question) }),
    incomplete,
  };
}

function preferenceOf(
  { model, track }: Side,
  circles: readonly CircularChoices[],
  { seed }: Question,
): PlacePreference {
  return placePreferenceTest(circles, {
    seed: deriveSeed(seed, `blind-controls/places/${track}/${model}`),
  });
}

function placeShares(circles: readonly CircularChoices[]): number[] {
  const chosen = circles.flatMap(({ places }) => places);
  const most = Math.max(0, ...circles.map(({ options }) => options));
  return Array.from(
    { length: most },
    (_, place) => chosen.filter((one) => one === place).length / chosen.length,
  );
}

/** Circular evaluation and the choice of places. */
export function rotationTable(rotations: readonly Rotations[]): EvidenceTable {
  return {
    title: 'When the options change places',
    columns: [
      { key: 'model', title: 'Model' },
      { key: 'plain', title: 'Score as they are' },
      { key: 'circular', title: 'Right under every rotation' },
      { key: 'chance', title: 'By guessing' },
      { key: 'flipped', title: 'Answers that flip' },
      { key: 'places', title: 'Choices by place' },
      { key: 'pValue', title: 'p, no place preferred' },
      { key: 'incomplete', title: 'Items without all rotations' },
    ],
    rows: rotations.map((one) => ({
      model: one.side.model,
      plain: one.plain,
      circular: one.circular,
      chance: percent(one.circularChance),
      flipped: one.flipped,
      places: one.places.map(percent).join(', ') || null,
      pValue: one.preference ? shortP(one.preference.pValue) : null,
      incomplete: one.incomplete,
    })),
    note: 'Over all rotations every content stands once at every place, so that a model that follows content chooses each place equally often. The test moves the places of each item at random, which holds for few items too.',
  };
}
