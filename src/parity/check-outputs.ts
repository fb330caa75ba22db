import type { PreparedPrompt } from '../model/architecture.ts';
import { isQuantised, type Precision } from '../model/model.ts';
import { type Progress, silentProgress } from '../progress.ts';
import { generateTokens } from '../runtime/decoder/generate.ts';
import { logSumExp } from '../runtime/decoder/sampler.ts';
import { joined } from '../runtime/encoder/encoded-prompt.ts';
import type { ModelExecutor } from '../runtime/model-executor.ts';
import type { ReferenceOutputs } from './reference.ts';
import {
  exactStage,
  largestDifference,
  numericStage,
  type ParityStage,
  reportedStage,
} from './stage.ts';

/**
 * The tolerance the vectors were published with: float32 on both sides. bfloat16 emulated on a CPU
 * is off by up to 0.023 where the largest features are about 2.
 */
const FEATURE_TOLERANCE = { float32: 2e-4, bfloat16: 0.05 } as const;
/**
 * The same of logits and log-probabilities. Float16 is measured at up to 0.09 where the largest
 * logits are about 8, emulated bfloat16 at up to 0.17; plain instead of interleaved rotary
 * positions are off by 1.
 */
const LOGIT_TOLERANCE = { float32: 1e-3, float16: 0.15, bfloat16: 0.3 } as const;
const FIRST_IDS = 8;

/** A case of a reference with our inputs for it. */
export interface PreparedCase {
  readonly reference: ReferenceOutputs;
  readonly prepared: PreparedPrompt;
}

/** Options of `checkOutputs`. */
export interface CheckOutputsOptions {
  /**
   * Quantised weights can not agree with the reference: the decoder is then measured by the
   * agreement of its first token, and not judged.
   */
  readonly precision: Precision;
  readonly progress?: Progress;
}

/** What our model computed for a case. */
interface Computed extends PreparedCase {
  readonly merged: Float32Array;
  readonly deepstack: Float32Array;
  readonly lastLogits: Float32Array;
  readonly firstLogits: Float32Array;
  readonly greedyIds: readonly number[];
  readonly greedyLogProbs: readonly number[];
}

/** Compares what the model computes: features, logits and greedy tokens. */
export async function checkOutputs(
  executor: ModelExecutor,
  cases: readonly PreparedCase[],
  { precision, progress = silentProgress }: CheckOutputsOptions,
): Promise<readonly ParityStage[]> {
  const computed: Computed[] = [];
  const task = progress.start('Answering the reference prompts', cases.length);
  for (const each of cases) {
    computed.push(await compute(executor, each));
    task.advance();
  }
  task.done();
  const largest = (error: (each: Computed) => number): number => maximum(computed.map(error));
  const seeing = `${computed.filter(({ merged }) => merged.length > 0).length} prompts`;
  const all = `${computed.length} prompts`;
  const featureTolerance = FEATURE_TOLERANCE[precision === 'bfloat16' ? precision : 'float32'];
  const features = [
    numericStage(
      'vision features',
      seeing,
      largest(({ merged, reference }) => largestDifference(merged, reference.merged)),
      featureTolerance,
    ),
    numericStage(
      'DeepStack features',
      seeing,
      largest(({ deepstack, reference }) => largestDifference(deepstack, reference.deepstack)),
      featureTolerance,
    ),
  ];
  if (isQuantised(precision)) return [...features, ...quantisedStages(computed)];
  const is16Bit = precision === 'float16' || precision === 'bfloat16';
  const tolerance = LOGIT_TOLERANCE[is16Bit ? precision : 'float32'];
  return [
    ...features,
    numericStage(
      'logits after the prompt',
      all,
      largest(({ lastLogits, reference }) => largestDifference(lastLogits, reference.lastLogits)),
      tolerance,
    ),
    numericStage(
      'logits after each token',
      `${computed.reduce((sum, { prepared }) => sum + prepared.inputIds.length, 0)} tokens`,
      largest(({ firstLogits, reference }) =>
        largestDifference(firstLogits, reference.firstLogits),
      ),
      tolerance,
    ),
    ...(is16Bit ? tiedStages : greedyStages)(computed, tolerance),
  ];
}

