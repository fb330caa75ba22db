/** A prompt that waits for its turn. */
export interface Waiting {
  readonly promptTokens: number;
  readonly maxNewTokens: number;
}

/**
 * Which prompts go through the decoder together: the one that has waited longest, and those whose
 * length is nearest to its, since a batch pads every prompt to the longest. Prompts with another
 * limit of new tokens wait: short answers would be held up by long ones.
 *
 * @param waiting in the order in which they came, at least one.
 * @returns Indices into `waiting`, rising; the first is 0.
 */
export function chooseBatch(waiting: readonly Waiting[], batchSize: number): readonly number[] {
  const [first] = waiting;
  const distance = (index: number): number =>
    Math.abs(waiting[index]!.promptTokens - first!.promptTokens);
  return [...waiting.keys()]
    .filter((index) => waiting[index]!.maxNewTokens === first!.maxNewTokens)
    .sort((a, b) => distance(a) - distance(b) || a - b)
    .slice(0, batchSize)
    .sort((a, b) => a - b);
}
