import { checkLevel, checkSameLength, checkValues } from './check.ts';
import type { Interval } from './interval.ts';
import { clusterPulls, type RegressionFit, regressionFit } from './regression-fit.ts';
import { studentQuantile } from './student-quantile.ts';
import { studentTwoTails } from './student-two-tails.ts';
import { type WithinGroups, withinGroups } from './within-groups.ts';

/** One explanatory column of a regression. */
export interface RegressionTerm {
  readonly name: string;
  /** f64[rows]: 0 or 1 for a dummy. */
  readonly values: Float64Array;
}

/** A term's coefficient, or that the data can't tell it. */
export type TermEstimate =
  | {
      readonly name: string;
      readonly identified: true;
      /** Outcome units a unit of the term, everything else held equal. */
      readonly value: number;
      /** Cluster-robust standard error; 0 where the terms fit the outcome exactly. */
      readonly error: number;
      readonly interval: Interval;
      /** Two-sided, of the coefficient being 0. */
      readonly pValue: number;
      /** Of Student's t behind interval and p-value. */
      readonly degreesOfFreedom: number;
    }
  | { readonly name: string; readonly identified: false };

/** A fitted regression with an effect of each group. */
export interface GroupEffectsRegression {
  /** Rows in groups of two or more; the others say nothing about a term. */
  readonly n: number;
  /** Groups of those rows. */
  readonly groups: number;
  /** Clusters of those rows. */
  readonly clusters: number;
  /** Standard deviation of the outcome around the fit. */
  readonly residualDeviation: number;
  /** In the order given. */
  readonly terms: readonly TermEstimate[];
}

/** Input of `groupEffectsRegression`: columns over rows. */
export interface RegressionData {
  /** f64[rows]. */
  readonly outcome: Float64Array;
  /** u32[rows]: the group, whose effect is absorbed; one group of all rows is a plain intercept. */
  readonly group: Uint32Array;
  /** In order of priority: of terms that can't be told apart the earlier ones are kept. */
  readonly terms: readonly RegressionTerm[];
  /** u32[rows]: what rows share their luck with; a group, or what several groups are made from. */
  readonly cluster: Uint32Array;
}

/**
 * Linear regression with an effect of each group absorbed and clustered errors.
 *
 * Outcome and terms are de-meaned within groups, then least squares. A term that does not vary
 * within groups, or of which earlier kept terms leave less than 1e-9 of its sum of squares, is not
 * identified: put the dummies that are only to be held equal first. Nothing
 * is identified where no row is left over to judge errors by, or there are fewer than two clusters.
 *
 * V = (X'X)^-1 (sum over clusters of X_g' e_g e_g' X_g) (X'X)^-1 C/(C-1) (N-1)/(N-K), where K
 * counts the kept terms, and the groups too unless each lies in one cluster. Student's t on C - 1
 * degrees of freedom, with C the number of clusters that the term rests on: a term that varies in
 * three of a hundred clusters is judged by three. O(rows x terms^2).
 *
 * Simulated coverage of the 95% interval, with group effects, missing rows, one dummy in half the
 * groups only and an effect that differs by group and cluster: 95.3, 94.5 and 94.5% with 20, 50 and
 * 200 groups, 94.7 and 95.5% with 20 and 50 clusters of three. A term that 3, 5 or 8 of 60 groups
 * tell: 93.0, 93.5 and 94.7%, where C - 1 = 59 degrees of freedom covered 79, 87 and 91%.
 *
 * Sources: Cameron & Miller 2015, doi:10.3368/jhr.50.2.317 (within transform, CR1); Carter,
 * Schnepel & Steigerwald 2017, doi:10.1162/REST_a_00639 (effective number of clusters).
 *
 * @param data outcome, group, cluster and terms over the same rows.
 * @param options level (default 0.95).
 * @returns Estimates in the order of the terms, and what they rest on.
 * @throws {RangeError} if lengths differ, a value is not finite, or level is outside (0, 1).
 */
export function groupEffectsRegression(
  data: RegressionData,
  options: { readonly level?: number } = {},
): GroupEffectsRegression {
  const level = options.level ?? 0.95;
  checkData(data, level);
  const within = withinGroups({ ...data, terms: data.terms.map(({ values }) => values) });
  const fit = regressionFit(within);
  const freeRows = within.rows - within.groups - fit.kept.length;
  const canTell = freeRows > 0 && within.clusters > 1;
  const estimates = canTell ? estimatesOf(within, fit, level) : new Map<number, TermFigures>();
  return {
    n: within.rows,
    groups: within.groups,
    clusters: within.clusters,
    residualDeviation: freeRows > 0 ? Math.sqrt(fit.residualSquares / freeRows) : 0,
    terms: data.terms.map(({ name }, term): TermEstimate => {
      const figures = estimates.get(term);
      return figures ? { name, identified: true, ...figures } : { name, identified: false };
    }),
  };
}

/** What is known of an identified term. */
type TermFigures = Omit<Extract<TermEstimate, { identified: true }>, 'name' | 'identified'>;

/** Figures by place of the term. */
function estimatesOf(
  within: WithinGroups,
  fit: RegressionFit,
  level: number,
): Map<number, TermFigures> {
  const { rows, groups, clusters, isNested } = within;
  const estimated = fit.kept.length + (isNested ? 0 : groups);
  const factor = (clusters / (clusters - 1)) * ((rows - 1) / (rows - estimated));
  const { squares, effectiveClusters } = clusterPulls(fit, within);
  const figures = new Map<number, TermFigures>();
  for (const [place, term] of fit.kept.entries()) {
    const degreesOfFreedom = effectiveClusters[place]! - 1;
    const unexplained = fit.residualSquares * fit.inverse[place * (fit.kept.length + 1)]!;
    // Where the terms fit each cluster by itself, as one cluster by a term of its own, no cluster
    // pulls: the error would be 0 though the fit is not exact.
    const isFitted = unexplained > 0 && squares[place]! <= 1e-20 * unexplained;
    if (isFitted || degreesOfFreedom < fewestDegrees) continue;
    const error = fit.residualSquares > 0 ? Math.sqrt(factor * squares[place]!) : 0;
    figures.set(term, figuresOf(fit.coefficients[place]!, error, degreesOfFreedom, level));
  }
  return figures;
}

/** Below this a term rests on one cluster and traces of others. */
const fewestDegrees = 0.1;

function figuresOf(
  value: number,
  error: number,
  degreesOfFreedom: number,
  level: number,
): TermFigures {
  const half = error === 0 ? 0 : error * studentQuantile(0.5 + level / 2, degreesOfFreedom);
  const t = value === 0 ? 0 : value / error;
  return {
    value,
    error,
    interval: {
      lower: value - half,
      upper: value + half,
      level,
      method: 'group effects, cluster-robust (CR1), Student t',
    },
    pValue: studentTwoTails(t, degreesOfFreedom),
    degreesOfFreedom,
  };
}

function checkData({ outcome, group, cluster, terms }: RegressionData, level: number): void {
  const caller = 'groupEffectsRegression';
  checkLevel(caller, level);
  checkSameLength(caller, ['outcome', outcome.length], ['group', group.length]);
  checkSameLength(caller, ['outcome', outcome.length], ['cluster', cluster.length]);
  for (const { name, values } of terms) {
    checkSameLength(caller, ['outcome', outcome.length], [`term "${name}"`, values.length]);
  }
  // No row at all is as good as none that can be used.
  if (outcome.length === 0) return;
  checkValues(caller, 'outcome', outcome);
  for (const { name, values } of terms) checkValues(caller, `term "${name}"`, values);
}
