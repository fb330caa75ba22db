import type { Estimate, Measure } from '../../src/audit/audit.ts';
import { estimateOf } from '../../src/audit/estimate-of.ts';
import type { ReportedSubset } from '../../src/benchmark/reported-subsets.ts';
import { clusterIdsOf } from '../../src/evidence/clusters/cluster-ids.ts';
import type { Evidence, ItemScores } from '../../src/evidence/evidence.ts';
import {
  bootstrapMean,
  clopperPearsonInterval,
  clusterRobustError,
  deriveSeed,
  type MeanEstimate,
  meanEstimate,
} from '../../src/statistics/index.ts';
import type { SmallSubsetsOptions } from './options.ts';

/** Scores of one model on the items of one subset, with their clusters. */
export interface Sample {
  readonly itemKeys: readonly string[];
  readonly values: readonly number[];
  readonly clusterIds: readonly string[];
}

/** One model's score on one subset, its interval by two methods. */
export interface SubsetScore {
  readonly subset: ReportedSubset;
  readonly model: string;
  readonly metric: string;
  readonly mean: MeanEstimate;
  readonly estimate: Estimate;
  /** Clopper-Pearson for right-or-wrong scores, studentised bootstrap for graded ones. */
  readonly second: Measure;
}

/** What the audit reads and how it was asked. */
export interface Question {
  readonly evidence: Pick<Evidence, 'benchmark' | 'clusters' | 'scores'>;
  readonly options: SmallSubsetsOptions;
  readonly seed: number;
}

/** Headline scores of all models with the real images. */
export function headlineItemScores({ evidence }: Question): ItemScores[] {
  return evidence.scores.itemScores.filter(
    (scores) => scores.primary && scores.condition === 'real' && scores.itemKeys.length > 0,
  );
}

/** The part of a model's scores that lies in a subset. */
export function sampleOf(
  scores: ItemScores,
  subset: ReportedSubset,
  { evidence }: Question,
): Sample {
  const inside = [...scores.itemKeys.keys()].filter((index) =>
    subset.itemKeys.has(scores.itemKeys[index]!),
  );
  const itemKeys = inside.map((index) => scores.itemKeys[index]!);
  return {
    itemKeys,
    values: inside.map((index) => scores.values[index]!),
    clusterIds: clusterIdsOf(itemKeys, evidence.clusters),
  };
}

/** Whether every score is right or wrong, nothing between. */
export function isBinary(values: readonly number[]): boolean {
  return values.every((value) => value === 0 || value === 1);
}

/** Every model's headline score on every subset where it answered something. */
export function scoreSubsets(
  subsets: readonly ReportedSubset[],
  question: Question,
): SubsetScore[] {
  const headline = headlineItemScores(question);
  return subsets.flatMap((subset) =>
    headline
      .filter((scores) => scores.track === subset.track)
      .map((scores) => ({ scores, sample: sampleOf(scores, subset, question) }))
      .filter(({ sample }) => sample.values.length > 0)
      .map(({ scores, sample }) => scoreSubset(subset, scores, sample, question)),
  );
}

function scoreSubset(
  subset: ReportedSubset,
  scores: ItemScores,
  sample: Sample,
  question: Question,
): SubsetScore {
  const { level } = question.options;
  const mean = meanEstimate(sample.values, sample.clusterIds, { level });
  const title = `Score of ${scores.model} (${subset.label})`;
  const estimate = estimateOf(title, isBinary(sample.values) ? 'proportion' : 'score', mean);
  const second = secondInterval(sample, estimate, `${scores.model} ${subset.label}`, question);
  return { subset, model: scores.model, metric: scores.metric, mean, estimate, second };
}

function secondInterval(
  sample: Sample,
  estimate: Estimate,
  label: string,
  { options, seed }: Question,
): Measure {
  const { level } = options;
  if (estimate.unit === 'proportion') {
    const { effectiveN, value } = estimate;
    const interval = clopperPearsonInterval(value * effectiveN, effectiveN, { level });
    return { ...estimate, interval };
  }
  if (!clustersVary(sample)) {
    const reason = 'the resamples would not vary';
    return { kind: 'unavailable', title: estimate.title, reason };
  }
  const interval = bootstrapMean(sample.values, sample.clusterIds, {
    method: 'studentized',
    level,
    seed: deriveSeed(seed, `small-subsets/${label}`),
  });
  // A handful of clusters can carry the studentised bounds beyond what a score can be.
  const lower = Math.max(0, interval.lower);
  const upper = Math.min(1, interval.upper);
  return { ...estimate, interval: { ...interval, lower, upper } };
}

/** Whether resamples of whole clusters have different means, rounding aside. */
function clustersVary({ values, clusterIds }: Sample): boolean {
  return new Set(clusterIds).size > 1 && clusterRobustError(values, clusterIds) > 1e-12;
}
