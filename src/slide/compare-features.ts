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
