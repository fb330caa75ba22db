/** Examples with the same features, and how often each class was right among them. */
export interface SoftmaxExample {
  /** Indices of the features that are on; each counts 1/sqrt(features). */
  readonly features: Int32Array;
  /** [class, count] pairs. */
  readonly counts: readonly (readonly [number, number])[];
  readonly total: number;
}

/** Class scores of an example: f64[classes], their softmax is the class probability. */
export type SoftmaxModel = (features: Int32Array) => Float64Array;

// Chosen by cross-validation on the training splits of VQA-RAD and SLAKE.
const learningRate = 1;
/** Strength of the pull of a weight towards 0 whenever its feature is seen. */
const shrinkage = 1e-3;
const mostEpochs = 20;
const fewestEpochs = 3;
/** Multiplications spent on one fit at most (about two seconds), by making fewer epochs. */
const workLimit = 2e9;

/**
 * Multinomial logistic regression with an L2 penalty on sparse binary features, fitted by
 * Adagrad (one step size a feature) over the examples in the given order: no randomness,
 * equal inputs give equal weights.
 *
 * Sources: Duchi, Hazan & Singer 2011, jmlr.org/papers/v12/duchi11a (Adagrad).
 *
 * @param examples Grouped examples; a group weighs by its total.
 * @param featureCount Features are 0 … featureCount - 1.
 * @param classCount Classes are 0 … classCount - 1.
 * @returns The fitted model.
 */
export function fitSoftmax(
  examples: readonly SoftmaxExample[],
  featureCount: number,
  classCount: number,
): SoftmaxModel {
  // f64[featureCount + 1, classCount]; the last feature, always on, holds the intercepts.
  const weights = new Float64Array((featureCount + 1) * classCount);
  const squaredSlopes = new Float64Array(featureCount + 1).fill(1e-8);
  const score: SoftmaxModel = (features) => linearScores(features, weights, classCount);
  for (let epoch = 0; epoch < epochsFor(examples, classCount); epoch++) {
    for (const example of examples) {
      const slopes = lossSlopes(score(example.features), example);
      const squaredLength = slopes.reduce((sum, slope) => sum + slope * slope, 0);
      const descend = (feature: number, input: number): void => {
        squaredSlopes[feature]! += squaredLength * input * input;
        const step = (learningRate * input) / Math.sqrt(squaredSlopes[feature]!);
        const decay = 1 - step * shrinkage;
        const start = feature * classCount;
        for (let index = 0; index < classCount; index++) {
          weights[start + index] = decay * weights[start + index]! - step * slopes[index]!;
        }
      };
      const input = inputOf(example.features);
      for (const feature of example.features) descend(feature, input);
      descend(featureCount, 1);
    }
  }
  return score;
}

/** The value of each feature that is on: feature vectors have length 1. */
function inputOf(features: Int32Array): number {
  return 1 / Math.sqrt(Math.max(1, features.length));
}

function linearScores(
  features: Int32Array,
  weights: Float64Array,
  classCount: number,
): Float64Array {
  const scores = weights.slice(weights.length - classCount);
  const input = inputOf(features);
  for (const feature of features) {
    const start = feature * classCount;
    for (let index = 0; index < classCount; index++) {
      scores[index]! += input * weights[start + index]!;
    }
  }
  return scores;
}

/** Slope of the log loss in each class score: expected minus observed counts. Overwrites `scores`. */
function lossSlopes(scores: Float64Array, example: SoftmaxExample): Float64Array {
  // The largest score is taken out first so that nothing overflows.
  const largest = scores.reduce((most, score) => Math.max(most, score), Number.NEGATIVE_INFINITY);
  let sum = 0;
  for (let index = 0; index < scores.length; index++) {
    scores[index] = Math.exp(scores[index]! - largest);
    sum += scores[index]!;
  }
  for (let index = 0; index < scores.length; index++) scores[index]! *= example.total / sum;
  for (const [index, count] of example.counts) scores[index]! -= count;
  return scores;
}

function epochsFor(examples: readonly SoftmaxExample[], classCount: number): number {
  let onFeatures = 0;
  for (const { features } of examples) onFeatures += features.length + 1;
  const workPerEpoch = Math.max(1, 2 * onFeatures * classCount);
  return Math.min(mostEpochs, Math.max(fewestEpochs, Math.floor(workLimit / workPerEpoch)));
}
