import type { Estimate, Unavailable } from '../../src/audit/audit.ts';
import { estimateOf } from '../../src/audit/estimate-of.ts';
import { askedTitle } from '../../src/audit/wording.ts';
import type { Track } from '../../src/benchmark/benchmark.ts';
import { clusterIdsOf } from '../../src/evidence/clusters/cluster-ids.ts';
import type { Evidence } from '../../src/evidence/evidence.ts';
import { bootstrapRatios, deriveSeed, pairedMeanDifference } from '../../src/statistics/index.ts';
import type { ComparatorBalanceOptions } from './options.ts';
import { type Stage, type StageName, stagesOf } from './stages.ts';

/** What the audit reads to take a gain apart. */
export interface GainQuestion {
  readonly evidence: Pick<Evidence, 'benchmark' | 'clusters' | 'scores'>;
  readonly options: ComparatorBalanceOptions;
  readonly seed: number;
}

/** From one stage to the next that is there. */
export interface GainStep {
  /** "cold-to-format"; "fair" for the last one from a fine-tuned baseline. */
  readonly name: string;
  readonly estimate: Estimate;
  /** Stages between the two that are missing, so that the step holds what they would tell apart. */
  readonly joins: readonly StageName[];
}

/** A candidate's lead over a cold model on one track, taken apart. */
export interface Gain {
  readonly candidate: string;
  readonly track: Track;
  readonly cold: string;
  readonly baseline?: string;
  readonly metric: string;
  readonly stages: readonly Stage[];
  readonly advertised: Estimate;
  readonly steps: readonly GainStep[];
  /** Lead of the fine-tuned baseline over the cold model, as a share of the candidate's. */
  readonly notArchitecture: Estimate | Unavailable;
}

const tracks: readonly Track[] = ['closed', 'open', 'grounding'];

/** Every candidate's gain on every track on which it and a cold model have answers. */
export function gainsOf(question: GainQuestion): Gain[] {
  return question.evidence.benchmark.models
    .filter(({ role }) => role === 'candidate')
    .flatMap(({ name }) =>
      tracks.flatMap((track) => {
        const found = stagesOf(name, track, question);
        return found === undefined ? [] : [takeApart(name, track, found, question)];
      }),
    );
}

function takeApart(
  candidate: string,
  track: Track,
  { stages, metric }: NonNullable<ReturnType<typeof stagesOf>>,
  { evidence, options: { level }, seed }: GainQuestion,
): Gain {
  const [cold, last] = [stages[0]!, stages.at(-1)!];
  const clusterIds = clusterIdsOf(cold.itemKeys, evidence.clusters);
  const difference = (from: Stage, to: Stage): Estimate =>
    estimateOf(
      stepTitle(track, from, to),
      'points',
      pairedMeanDifference(to.values, from.values, clusterIds, { level }),
    );
  const baseline = stages.find(({ name }) => name === 'baseline');
  return {
    candidate,
    track,
    cold: cold.model,
    ...(baseline && { baseline: baseline.model }),
    metric,
    stages,
    advertised: difference(cold, last),
    steps: stages.slice(1).map((to, index): GainStep => {
      const from = stages[index]!;
      const name = from.name === 'baseline' ? 'fair' : `${from.name}-to-${to.name}`;
      return { name, estimate: difference(from, to), joins: missingBetween(from, to) };
    }),
    notArchitecture: sharedLead([cold, baseline, last], clusterIds, {
      level,
      seed: deriveSeed(seed, `comparator-balance/${track}/${candidate}`),
      track,
    }),
  };
}

const order: readonly StageName[] = ['cold', 'format', 'few-shot', 'baseline', 'candidate'];

function missingBetween(from: Stage, to: Stage): StageName[] {
  return order.slice(order.indexOf(from.name) + 1, order.indexOf(to.name));
}

function stepTitle(track: Track, from: Stage, to: Stage): string {
  return `${askedTitle(track)}: from ${stageLabel(from)} to ${stageLabel(to)}`;
}

/** "gpt, format told". */
export function stageLabel({ name, model }: Stage): string {
  if (name === 'format') return `${model}, format told`;
  if (name === 'few-shot') return `${model}, worked examples`;
  return name === 'cold' ? `${model}, cold` : model;
}

/** Only where the whole lead is sure: else the share is of nothing. */
function sharedLead(
  [cold, baseline, candidate]: readonly [Stage, Stage | undefined, Stage],
  clusterIds: readonly string[],
  { level, seed, track }: { readonly level: number; readonly seed: number; readonly track: Track },
): Estimate | Unavailable {
  const title = `${askedTitle(track)}: share of ${candidate.model}’s lead over ${cold.model} that ${baseline?.model ?? 'a fine-tuned baseline'} has too`;
  const unavailable = (reason: string): Unavailable => ({ kind: 'unavailable', title, reason });
  if (baseline === undefined) return unavailable('no fine-tuned baseline has answers to share');
  const { interval } = pairedMeanDifference(candidate.values, cold.values, clusterIds, { level });
  if (interval.lower <= 0 || new Set(clusterIds).size < 2) {
    return unavailable(`${candidate.model} has no sure lead over ${cold.model}`);
  }
  const over = (stage: Stage): number[] =>
    stage.values.map((value, item) => value - cold.values[item]!);
  const [estimate] = bootstrapRatios(
    [{ numerator: over(baseline), denominator: over(candidate), signed: true }],
    clusterIds,
    { level, seed },
  );
  return estimateOf(title, 'proportion', { ...estimate!, n: cold.values.length });
}
