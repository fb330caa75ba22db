import { checkCount, checkLevel, checkProportion } from './check.ts';
import type { Interval } from './interval.ts';
import { normalQuantile } from './normal-quantile.ts';

/** A share corrected for a grader that errs. */
export interface CorrectedShare {
  /** In [0, 1]. */
  readonly value: number;
  /** Share of the truly positive that the grader finds positive. */
  readonly sensitivity: number;
  /** Share of the truly negative that the grader finds negative. */
  readonly specificity: number;
  readonly interval: Interval;
}

/** How a grader did on answers whose truth is known. */
export interface GraderErrors {
  readonly truePositives: number;
  readonly falseNegatives: number;
  readonly trueNegatives: number;
  readonly falsePositives: number;
}

/**
 * Rogan and Gladen's estimate: the share of right answers behind a grader's share of
 * positives, given how often it errs on labelled answers.
 *
 * (q + sp - 1) / (se + sp - 1), clamped to [0, 1]. The labelled answers are a sample of their
 * own, alike to the graded ones given the truth. The interval is Lang and Reiczigel's, which
 * pays for estimating se and sp: z^2 pseudo-answers, half of them positive, are added to the
 * graded ones, one right and one wrong to each kind of labelled ones, and the centre is moved
 * by their equation 17. Independent answers; made for se and sp of at least a half.
 *
 * Sources: Rogan & Gladen 1978, doi:10.1093/oxfordjournals.aje.a112510; Lang & Reiczigel 2014,
 * doi:10.1016/j.prevetmed.2013.09.015.
 *
 * @param graded positives of n graded answers.
 * @param labelled Counts of the grader's hits and errors on labelled answers.
 * @param options level (default 0.95).
 * @returns The corrected share; undefined where se + sp <= 1 (the grader tells nothing), one kind
 *   has no labelled answer, or the whole interval lies outside [0, 1]: the grader then finds fewer
 *   (or more) positives than its errors allow, so the labelled answers are not like the graded ones.
 * @throws {RangeError} if a count is not a whole number, positives exceeds n, n is 0, or level is outside (0, 1).
 * @example
 * roganGladen({ positives: 60, n: 100 }, {
 *   truePositives: 45, falseNegatives: 5, trueNegatives: 40, falsePositives: 10,
 * })?.value; // (0.6 + 0.8 - 1) / (0.9 + 0.8 - 1) = 4/7
 */
export function roganGladen(
  graded: { readonly positives: number; readonly n: number },
  labelled: GraderErrors,
  options: { readonly level?: number } = {},
): CorrectedShare | undefined {
  const level = options.level ?? 0.95;
  checkLevel('roganGladen', level);
  checkCount('roganGladen', 'positives', graded.positives);
  checkProportion('roganGladen', graded.positives, graded.n);
  for (const [name, count] of Object.entries(labelled)) checkCount('roganGladen', name, count);
  const positives = labelled.truePositives + labelled.falseNegatives;
  const negatives = labelled.trueNegatives + labelled.falsePositives;
  if (positives === 0 || negatives === 0) return undefined;
  const sensitivity = labelled.truePositives / positives;
  const specificity = labelled.trueNegatives / negatives;
  if (sensitivity + specificity <= 1) return undefined;
  const share = graded.positives / graded.n;
  const value = clamped((share + specificity - 1) / (sensitivity + specificity - 1));
  const { lower, upper } = langReiczigelBounds(graded, labelled, level);
  if (upper <= 0 || lower >= 1) return undefined;
  const interval = {
    lower: Math.min(value, clamped(lower)),
    upper: Math.max(value, clamped(upper)),
    level,
    method: 'Lang-Reiczigel',
  };
  return { value, sensitivity, specificity, interval };
}

/** Equations 6, 7, 16 and 17 of the paper; its primes are the adjusted figures here. */
function langReiczigelBounds(
  graded: { readonly positives: number; readonly n: number },
  labelled: GraderErrors,
  level: number,
): { readonly lower: number; readonly upper: number } {
  const z = normalQuantile(0.5 + level / 2);
  const n = graded.n + z * z;
  const share = (graded.positives + (z * z) / 2) / n;
  const positives = labelled.truePositives + labelled.falseNegatives + 2;
  const negatives = labelled.trueNegatives + labelled.falsePositives + 2;
  const sensitivity = (labelled.truePositives + 1) / positives;
  const specificity = (labelled.trueNegatives + 1) / negatives;
  const youden = sensitivity + specificity - 1;
  // A grader told from chance by so few labels that pseudo-answers undo it.
  if (youden <= 0) return { lower: 0, upper: 1 };
  const value = (share + specificity - 1) / youden;
  const sensitivityVariance = (sensitivity * (1 - sensitivity)) / positives;
  const specificityVariance = (specificity * (1 - specificity)) / negatives;
  const shift = 2 * z * z * (value * sensitivityVariance - (1 - value) * specificityVariance);
  const variance =
    (share * (1 - share)) / n +
    value ** 2 * sensitivityVariance +
    (1 - value) ** 2 * specificityVariance;
  const half = (z * Math.sqrt(variance)) / youden;
  return { lower: value + shift - half, upper: value + shift + half };
}

function clamped(share: number): number {
  return Math.min(1, Math.max(0, share));
}
