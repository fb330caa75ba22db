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
  return await scoreAfter(first!, options, run);
}

/**
 * The same once the prompt has been taken in. Of a batch only options of one token can be scored.
 *
 * @param first f32[vocabulary], the logits after the prompt.
 */
export async function scoreAfter(
  first: Float32Array,
  options: readonly (readonly number[])[],
  run: DecoderRun,
): Promise<readonly number[]> {
  const firstSum = logSumExp(first);
  const scores: number[] = [];
  for (const ids of options) {
    const rest = ids.length > 1 ? await run.peek(ids.slice(0, -1)) : [];
    scores.push(
      rest.reduce(
        (sum, logits, i) => sum + logits[ids[i + 1]!]! - logSumExp(logits),
        first[ids[0]!]! - firstSum,
      ),
    );
  }
  return scores;
}
