/** How far one stage of the model is from the reference. */
export interface ParityStage {
  readonly name: string;
  /** How many things were compared, with their unit: "3 prompts", "10 images". */
  readonly compared: string;
  /** The largest absolute difference; for exact stages, how many things differ. */
  readonly largestError: number;
  /** The largest difference allowed; 'exact' allows none, 'reported' sets no bound. */
  readonly tolerance: number | 'exact' | 'reported';
  readonly passed: boolean;
}

/** A stage in which every thing must be equal. */
export function exactStage(name: string, compared: string, differing: number): ParityStage {
  return { name, compared, largestError: differing, tolerance: 'exact', passed: differing === 0 };
}

/** A stage of numbers that may differ by rounding. NaN fails. */
export function numericStage(
  name: string,
  compared: string,
  largestError: number,
  tolerance: number,
): ParityStage {
  return { name, compared, largestError, tolerance, passed: largestError <= tolerance };
}

/** A stage that is measured and not judged. */
export function reportedStage(name: string, compared: string, value: number): ParityStage {
  return { name, compared, largestError: value, tolerance: 'reported', passed: true };
}

/** The largest absolute difference of two lists; NaN if their lengths differ or one has NaN. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.NaN;
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs(a[i]! - b[i]!);
    // Written so that NaN is kept.
    if (!(difference <= largest)) largest = difference;
  }
  return largest;
}
