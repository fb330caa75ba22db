import { type Benchmark, type Item, subsetValue } from '../benchmark/benchmark.ts';
import { type ConditionId, repeatConditionIds } from '../conditions/condition.ts';
import { parseConditionName } from '../conditions/condition-name.ts';
import type { ClusterEvidence, ItemScores, ScoreEvidence } from '../evidence/evidence.ts';
import { referencePolarity } from '../scoring/index.ts';
import { type MeanEstimate, meanEstimate } from '../statistics/index.ts';
import type { Score } from './audit-run.ts';

interface TableOptions {
  /** Confidence level of the intervals (default 0.95). */
  readonly level?: number;
  readonly seed?: number;
}

/** What a score is averaged over: answered and unanswered items of a subset. */
interface Sample {
  readonly values: readonly number[];
  readonly clusterIds: readonly string[];
  readonly unansweredClusterIds: readonly string[];
  readonly unparsed: number;
}

type Measured = Pick<
  Score,
  'value' | 'n' | 'effectiveN' | 'clusters' | 'interval' | 'worstCase' | 'unanswered' | 'unparsed'
>;

/**
 * The score table: every metric on every whole track, and the headline metric on every value
 * of every subset column. Yes/no items also get sensitivity (right answers among those whose
 * reference is yes), specificity (among those whose reference is no) and balanced accuracy,
 * the mean of both; an unreadable answer is wrong in all three. Of other conditions than `real`
 * only the headline of the whole track is given, and none of rotated options: what they tell,
 * they tell together.
 *
 * @param clusters Cluster ids of the test items: intervals pay for items that share an image.
 * @param options level (default 0.95) and seed.
 * @returns Rows in the order of `scores`, subsets in the config's order, values sorted.
 */
export function tabulateScores(
  benchmark: Benchmark,
  scores: Pick<ScoreEvidence, 'itemScores'>,
  clusters: ClusterEvidence,
  options: TableOptions = {},
): Score[] {
  const roles = new Map(benchmark.models.map((model) => [model.name, model.role]));
  const itemOf = new Map(benchmark.test.map((item) => [item.key, item]));
  const polarityOf = new Map(benchmark.test.map((item) => [item, referencePolarity(item)]));
  return scores.itemScores.filter(isTabulated).flatMap((one) => {
    const isReal = one.condition === 'real';
    const subsets = one.primary && isReal ? subsetsOf(benchmark, one) : [wholeTrack];
    const facts = {
      model: one.model,
      role: roles.get(one.model) ?? 'other',
      condition: one.condition,
      track: one.track,
    };
    return subsets.flatMap((subset) => {
      const row = (metric: string, primary: boolean, measured: Measured): Score => ({
        ...facts,
        subset: { column: subset.column, value: subset.value },
        metric,
        extractor: one.extractor,
        primary,
        ...measured,
      });
      const sample = (wanted: (item: Item) => boolean): Sample =>
        sampleOf(one, itemOf, clusters, (item) => subset.has(item) && wanted(item));
      const all = sample(() => true);
      if (all.values.length === 0) return [];
      const rows = [row(one.metric, one.primary, meanScore(all, options).measured)];
      if (!one.primary || !isReal || one.track !== 'closed') return rows;
      return [
        ...rows,
        ...polarityScores(
          sample((item) => polarityOf.get(item) === 'yes'),
          sample((item) => polarityOf.get(item) === 'no'),
          options,
        ).map(([name, measured]) => row(name, false, measured)),
      ];
    });
  });
}

function isTabulated({ condition, primary }: ItemScores): boolean {
  const id = parseConditionName(condition)?.id;
  return condition === 'real' || (primary && id !== 'rotated' && !isRepeat(id));
}

/** Answers to the item as it is, asked again: numerical-stability tells of them together. */
function isRepeat(id: ConditionId | undefined): boolean {
  return repeatConditionIds.some((one) => one === id);
}

interface Subset {
  readonly column: string;
  readonly value: string;
  has(item: Item): boolean;
}

const wholeTrack: Subset = { column: 'all', value: 'all', has: () => true };

/** The whole track, then every value that the subset columns take among its items. */
function subsetsOf(benchmark: Benchmark, { track }: ItemScores): Subset[] {
  const items = benchmark.test.filter((item) => item.track === track);
  const parts = benchmark.subsets.flatMap((column) => {
    const values = new Set(items.map((item) => subsetValue(item, column)));
    return [...values]
      .filter((value) => value !== undefined)
      .sort()
      .map((value) => ({
        column,
        value,
        has: (item: Item) => subsetValue(item, column) === value,
      }));
  });
  return [wholeTrack, ...parts];
}

