import type { Sampling } from '../../model/model.ts';
import type { DecoderRun } from './decoder-run.ts';
import { type ChosenToken, createSampler, type Sampler } from './sampler.ts';
import { scoreAfter } from './score.ts';

/** What was generated after one prompt. */
export interface GeneratedTokens {
  readonly tokenIds: readonly number[];
  readonly logProbs: readonly number[];
  readonly finish: 'stop' | 'length' | 'cancelled';
  /** Natural log, of each candidate. */
  readonly candidateLogLikelihoods: readonly number[];
}

/** Options of `generateTokens`. */
export interface GenerateTokensOptions {
  readonly maxNewTokens: number;
  readonly sampling: Sampling;
  readonly stopIds: ReadonlySet<number>;
  /** Token ids of each row's candidates; in a batch each of one token. */
  readonly candidates?: readonly (readonly (readonly number[])[])[];
  /** Place of each row's prompt in the whole run. */
  readonly promptIndices: readonly number[];
  readonly isCancelled: () => boolean;
  readonly onToken: (promptIndex: number, token: ChosenToken) => void;
}

/** One row of the batch on its way. */
interface Row {
  readonly promptIndex: number;
  readonly sampler: Sampler;
  readonly tokens: ChosenToken[];
  candidateLogLikelihoods: readonly number[];
  finish: GeneratedTokens['finish'] | undefined;
}

/**
 * Generates until every row has stopped; a row that has goes along, unread.
 *
 * @param onPrompt called when the prompts have been taken in.
 */
export async function generateTokens(
  run: DecoderRun,
  options: GenerateTokensOptions,
  onPrompt: () => void = () => {},
): Promise<readonly GeneratedTokens[]> {
  const rows: Row[] = options.promptIndices.map((promptIndex) => ({
    promptIndex,
    sampler: createSampler(options.sampling, promptIndex),
    tokens: [],
    candidateLogLikelihoods: [],
    finish: options.maxNewTokens === 0 ? 'length' : undefined,
  }));
  let logits = await run.prefill();
  for (const [i, row] of rows.entries()) {
    const candidates = options.candidates?.[i] ?? [];
    row.candidateLogLikelihoods = await scoreAfter(logits[i]!, candidates, run);
  }
  onPrompt();
  for (;;) {
    for (const [i, row] of rows.entries()) advance(row, logits[i]!, options);
    if (options.isCancelled()) for (const row of rows) row.finish ??= 'cancelled';
    if (rows.every(({ finish }) => finish !== undefined)) break;
    logits = await run.step(rows.map(({ tokens }) => tokens.at(-1)!.id));
  }
  return rows.map(({ tokens, finish, candidateLogLikelihoods }) => ({
    candidateLogLikelihoods,
    tokenIds: tokens.map(({ id }) => id),
    logProbs: tokens.map(({ logProb }) => logProb),
    finish: finish!,
  }));
}

function advance(row: Row, logits: Float32Array, options: GenerateTokensOptions): void {
  if (row.finish !== undefined) return;
  const token = row.sampler(logits);
  row.tokens.push(token);
  options.onToken(row.promptIndex, token);
  if (options.stopIds.has(token.id)) row.finish = 'stop';
  else if (row.tokens.length >= options.maxNewTokens) row.finish = 'length';
}
