import type { Benchmark } from '../benchmark/benchmark.ts';
import { clusterIdsOf } from '../evidence/clusters/cluster-ids.ts';
import type { Evidence, ItemScores, TextBaseline } from '../evidence/evidence.ts';
import { bootstrapRatios } from '../statistics/index.ts';
import { type Deflation, type DeflationStep, differenceSteps } from './audit-run.ts';
import { estimateOf } from './estimate-of.ts';
import { type Bar, type Rivals, rivalBars, rivalsOf } from './rival-bars.ts';

/** Evidence the waterfall is made from; without baselines it ends after the clean items. */
export type DeflationEvidence = Pick<Evidence, 'clusters'> &
  Partial<Pick<Evidence, 'baselines'>> & {
    readonly scores: Pick<Evidence['scores'], 'itemScores'>;
  };

/**
 * The deflation waterfall of every candidate (every model where none is declared a candidate)
 * on every track: the headline; the score on items without exact or verified reuse; the best
 * text-only baseline on those same items; and their paired difference. Where the model was asked
 * without the image too: its score then, and what the image adds. Where a fine-tuned baseline was
 * scored: the candidate minus the best of them. Both on the clean items that have the answers.
 * All bars come from the same cluster resamples, so that they can be compared.
 *
 * @param options level (default 0.95), resamples (default 9999), seed.
 */
export function deflate(
  benchmark: Benchmark,
  evidence: DeflationEvidence,
  options: { readonly seed: number; readonly level?: number; readonly resamples?: number },
): Deflation[] {
  return headlineScores(benchmark, evidence.scores.itemScores).map((scores) => {
    const bestName = evidence.baselines?.best[scores.track];
    const baseline = evidence.baselines?.baselines.find(
      (one) => one.track === scores.track && one.name === bestName,
    );
    const rivals = rivalsOf(scores, benchmark, evidence.scores.itemScores);
    return deflateOne(scores, { baseline, ...rivals }, evidence, options);
  });
}

/** Primary scores under the real condition of the candidates, or of all models where none is one. */
export function headlineScores(
  benchmark: Benchmark,
  itemScores: readonly ItemScores[],
): ItemScores[] {
  const candidates = benchmark.models
    .filter((model) => model.role === 'candidate')
    .map((model) => model.name);
  return itemScores.filter(
    (scores) =>
      scores.primary &&
      scores.condition === 'real' &&
      scores.itemKeys.length > 0 &&
      (candidates.length === 0 || candidates.includes(scores.model)),
  );
}

function deflateOne(
  scores: ItemScores,
  rivals: Rivals,
  evidence: DeflationEvidence,
  options: { readonly seed: number; readonly level?: number; readonly resamples?: number },
): Deflation {
  const clean = scores.itemKeys.map((key) => (evidence.clusters.reusedTestItems.has(key) ? 0 : 1));
  const cleanItems = clean.filter((flag) => flag === 1).length;
  const { baseline, comparator } = rivals;
  const bars = [
    ...barsOf(scores, clean, cleanItems, baseline),
    ...rivalBars(scores, clean, rivals),
  ];
  const clusterIds = clusterIdsOf(scores.itemKeys, evidence.clusters);
  const estimates = bootstrapRatios(bars, clusterIds, options);
  const steps = bars.map(
    ({ name, title }, index): DeflationStep => ({
      name,
      title,
      estimate: estimateOf(
        title,
        differenceSteps.has(name) ? 'points' : 'score',
        estimates[index]!,
      ),
    }),
  );
  return {
    model: scores.model,
    track: scores.track,
    metric: scores.metric,
    ...(baseline && { baseline: baseline.name }),
    ...(bars.some(({ name }) => name === 'over-baseline') && { comparator: comparator!.model }),
    reusedItems: clean.length - cleanItems,
    steps,
    ...missingBars(cleanItems, baseline),
  };
}

function barsOf(
  scores: ItemScores,
  clean: readonly number[],
  cleanItems: number,
  baseline: TextBaseline | undefined,
): Bar[] {
  const all = {
    name: 'all-items',
    title: 'All items',
    numerator: scores.values,
    denominator: clean.map(() => 1),
  } as const;
  if (cleanItems === 0) return [all];
  const on = (values: readonly number[]) =>
    values.map((value, index) => value * (clean[index] as number));
  const bars: Bar[] = [
    all,
    {
      name: 'clean-items',
      title: 'Without reused images',
      numerator: on(scores.values),
      denominator: clean,
    },
  ];
  if (!baseline) return bars;
  const text = scores.itemKeys.map((key) => baseline.scores.get(key) ?? 0);
  bars.push(
    {
      name: 'text-only',
      title: `Text only: ${baseline.title}`,
      numerator: on(text),
      denominator: clean,
    },
    {
      name: 'remainder',
      title: 'What remains',
      numerator: on(scores.values.map((value, index) => value - (text[index] as number))),
      denominator: clean,
      signed: true,
    },
  );
  return bars;
}

function missingBars(cleanItems: number, baseline: TextBaseline | undefined): { note?: string } {
  if (cleanItems === 0)
    return {
      note: 'Every answered item shows an image that is also in train: no clean item is left to score.',
    };
  if (!baseline)
    return {
      note: 'No text-only baseline: configure the audit question-only to see what remains beyond it.',
    };
  return {};
}
