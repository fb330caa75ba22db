import type { Estimate } from '../../src/audit/audit.ts';
import { estimateOf } from '../../src/audit/estimate-of.ts';
import type { Benchmark } from '../../src/benchmark/benchmark.ts';
import type { ReportedSubset } from '../../src/benchmark/reported-subsets.ts';
import type { ItemScores } from '../../src/evidence/evidence.ts';
import {
  type DetectableDifference,
  deriveSeed,
  type Fragility,
  fragility,
  holmAdjusted,
  type PairedDifference,
  pairedDetectableDifference,
  pairedDifference,
} from '../../src/statistics/index.ts';
import {
  headlineItemScores,
  isBinary,
  type Question,
  type Sample,
  sampleOf,
} from './subset-scores.ts';

/** Items that only one of two models got right, and what the lead rests on. */
export interface Discordance extends Fragility {
  readonly wins: number;
  readonly losses: number;
}

/** Two models on the items of one subset that both answered. */
export interface Comparison {
  readonly subset: ReportedSubset;
  readonly first: string;
  readonly second: string;
  readonly difference: PairedDifference;
  readonly estimate: Estimate;
  readonly holmPValue: number;
  readonly detectable: DetectableDifference;
  /** Right-or-wrong scores only. */
  readonly discordance?: Discordance;
  /** Holm's p below alpha, and the interval without 0. */
  readonly conclusive: boolean;
}

/**
 * Every candidate against every other model on every subset, one family under Holm; all
 * pairs of models where no candidate is declared.
 */
export function compareModels(
  subsets: readonly ReportedSubset[],
  question: Question,
): Comparison[] {
  const headline = headlineItemScores(question);
  const raw = subsets.flatMap((subset) => {
    const models = headline.filter((scores) => scores.track === subset.track);
    return pairsOf(models, question.evidence.benchmark).flatMap(([first, second]) => {
      const comparison = comparePair(subset, first, second, question);
      return comparison ? [comparison] : [];
    });
  });
  const adjusted = holmAdjusted(raw.map(({ difference }) => difference.pValue));
  return raw.map((comparison, index) => {
    const { lower, upper } = comparison.difference.interval;
    const holmPValue = adjusted[index]!;
    const conclusive = holmPValue < question.options.alpha && (lower > 0 || upper < 0);
    return { ...comparison, holmPValue, conclusive };
  });
}

function pairsOf(models: readonly ItemScores[], benchmark: Benchmark): [ItemScores, ItemScores][] {
  const candidates = benchmark.models
    .filter((model) => model.role === 'candidate')
    .map((model) => model.name);
  const isCandidate = (scores: ItemScores) =>
    candidates.length === 0 || candidates.includes(scores.model);
  const ordered = [...models.filter(isCandidate), ...models.filter((each) => !isCandidate(each))];
  return ordered
    .filter(isCandidate)
    .flatMap((first, index) =>
      ordered.slice(index + 1).map((second): [ItemScores, ItemScores] => [first, second]),
    );
}

function comparePair(
  subset: ReportedSubset,
  firstScores: ItemScores,
  secondScores: ItemScores,
  question: Question,
): Omit<Comparison, 'holmPValue' | 'conclusive'> | undefined {
  const first = sampleOf(firstScores, subset, question);
  const second = sampleOf(secondScores, subset, question);
  const other = new Map(second.itemKeys.map((key, index) => [key, second.values[index]!]));
  const shared = [...first.itemKeys.keys()].filter((index) => other.has(first.itemKeys[index]!));
  if (shared.length === 0) return undefined;
  const a = shared.map((index) => first.values[index]!);
  const b = shared.map((index) => other.get(first.itemKeys[index]!)!);
  const clusterIds = shared.map((index) => first.clusterIds[index]!);
  const label = `small-subsets/${firstScores.model}/${secondScores.model}/${subset.label}`;
  const seed = deriveSeed(question.seed, label);
  const difference = pairedDifference(a, b, clusterIds, { level: question.options.level, seed });
  const binary = isBinary([...a, ...b]);
  return {
    subset,
    first: firstScores.model,
    second: secondScores.model,
    difference,
    estimate: estimateOf(
      `${firstScores.model} minus ${secondScores.model}, ${subset.label}`,
      'points',
      difference,
    ),
    detectable: detectableFrom(a, b, difference.effectiveN, question),
    ...(binary && { discordance: discordanceOf(a, b, question.options.alpha) }),
  };
}

/** For graded scores the mean square of the differences stands for the discordance, and its root bounds them. */
function detectableFrom(
  a: Sample['values'],
  b: Sample['values'],
  effectiveN: number,
  { options }: Question,
): DetectableDifference {
  const meanSquare = a.reduce((sum, value, item) => sum + (value - b[item]!) ** 2, 0) / a.length;
  const found = pairedDetectableDifference({
    effectiveN,
    discordance: meanSquare > 0 ? meanSquare : options.assumedDiscordance,
    alpha: options.alpha,
    power: options.power,
  });
  if (isBinary([...a, ...b])) return found;
  return { ...found, detectable: Number.isFinite(found.difference) };
}

function discordanceOf(a: Sample['values'], b: Sample['values'], alpha: number): Discordance {
  const wins = a.filter((value, item) => value > b[item]!).length;
  const losses = a.filter((value, item) => value < b[item]!).length;
  return { wins, losses, ...fragility(wins, losses, { alpha }) };
}
