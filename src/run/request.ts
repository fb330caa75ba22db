import { createHash } from 'node:crypto';
import type { Item } from '../benchmark/benchmark.ts';
import type { ConditionId, Stimulus } from '../conditions/condition.ts';
import { conditionName } from '../conditions/condition-name.ts';
import type { Sampling } from '../model/model.ts';

/** How tokens are drawn at random, from a seed. */
export type DrawnSampling = Omit<Extract<Sampling, { readonly kind: 'sample' }>, 'kind'>;

/** How a question is put, apart from what it says. */
export interface Decoding {
  /** Longest answer in tokens; 0 where only likelihoods are wanted. */
  readonly maxNewTokens: number;
  /** How tokens are drawn; absent: greedy. */
  readonly sampling?: DrawnSampling;
  /** Continuations whose likelihood is wanted, with the label that each stands for. */
  readonly candidates: readonly { readonly text: string; readonly label: string }[];
}

/** One question that a model is to be asked, as a candidate or as a grader. */
export interface ModelRequest {
  readonly key: string;
  readonly model: string;
  /** Kind of question, by which requests are counted: a blind condition, or what a grader is asked. */
  readonly condition: string;
  readonly stimulus: Stimulus;
  readonly decoding: Decoding;
  /** The items that ask this, at least one: several where all that is shown is the same. */
  readonly items: readonly Pick<Item, 'key'>[];
}

/** One question of a battery. */
export interface PlannedRequest extends ModelRequest {
  readonly condition: ConditionId;
  readonly items: readonly Item[];
}

/** A request's condition as responses and journals name it: `none`, `rotated-2`. */
export function nameOfCondition({ condition: id, stimulus }: ModelRequest): string {
  const { rotation, repeat } = stimulus;
  return conditionName({
    id,
    ...(rotation !== undefined && { rotation }),
    ...(repeat !== undefined && { repeat }),
  });
}

/** Everything that decides an answer. */
export interface RequestFacts {
  /** Plain data that tells models apart by what they compute: weights, precision, device, server. */
  readonly engine: unknown;
  readonly condition: string;
  /** Plain data, of a stimulus from `stimulusIdentity`: text, media by content, options. */
  readonly stimulus: unknown;
  readonly decoding: Decoding;
}

/** Raised when the same facts would no longer give the same answer. */
const VERSION = 1;

/**
 * Name of a request: the first 32 hex digits of a SHA-256 over all that decides its answer. Where it
 * stands in the run plays no part, so that another order, limit or machine finds it again.
 */
export function requestKey({ engine, condition, stimulus, decoding }: RequestFacts): string {
  const { maxNewTokens, candidates, sampling } = decoding;
  const texts = candidates.map(({ text }) => text);
  const facts = [VERSION, engine, condition, stimulus, maxNewTokens, texts];
  return createHash('sha256')
    .update(JSON.stringify(sampling === undefined ? facts : [...facts, sampling]))
    .digest('hex')
    .slice(0, 32);
}
