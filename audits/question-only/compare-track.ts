import type { Estimate, Unavailable, Verdict } from '../../src/audit/audit.ts';
import { estimateOf } from '../../src/audit/estimate-of.ts';
import { askedTitle, textAloneTitle } from '../../src/audit/wording.ts';
import type { Track } from '../../src/benchmark/benchmark.ts';
import { clusterIdsOf } from '../../src/evidence/clusters/cluster-ids.ts';
import type { Evidence, ItemScores, TextBaseline } from '../../src/evidence/evidence.ts';
import {
  deriveSeed,
  mean,
  meanEstimate,
  pairedMeanDifference,
  shareAboveChance,
} from '../../src/statistics/index.ts';
import type { QuestionOnlyOptions } from './options.ts';

/** A track's items with what a model, the best baseline and a guess score on each. */
export interface Comparison {
  readonly track: Track;
  /** Absent when there are no predictions: then a perfect score stands in. */
  readonly model?: string;
  readonly baseline: TextBaseline;
  readonly modelScore: Estimate;
  readonly baselineScore: Estimate;
  readonly chance: number;
  /** (baseline - chance) / (model - chance). */
  readonly share: Estimate | Unavailable;
  /** Model - baseline on the same items. */
  readonly remainder: Estimate;
  readonly verdict: Verdict;
}

/** What a track's comparisons are made of. */
export interface TrackScores {
  readonly track: Track;
  readonly model?: string;
  readonly itemKeys: readonly string[];
  /** f64[items]: the model's scores, or 1 for a perfect score. */
  readonly values: readonly number[];
}

interface CompareContext {
  readonly evidence: Pick<Evidence, 'baselines' | 'clusters'>;
  readonly options: QuestionOnlyOptions;
  readonly seed: number;
}

/** A model's scores on a track, or a perfect score on all its test items. */
export function trackScores(
  track: Track,
  scores: ItemScores | undefined,
  testKeys: readonly string[],
): TrackScores {
  if (!scores) return { track, itemKeys: testKeys, values: testKeys.map(() => 1) };
  const { model, itemKeys, values } = scores;
  return { track, model, itemKeys, values };
}

/** Compares a score with one baseline's on the same items. */
export function compareTrack(
  scores: TrackScores,
  baseline: TextBaseline,
  { evidence, options, seed }: CompareContext,
): Comparison {
  const { track, model, itemKeys, values } = scores;
  const clusterIds = clusterIdsOf(itemKeys, evidence.clusters);
  const textOnly = itemKeys.map((key) => baseline.scores.get(key) ?? 0);
  const chance = itemKeys.map((key) => evidence.baselines.chance.get(key) ?? 0);
  const settings = {
    level: options.level,
    seed: deriveSeed(seed, `question-only ${track} ${model ?? ''} ${baseline.name}`),
  };
  const whose = model === undefined ? 'a perfect score' : `${model}’s score`;
  const asked = askedTitle(track);
  const share = shareReached(values, textOnly, chance, clusterIds, {
    ...settings,
    certain: model === undefined,
    title: `${asked}: share of ${whose} above chance that text alone reaches`,
  });
  return {
    track,
    ...(model !== undefined && { model }),
    baseline,
    modelScore: estimateOf(
      `${asked}: ${whose}`,
      'score',
      meanEstimate(values, clusterIds, settings),
    ),
    baselineScore: estimateOf(
      textAloneTitle(baseline),
      'score',
      meanEstimate(textOnly, clusterIds, settings),
    ),
    chance: mean(chance),
    share,
    remainder: estimateOf(
      `${asked}: ${whose} minus text alone, on all items`,
      'points',
      pairedMeanDifference(values, textOnly, clusterIds, settings),
    ),
    verdict: judge(share, options.maxShare),
  };
}

interface ShareSettings {
  readonly level: number;
  readonly seed: number;
  readonly title: string;
  /** A perfect score is above chance without a test. */
  readonly certain: boolean;
}

/** R* = (B - c) / (S - c), undefined where S can't be told from chance c. */
function shareReached(
  values: readonly number[],
  textOnly: readonly number[],
  chance: readonly number[],
  clusterIds: readonly string[],
  { title, ...settings }: ShareSettings,
): Estimate | Unavailable {
  const share = shareAboveChance(textOnly, values, chance, clusterIds, settings);
  if (share) return estimateOf(title, 'proportion', share);
  const reason = 'the score can not be told from chance, so that no share of it is defined';
  return { kind: 'unavailable', title, reason };
}

function judge(share: Estimate | Unavailable, maxShare: number): Verdict {
  if (share.kind === 'unavailable') return 'inconclusive';
  if (share.interval.lower > maxShare) return 'fail';
  return share.interval.upper <= maxShare ? 'pass' : 'inconclusive';
}
