import type { Benchmark } from '../benchmark/benchmark.ts';
import type { ItemScores, TextBaseline } from '../evidence/evidence.ts';
import { mean } from '../statistics/index.ts';
import type { DeflationStep } from './audit-run.ts';

/** A bar of the waterfall before it is estimated: sum over sum. */
export interface Bar {
  readonly name: DeflationStep['name'];
  readonly title: string;
  readonly numerator: readonly number[];
  readonly denominator: readonly number[];
  readonly signed?: boolean;
}

/** What a headline is held against. */
export interface Rivals {
  readonly baseline: TextBaseline | undefined;
  /** The same model's scores without the image, read alike. */
  readonly blind: ItemScores | undefined;
  /** The best of its fine-tuned baselines with the image. */
  readonly comparator: ItemScores | undefined;
}

/** Finds the answers that a model's headline is held against. */
export function rivalsOf(
  scores: ItemScores,
  benchmark: Benchmark,
  all: readonly ItemScores[],
): Omit<Rivals, 'baseline'> {
  const roleOf = new Map(benchmark.models.map(({ name, role }) => [name, role]));
  const alike = all.filter(
    ({ track, metric, extractor, itemKeys }) =>
      track === scores.track &&
      metric === scores.metric &&
      extractor === scores.extractor &&
      itemKeys.length > 0,
  );
  const comparators = alike.filter(
    ({ model, condition, primary }) =>
      primary && condition === 'real' && roleOf.get(model) === 'baseline',
  );
  const [first, ...rest] = roleOf.get(scores.model) === 'candidate' ? comparators : [];
  return {
    blind: alike.find(({ model, condition }) => model === scores.model && condition === 'none'),
    comparator: first && rest.reduce((a, b) => (mean(b.values) > mean(a.values) ? b : a), first),
  };
}

/** The bars of other answers to the same clean items: the model's own without the image, and its rival's. */
export function rivalBars(
  scores: ItemScores,
  clean: readonly number[],
  { blind, comparator }: Rivals,
): Bar[] {
  const bars: Bar[] = [];
  const without = blind && sharedItems(scores, clean, blind);
  if (without) {
    bars.push(
      {
        name: 'blind',
        title: 'Asked without the image',
        numerator: without.values,
        denominator: without.inside,
      },
      {
        name: 'image-gain',
        title: 'What the image adds',
        numerator: without.differences,
        denominator: without.inside,
        signed: true,
      },
    );
  }
  const other = comparator && sharedItems(scores, clean, comparator);
  if (other) {
    bars.push({
      name: 'over-baseline',
      title: `Lead over ${comparator.model}`,
      numerator: other.differences,
      denominator: other.inside,
      signed: true,
    });
  }
  return bars;
}

/** The clean items that have another score too, and both scores on them; undefined where none has. */
function sharedItems(
  { itemKeys, values }: ItemScores,
  clean: readonly number[],
  other: ItemScores,
): Readonly<Record<'inside' | 'values' | 'differences', readonly number[]>> | undefined {
  const scoreOf = new Map(other.itemKeys.map((key, index) => [key, other.values[index]!]));
  const inside = itemKeys.map((key, index) => (scoreOf.has(key) ? clean[index]! : 0));
  if (!inside.includes(1)) return undefined;
  const on = (score: (index: number) => number) =>
    inside.map((flag, index) => (flag === 1 ? score(index) : 0));
  const otherScore = (index: number) => scoreOf.get(itemKeys[index]!)!;
  return {
    inside,
    values: on(otherScore),
    differences: on((index) => values[index]! - otherScore(index)),
  };
}