function greedyStages(computed: readonly Computed[], tolerance: number): readonly ParityStage[] {
  const tokens = computed.reduce((sum, { greedyIds }) => sum + greedyIds.length, 0);
  const differing = computed.map(differingTokens).reduce((a, b) => a + b, 0);
  const errors = computed.map(({ greedyLogProbs, reference }) =>
    largestDifference(greedyLogProbs, reference.greedyLogProbs),
  );
  return [
    exactStage('greedy tokens', `${tokens} tokens`, differing),
    numericStage('log-probabilities', `${tokens} tokens`, maximum(errors), tolerance),
  ];
}

/**
 * Where two tokens are equally probable but for the tolerance, either may be chosen, and what
 * follows is another text. So answers are compared as far as the first token that differs, and
 * that token's log-probability has to be the reference's within the tolerance as well: if it is
 * not, the two were no tie.
 */
function tiedStages(computed: readonly Computed[], tolerance: number): readonly ParityStage[] {
  const shared = computed.map(({ greedyIds, reference }) => {
    const first = [...reference.greedyIds].findIndex((id, i) => id !== greedyIds[i]);
    return first < 0 ? greedyIds.length : first + 1;
  });
  const errors = computed.map(({ greedyLogProbs, reference }, i) =>
    largestDifference(
      greedyLogProbs.slice(0, shared[i]),
      reference.greedyLogProbs.subarray(0, shared[i]),
    ),
  );
  const all = computed.reduce((sum, { greedyIds }) => sum + greedyIds.length, 0);
  const compared = `${shared.reduce((a, b) => a + b)} of ${all} tokens`;
  const untied = errors.filter((error) => !(error <= tolerance)).length;
  return [
    exactStage('greedy tokens, as far as the first tie', compared, untied),
    numericStage('log-probabilities, as far', compared, maximum(errors), tolerance),
  ];
}

/** NaN if one is. */
function maximum(errors: readonly number[]): number {
  return errors.some(Number.isNaN) ? Number.NaN : Math.max(...errors);
}

function quantisedStages(computed: readonly Computed[]): readonly ParityStage[] {
  const agreeing = computed.filter(
    ({ greedyIds, reference }) => greedyIds[0] === reference.greedyIds[0],
  ).length;
  const divergences = computed.map(({ lastLogits, reference }) =>
    divergence(reference.lastLogits, lastLogits),
  );
  const all = `${computed.length} prompts`;
  return [
    reportedStage('first token: share equal to float32', all, agreeing / computed.length),
    reportedStage('first token: largest KL from float32, nats', all, Math.max(...divergences)),
  ];
}

/** Kullback-Leibler divergence of two next-token distributions from their logits, in nats. */
function divergence(reference: Float32Array, found: Float32Array): number {
  const [a, b] = [logSumExp(reference), logSumExp(found)];
  return reference.reduce((sum, logit, id) => {
    const logP = logit - a;
    return sum + Math.exp(logP) * (logP - (found[id]! - b));
  }, 0);
}

function differingTokens({ greedyIds, reference }: Computed): number {
  return [...reference.greedyIds].filter((id, i) => id !== greedyIds[i]).length;
}

async function compute(executor: ModelExecutor, prepared: PreparedCase): Promise<Computed> {
  const encoded = await executor.encode(prepared.prepared);
  const prefilled = executor.start([encoded], 0);
  const logits = await prefilled.prefill('all');
  prefilled.release();
  const newTokens = prepared.reference.greedyIds.length;
  const run = executor.start([encoded], newTokens);
  const [generated] = await generateTokens(run, {
    maxNewTokens: newTokens,
    sampling: { kind: 'greedy' },
    stopIds: new Set(),
    promptIndices: [0],
    isCancelled: () => false,
    onToken: () => {},
  });
  run.release();
  return {
    ...prepared,
    merged: encoded.merged,
    deepstack: joined(encoded.deepstack),
    lastLogits: logits.at(-1)!,
    firstLogits: joined(logits.map((row) => row.subarray(0, FIRST_IDS))),
    greedyIds: generated!.tokenIds,
    greedyLogProbs: generated!.logProbs,
  };
}
