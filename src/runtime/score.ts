import type { DecoderRun } from './decoder-run.ts';
import { logSumExp } from './sampler.ts';

/**
 * The natural log of the probability of each option after the prompt, summed over its
 * tokens. The prompt is taken in once; options of one token cost nothing more.
 *
 * @param run of one prompt, not yet taken in, with room for the longest option.
 * @param options token ids of each option, at least one.
 */
export async function scoreOptions(
  run: DecoderRun,
  options: readonly (readonly number[])[],
): Promise<readonly number[]> {
  const [first] = await run.prefill();
  const scores: number[] = [];
  for (const ids of options) {
    const rest = ids.length > 1 ? await run.peek(ids.slice(0, -1)) : [];
    const logits = [first!, ...rest];
    scores.push(ids.reduce((sum, id, i) => sum + logits[i]![id]! - logSumExp(logits[i]!), 0));
  }
  return scores;
}
