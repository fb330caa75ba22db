import type { Sampling } from '../../model/model.ts';
import { createRandom, deriveSeed } from '../../statistics/index.ts';

/** A token and the natural log of the probability the model gave it. */
export interface ChosenToken {
  readonly id: number;
  readonly logProb: number;
}

/** Picks the next token from its logits, f32[vocabulary]. */
export type Sampler = (logits: Float32Array) => ChosenToken;

/**
 * The sampler of one answer. The log-probability is the model's own, before
 * temperature, top-k and top-p.
 *
 * @param promptIndex the place of the prompt in the run: each has its own random numbers,
 *   so that the size of batches changes nothing.
 * @throws {RangeError} if temperature, topK or topP is out of its range.
 */
export function createSampler(sampling: Sampling, promptIndex: number): Sampler {
  if (sampling.kind === 'greedy') return (logits) => chosen(logits, largestIndex(logits));
  const { temperature, topK, topP, seed } = sampling;
  if (!(temperature > 0)) throw new RangeError(`temperature must be above 0, got ${temperature}`);
  if (!(Number.isInteger(topK) && topK >= 0)) {
    throw new RangeError(`topK must be a whole number, 0 for all, got ${topK}`);
  }
  if (!(topP > 0 && topP <= 1)) throw new RangeError(`topP must be in (0, 1], got ${topP}`);
  const random = createRandom(deriveSeed(seed, `sample/${promptIndex}`));
  return (logits) => {
    const candidates = nucleus(mostLikely(logits, topK), logits, temperature, topP);
    return chosen(logits, draw(candidates, random.nextFloat()));
  };
}

/**
 * log(sum(exp(logits))), in float64.
 *
 * @param logits f32[vocabulary]
 */
export function logSumExp(logits: Float32Array): number {
  const largest = logits[largestIndex(logits)]!;
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - largest);
  return largest + Math.log(sum);
}

function chosen(logits: Float32Array, id: number): ChosenToken {
  return { id, logProb: logits[id]! - logSumExp(logits) };
}

/** The lowest id of those with the largest logit. */
function largestIndex(logits: Float32Array): number {
  let largest = 0;
  for (let id = 1; id < logits.length; id++) {
    if (logits[id]! > logits[largest]!) largest = id;
  }
  return largest;
}

/** Ids by falling logit, then by id; the first k of them, or all for k = 0. */
function mostLikely(logits: Float32Array, topK: number): readonly number[] {
  const k = topK === 0 ? logits.length : Math.min(topK, logits.length);
  // The k-th largest logit first: sorting only what reaches it is far cheaper.
  const threshold = Float32Array.from(logits).sort()[logits.length - k]!;
  const ids: number[] = [];
  for (let id = 0; id < logits.length; id++) {
    if (logits[id]! >= threshold) ids.push(id);
  }
  return ids.sort((a, b) => logits[b]! - logits[a]! || a - b).slice(0, k);
}

interface Candidate {
  readonly id: number;
  readonly weight: number;
}

/** The first candidates that together reach topP, with their unnormalised probabilities. */
function nucleus(
  ids: readonly number[],
  logits: Float32Array,
  temperature: number,
  topP: number,
): readonly Candidate[] {
  const largest = logits[ids[0]!]!;
  const all = ids.map((id) => ({ id, weight: Math.exp((logits[id]! - largest) / temperature) }));
  const enough = topP * all.reduce((sum, { weight }) => sum + weight, 0);
  let sum = 0;
  const kept: Candidate[] = [];
  for (const candidate of all) {
    if (kept.length > 0 && sum >= enough) break;
    kept.push(candidate);
    sum += candidate.weight;
  }
  return kept;
}

/** @param place uniform in [0, 1). */
function draw(candidates: readonly Candidate[], place: number): number {
  let left = place * candidates.reduce((sum, { weight }) => sum + weight, 0);
  for (const { id, weight } of candidates) {
    left -= weight;
    if (left < 0) return id;
  }
  return candidates.at(-1)!.id;
}
