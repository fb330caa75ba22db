/** n-grams of a text with an answer, and how often that pair occurs. */
export interface BayesExample {
  readonly ngrams: readonly string[];
  readonly answer: string;
  readonly count: number;
}

/** Log probability of every answer given n-grams, up to a constant, in order of first occurrence. */
export type BayesModel = (ngrams: readonly string[]) => Map<string, number>;

/** Added to every count. */
const smoothing = 1;

/**
 * Multinomial naive Bayes: log p(a) + sum over n-grams w of
 * log((n(w, a) + 1) / (n(., a) + V)), V the n-grams that train has.
 *
 * n-grams that train doesn't have say nothing and are left out. Asking costs the answers
 * plus, for each n-gram, the answers it occurs with.
 *
 * Source: McCallum & Nigam 1998, "A comparison of event models for naive Bayes text
 * classification", AAAI-98 workshop on learning for text categorization.
 */
export function fitMultinomialBayes(examples: readonly BayesExample[]): BayesModel {
  const answerOf = new Map<string, number>();
  const countsOf = new Map<string, Map<number, number>>();
  const texts: number[] = [];
  const ngramTotals: number[] = [];
  for (const { ngrams, answer, count } of examples) {
    const index = answerOf.get(answer) ?? answerOf.size;
    answerOf.set(answer, index);
    texts[index] = (texts[index] ?? 0) + count;
    ngramTotals[index] = (ngramTotals[index] ?? 0) + count * ngrams.length;
    for (const ngram of ngrams) {
      const counts = countsOf.get(ngram) ?? new Map<number, number>();
      counts.set(index, (counts.get(index) ?? 0) + count);
      countsOf.set(ngram, counts);
    }
  }
  const logTexts = texts.map(Math.log);
  const logTotals = ngramTotals.map((total) => Math.log(total + smoothing * countsOf.size));
  return (ngrams) => {
    const known = ngrams
      .map((ngram) => countsOf.get(ngram))
      .filter((counts) => counts !== undefined);
    const scores = logTexts.map((prior, index) => prior - known.length * logTotals[index]!);
    for (const counts of known) {
      for (const [index, count] of counts) scores[index]! += Math.log(1 + count / smoothing);
    }
    return new Map([...answerOf].map(([answer, index]) => [answer, scores[index]!]));
  };
}
