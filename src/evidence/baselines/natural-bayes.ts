import { createRequire } from 'node:module';

/** The part of natural's classifier that takes sparse observations. */
interface SparseClassifier {
  addExample(observation: Readonly<Record<string, string>>, label: string): void;
  /** Prior times likelihood, not normalised. */
  probabilityOfClass(observation: Readonly<Record<string, string>>, label: string): number;
}

/** n-grams multiplied at once; many more would underflow to 0 in natural's plain product. */
const chunkSize = 32;

/**
 * Naive Bayes over n-grams by natural's `BayesClassifier`.
 *
 * Its text interface compares every document with the whole vocabulary; the sparse
 * observations of the classifier beneath it cost only the n-grams that occur. Long texts are
 * scored in chunks whose logarithms are added, the prior counted once.
 */
export class NaturalBayes {
  readonly #classifier: SparseClassifier = newClassifier();
  readonly #labels = new Map<string, string>();
  readonly #logPriors = new Map<string, number>();

  /** Adds one example of an answer. */
  add(ngrams: readonly string[], answer: string): void {
    const label = this.#labels.get(answer) ?? `answer ${this.#labels.size}`;
    this.#labels.set(answer, label);
    this.#logPriors.clear();
    this.#classifier.addExample(observation(ngrams), label);
  }

  /** Log probability of every answer, up to a constant, in order of first occurrence. */
  score(ngrams: readonly string[]): Map<string, number> {
    const chunks: Readonly<Record<string, string>>[] = [];
    for (let start = 0; start < ngrams.length; start += chunkSize) {
      chunks.push(observation(ngrams.slice(start, start + chunkSize)));
    }
    const scores = new Map<string, number>();
    for (const [answer, label] of this.#labels) {
      const prior = this.#logPrior(label);
      let score = prior;
      for (const chunk of chunks) score += this.#logProbability(chunk, label) - prior;
      scores.set(answer, score);
    }
    return scores;
  }

  #logPrior(label: string): number {
    const known = this.#logPriors.get(label);
    if (known !== undefined) return known;
    const prior = this.#logProbability({}, label);
    this.#logPriors.set(label, prior);
    return prior;
  }

  #logProbability(chunk: Readonly<Record<string, string>>, label: string): number {
    return Math.log(this.#classifier.probabilityOfClass(chunk, label));
  }
}

/** Loads only this one sub-module: natural's index would start its database clients. */
function newClassifier(): SparseClassifier {
  const require = createRequire(import.meta.url);
  const BayesClassifier = require('natural/lib/natural/classifiers/bayes_classifier.js');
  return new BayesClassifier().classifier;
}

/** The classifier keys plain objects by n-gram: a mark keeps "constructor" from misfiring. */
function observation(ngrams: readonly string[]): Record<string, string> {
  return Object.fromEntries(ngrams.map((ngram, index) => [index, `_${ngram}`]));
}