function sampleOf(
  scores: ItemScores,
  itemOf: ReadonlyMap<string, Item>,
  clusters: ClusterEvidence,
  wanted: (item: Item) => boolean,
): Sample {
  const isWanted = (key: string): boolean => {
    const item = itemOf.get(key);
    return item !== undefined && wanted(item);
  };
  const clusterId = (key: string): string => clusters.clusterOf.get(key) ?? key;
  const inside = scores.itemKeys.flatMap((key, index) => (isWanted(key) ? [index] : []));
  return {
    values: inside.map((index) => scores.values[index] as number),
    clusterIds: inside.map((index) => clusterId(scores.itemKeys[index] as string)),
    unansweredClusterIds: scores.unansweredKeys.filter(isWanted).map(clusterId),
    unparsed: (scores.unparsedKeys ?? []).filter(isWanted).length,
  };
}

/** A score, and what it would be with the unanswered items counted wrong, and right. */
interface FilledScore {
  readonly measured: Measured;
  readonly wrong: Bounded;
  readonly right: Bounded;
}

/** A value between its bounds. */
interface Bounded {
  readonly value: number;
  readonly interval: { readonly lower: number; readonly upper: number };
}

function meanScore(sample: Sample, options: TableOptions): FilledScore {
  const { values, clusterIds, unansweredClusterIds, unparsed } = sample;
  const estimate = meanEstimate(values, clusterIds, options);
  const filledWith = (value: number): MeanEstimate =>
    meanEstimate(
      [...values, ...unansweredClusterIds.map(() => value)],
      [...clusterIds, ...unansweredClusterIds],
      options,
    );
  const complete = unansweredClusterIds.length === 0;
  const wrong = complete ? estimate : filledWith(0);
  const right = complete ? estimate : filledWith(1);
  const measured = {
    value: estimate.value,
    n: estimate.n,
    effectiveN: estimate.effectiveN,
    clusters: estimate.clusters,
    interval: estimate.interval,
    worstCase: worstCase(estimate.interval, wrong.interval, right.interval),
    unanswered: unansweredClusterIds.length,
    unparsed,
  };
  return { measured, wrong, right };
}

/** The interval, widened to those with the unanswered items counted wrong, and right. */
function worstCase(
  interval: Bounded['interval'],
  wrong: Bounded['interval'],
  right: Bounded['interval'],
): Measured['worstCase'] {
  return {
    lower: Math.min(interval.lower, wrong.lower),
    upper: Math.max(interval.upper, right.upper),
  };
}

/** Sensitivity, specificity and balanced accuracy, as far as there are items for them. */
function polarityScores(
  positives: Sample,
  negatives: Sample,
  options: TableOptions,
): [string, Measured][] {
  const rows: [string, Measured][] = [];
  const sensitivity = positives.values.length > 0 ? meanScore(positives, options) : undefined;
  const specificity = negatives.values.length > 0 ? meanScore(negatives, options) : undefined;
  if (sensitivity) rows.push(['sensitivity', sensitivity.measured]);
  if (specificity) rows.push(['specificity', specificity.measured]);
  if (!sensitivity || !specificity) return rows;
  const clusters = new Set([...positives.clusterIds, ...negatives.clusterIds]).size;
  rows.push(['balanced-accuracy', meanOfTwo(sensitivity, specificity, clusters)]);
  return rows;
}

/**
 * The mean of two scores. Its bounds come from theirs by the method of variance estimates
 * recovery, which holds for rates near 0 and 1 and takes the two as independent.
 *
 * Source: Zou & Donner 2008, doi:10.1002/sim.3095.
 */
function meanOfTwo(first: FilledScore, second: FilledScore, clusters: number): Measured {
  const { measured: a } = first;
  const { measured: b } = second;
  const interval = boundsOfMean(a, b);
  return {
    value: (a.value + b.value) / 2,
    n: a.n + b.n,
    effectiveN: a.effectiveN + b.effectiveN,
    clusters,
    interval: {
      ...interval,
      level: a.interval.level,
      method: `variance estimates recovery from two intervals (${a.interval.method})`,
    },
    worstCase: worstCase(
      interval,
      boundsOfMean(first.wrong, second.wrong),
      boundsOfMean(first.right, second.right),
    ),
    unanswered: a.unanswered + b.unanswered,
    unparsed: a.unparsed + b.unparsed,
  };
}

function boundsOfMean(a: Bounded, b: Bounded): Bounded['interval'] {
  const value = (a.value + b.value) / 2;
  return {
    lower: value - Math.hypot(a.value - a.interval.lower, b.value - b.interval.lower) / 2,
    upper: value + Math.hypot(a.interval.upper - a.value, b.interval.upper - b.value) / 2,
  };
}
