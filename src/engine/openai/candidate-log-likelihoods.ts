/** A token that was generated, and what could have been in its place. */
export interface TokenPosition {
  readonly token: string;
  /** Natural log. */
  readonly logprob: number;
  readonly top_logprobs?:
    | readonly { readonly token: string; readonly logprob: number }[]
    | null
    | undefined;
}

/** OpenAI's mark for "too unlikely to tell", which vLLM clamps to. */
const UNTOLD = -9999;

/** A space before a token, also as the tokenizers write it that some servers do not decode. */
const LEADING_SPACE = /^[\s\u0120\u2581]+/u;

/**
 * How likely the model finds each candidate as its first token.
 *
 * "A" and " A" both begin the answer A, so their probabilities are added. A candidate that is not
 * a single token is among the alternatives no more than an unlikely one: null.
 *
 * @param first The first token of the answer; undefined where the server told nothing.
 * @returns f64[candidates] | null, natural logs.
 */
export function candidateLogLikelihoods(
  candidates: readonly string[],
  first: TokenPosition | undefined,
): readonly (number | null)[] {
  if (first === undefined) return candidates.map(() => null);
  // By its text, since the chosen token is listed again among the alternatives.
  const told = new Map(
    [first, ...(first.top_logprobs ?? [])].map((each) => [each.token, each.logprob]),
  );
  return candidates.map((candidate) => {
    const logs = [...told]
      .filter(([token, log]) => log > UNTOLD && token.replace(LEADING_SPACE, '') === candidate)
      .map(([, log]) => log);
    return logs.length === 0 ? null : logOfSum(logs);
  });
}

function logOfSum(logs: readonly number[]): number {
  const most = Math.max(...logs);
  return most + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - most), 0));
}
