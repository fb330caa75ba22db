/** Examples with the same features, and how often each class was right among them. */
export interface SoftmaxExample {
  /** Indices of the features that are on; each counts 1/sqrt(features). */
  readonly features: Int32Array;
  /** [class, count] pairs. */
  readonly counts: readonly (readonly [number, number])[];
  readonly total: number;
}

/** Class scores of an example. */
export type SoftmaxModel = (features: Int32Array) => Float64Array;

const learningRate = 0.5;
/** Strength of the pull of every touched weight towards 0, per example. */
const shrinkage = 1e-3;
const mostEpochs = 40;
const fewestEpochs = 5;
/** Multiplications spent on one fit at most (about two seconds), by making fewer epochs. */
const workLimit = 2e9;

/**
 * Multinomial logistic regression with an L2 penalty on sparse binary features, fitted by
 * Adagrad over the examples in the given order: no randomness, equal inputs give equal weights.
 *
 * Sources: Duchi, Hazan & Singer 2011, jmlr.org/papers/v12/duchi11a (Adagrad).
 *
 * @param examples Grouped examples; groups weigh by their total.
 * @param featureCount Features are 0 … featureCount - 1.
 * @param classCount Classes are 0 … classCount - 1.
 * @returns Linear scores: their softmax is the class probability.
 */
export function fitSoftmax(
  examples: readonly SoftmaxExample[],
  featureCount: number,
  classCount: number,
): SoftmaxModel {
  // One more feature, always on, holds the intercepts.
  const weights = new Float64Array((featureCount + 1) * classCount);
  const squares = new Float64Array(weights.length).fill(1e-8);
  const scores = (features: Int32Array): Float64Array =>
    linearScores(features, weights, featureCount, classCount);
  for (let epoch = 0; epoch < epochsFor(examples, classCount); epoch++) {
    for (const example of examples) {
      const gradient = softmaxInPlace(scores(example.features));
      for (let index = 0; index < classCount; index++) gradient[index]! *= example.total;
      for (const [index, count] of example.counts) gradient[index]! -= count;
      const scale = 1 / Math.sqrt(Math.max(1, example.features.length));
      for (const feature of example.features) {
        descend(weights, squares, feature * classCount, gradient, scale);
      }
      descend(weights, squares, featureCount * classCount, gradient, 1);
    }
  }
  return scores;
}

/** One Adagrad step on the weights of one feature. */
function descend(
  weights: Float64Array,
  squares: Float64Array,
  start: number,
  gradient: Float64Array,
  scale: number,
): void {
  for (let index = 0; index < gradient.length; index++) {
    const at = start + index;
    const slope = gradient[index]! * scale + shrinkage * weights[at]!;
    const square = squares[at]! + slope * slope;
    squares[at] = square;
    weights[at]! -= (learningRate * slope) / Math.sqrt(square);
  }
}

function linearScores(
  features: Int32Array,
  weights: Float64Array,
  featureCount: number,
  classCount: number,
): Float64Array {
  const scores = weights.slice(featureCount * classCount, (featureCount + 1) * classCount);
  const scale = 1 / Math.sqrt(Math.max(1, features.length));
  for (const feature of features) {
    const start = feature * classCount;
    for (let index = 0; index < classCount; index++)
      scores[index]! += scale * weights[start + index]!;
  }
  return scores;
}

/** Turns scores into probabilities; the maximum is taken out first so that nothing overflows. */
function softmaxInPlace(scores: Float64Array): Float64Array {
  let largest = Number.NEGATIVE_INFINITY;
  for (const score of scores) largest = Math.max(largest, score);
  let sum = 0;
  for (let index = 0; index < scores.length; index++) {
    const value = Math.exp(scores[index]! - largest);
    scores[index] = value;
    sum += value;
  }
  for (let index = 0; index < scores.length; index++) scores[index]! /= sum;
  return scores;
}

function epochsFor(examples: readonly SoftmaxExample[], classCount: number): number {
  let onFeatures = 0;
  for (const { features } of examples) onFeatures += features.length + 1;
  const workPerEpoch = Math.max(1, 2 * onFeatures * classCount);
  return Math.min(mostEpochs, Math.max(fewestEpochs, Math.floor(workLimit / workPerEpoch)));
}
