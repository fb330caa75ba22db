import type { Estimate } from '../../../src/audit/audit.ts';
import { estimateOf } from '../../../src/audit/estimate-of.ts';
import {
  bootstrapStatistic,
  type EstimateOptions,
  fewClustersInterval,
  hasWidth,
  type Interval,
  meanEstimate,
} from '../../../src/statistics/index.ts';
import type { Question } from '../question.ts';
import { clusterNames, picked, type ScoreUnits } from '../units.ts';
import type { CandidateScores, ScoreCell } from './candidate-scores.ts';

/** A candidate's mean over several graders, each weighing the same. */
export interface PanelMean {
  readonly estimate: Estimate;
  /**
   * f64[resamples]: the mean on each resample of clusters. The same seed gives the same resamples to
   * every candidate of a table, so that their means can be compared draw by draw. Undefined where
   * some resample has no answer that a grader judged.
   */
  readonly replicates: Float64Array | undefined;
}

/**
 * Mean over graders of what each gave a candidate on average, however many answers it judged.
 *
 * @param cells What each of them gave the candidate.
 * @returns The mean with a cluster bootstrap interval, of few clusters a jackknife one; undefined with fewer than two clusters.
 */
export function panelMean(
  title: string,
  cells: readonly ScoreCell[],
  { units, kind }: CandidateScores,
  question: Question,
  settings: Required<EstimateOptions>,
): PanelMean | undefined {
  const sums = panelSums(cells, units, question);
  const found = bootstrapStatistic(sums, settings);
  if (found === undefined) return undefined;
  const { value, clusters, undefinedResamples, replicates } = found;
  const isJudged = new Uint8Array(units.length);
  for (const cell of cells) for (const unit of cell.units) isJudged[unit] = 1;
  const judged = units.item.filter((_, unit) => isJudged[unit] === 1);
  const n = judged.length;
  const scale = { level: settings.level, lower: 0, upper: 1 };
  const interval =
    fewClustersInterval(sums, [clusterNames(judged, question)], scale) ?? found.interval;
  return {
    estimate: estimateOf(title, kind === 'scores' ? 'score' : 'proportion', {
      value,
      n,
      effectiveN: Math.min(n, clusters),
      // Resamples of judgments that never differ have no width.
      interval: hasWidth(interval) ? interval : steadyInterval(cells, units, question),
    }),
    replicates: undefinedResamples === 0 ? replicates : undefined,
  };
}

function steadyInterval(
  cells: readonly ScoreCell[],
  { item }: ScoreUnits,
  question: Question,
): Interval {
  const values = cells.flatMap((cell) => [...cell.values]);
  const ids = cells.flatMap((cell) => clusterNames(picked(item, cell.units), question));
  return meanEstimate(values, ids, question.options).interval;
}

/** Graders that judged the same answers share their columns. */
interface Group {
  /** f64[clusters]. */
  readonly sums: Float64Array;
  readonly counts: Float64Array;
}

/** The mean as a function of sums over the clusters of all answers in the table. */
function panelSums(
  cells: readonly ScoreCell[],
  { item }: ScoreUnits,
  { clusterOf, clusterIds }: Question,
): Parameters<typeof bootstrapStatistic>[0] {
  const present = [...new Set(item.map((each) => clusterOf[each]!))];
  const placeOf = new Uint32Array(clusterIds.length);
  for (const [place, cluster] of present.entries()) placeOf[cluster] = place;
  const groups: Group[] = [];
  for (const { units, values } of cells) {
    const [sums, counts] = [new Float64Array(present.length), new Float64Array(present.length)];
    for (const [at, unit] of units.entries()) {
      const place = placeOf[clusterOf[item[unit]!]!]!;
      sums[place]! += values[at]!;
      counts[place]! += 1;
    }
    const alike = groups.find((group) => group.counts.every((count, at) => count === counts[at]));
    if (alike === undefined) groups.push({ sums, counts });
    else for (const [at, sum] of sums.entries()) alike.sums[at]! += sum;
  }
  return {
    columns: groups.flatMap(({ sums, counts }) => [sums, counts]),
    clusterIds: present.map((cluster) => clusterIds[cluster]!),
    statistic: (drawn) => {
      let total = 0;
      for (let group = 0; group < groups.length; group++) {
        const count = drawn[2 * group + 1]!;
        if (count <= 0) return undefined;
        total += drawn[2 * group]! / count;
      }
      return total / cells.length;
    },
  };
}
