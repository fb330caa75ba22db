/** How far the features of one tile are from others. */
export interface FeatureDifference {
  /** 1 where they point the same way. */
  readonly cosine: number;
  /** Length of the difference as a share of the reference's length. */
  readonly relativeError: number;
  /** Largest absolute difference of one number. */
  readonly largestError: number;
}

/**
 * @param features f32[featureDim], ours.
 * @param reference f32[featureDim], what they should be.
 * @throws {RangeError} if the lengths differ.
 * @example
 * compareFeatures(Float32Array.of(3, 4), Float32Array.of(4, 3));
 * // { cosine: 0.96, relativeError: 0.2828..., largestError: 1 }
 */
export function compareFeatures(
  features: Float32Array,
  reference: Float32Array,
): FeatureDifference {
  if (features.length !== reference.length) {
    throw new RangeError(
      `compareFeatures: ${features.length} numbers against ${reference.length}; give two of one encoder`,
    );
  }
  let product = 0;
  let own = 0;
  let others = 0;
  let apart = 0;
  let largestError = 0;
  for (const [i, value] of features.entries()) {
    const expected = reference[i]!;
    product += value * expected;
    own += value ** 2;
    others += expected ** 2;
    apart += (value - expected) ** 2;
    largestError = Math.max(largestError, Math.abs(value - expected));
  }
  return {
    cosine: product / Math.sqrt(own * others),
    relativeError: Math.sqrt(apart / others),
    largestError,
  };
}

/** How much of what tells tiles apart is there again. */
export interface VariationMatch {
  /** Root mean square distance of the reference from its mean, as a share of its length. */
  readonly spread: number;
  /** Squared differences as a share of the squared distances of the reference from its mean. */
  readonly unexplained: number;
}

/**
 * Compares tiles with what they differ by among themselves. Features of one encoder have much in
 * common, so that a tile's features may be near its reference only because all are near to all.
 *
 * @param features f32[tiles, featureDim], ours.
 * @param reference f32[tiles, featureDim], what they should be.
 * @param featureDim Numbers of a tile.
 * @example
 * compareVariation(Float32Array.of(9, 11, 12), Float32Array.of(8, 10, 12), 1);
 * // spread sqrt(8 / 308) = 0.161, unexplained (1 + 1 + 0) / 8 = 0.25
 */
export function compareVariation(
  features: Float32Array,
  reference: Float32Array,
  featureDim: number,
): VariationMatch {
  const tiles = reference.length / featureDim;
  const mean = new Float64Array(featureDim);
  for (const [i, value] of reference.entries()) mean[i % featureDim]! += value / tiles;
  let squares = 0;
  let apart = 0;
  let missed = 0;
  for (const [i, value] of reference.entries()) {
    squares += value ** 2;
    apart += (value - mean[i % featureDim]!) ** 2;
    missed += (value - features[i]!) ** 2;
  }
  return { spread: Math.sqrt(apart / squares), unexplained: missed / apart };
}
