import type { EvidenceTable, IntervalFigure } from '../../src/audit/audit.ts';
import { percent, shortP } from '../../src/audit/wording.ts';
import type { ReportedSubset } from '../../src/benchmark/reported-subsets.ts';
import {
  type DetectableDifference,
  pairedDetectableDifference,
} from '../../src/statistics/index.ts';
import type { Comparison } from './compare-models.ts';
import { itemCounts } from './item-counts.ts';
import type { Question, SubsetScore } from './subset-scores.ts';

/** Every subset's size and what it could show, whatever was measured on it. */
export function sizeTable(subsets: readonly ReportedSubset[], question: Question): EvidenceTable {
  const { assumedDiscordance, alpha, power } = question.options;
  return {
    title: 'Reported subsets',
    columns: [
      { key: 'subset', title: 'Subset' },
      { key: 'items', title: 'Items' },
      { key: 'clusters', title: 'Clusters' },
      { key: 'leastEffectiveItems', title: 'Independent items, at least' },
      { key: 'detectable', title: 'Smallest detectable difference' },
    ],
    rows: subsets.map((subset) => {
      const { items, clusters, leastEffectiveItems } = itemCounts(subset, question);
      const detectable = pairedDetectableDifference({
        effectiveN: items,
        discordance: assumedDiscordance,
        alpha,
        power,
      });
      return {
        subset: subset.label,
        items,
        clusters,
        leastEffectiveItems: Number(leastEffectiveItems.toFixed(1)),
        detectable: difference(detectable),
      };
    }),
    note: `Items of one cluster share an image, exam or patient; at worst they are worth one independent item. The difference would be found with ${percent(power)} power at ${percent(alpha)} if all items were independent and two models differed on ${percent(assumedDiscordance)} of them; none: not even if one model were better on all of those.`,
  };
}

/** Every model's score with both intervals. */
export function scoreTable(scores: readonly SubsetScore[]): EvidenceTable {
  return {
    title: 'Scores by subset',
    columns: [
      { key: 'subset', title: 'Subset' },
      { key: 'model', title: 'Model' },
      { key: 'metric', title: 'Metric' },
      { key: 'items', title: 'Items' },
      { key: 'effectiveItems', title: 'Independent items (n_eff)' },
      { key: 'clusters', title: 'Clusters' },
      { key: 'score', title: 'Score' },
      { key: 'second', title: 'By a second method' },
    ],
    rows: scores.map(({ subset, model, metric, mean, estimate, second }) => ({
      subset: subset.label,
      model,
      metric,
      items: mean.n,
      effectiveItems: Number(mean.effectiveN.toFixed(1)),
      clusters: mean.clusters,
      score: estimate,
      second,
    })),
  };
}

/** Every comparison with what it rests on. */
export function comparisonTable(
  comparisons: readonly Comparison[],
  question: Question,
): EvidenceTable {
  const { alpha, power } = question.options;
  return {
    title: 'Comparisons',
    columns: [
      { key: 'subset', title: 'Subset' },
      { key: 'first', title: 'Model' },
      { key: 'second', title: 'Compared with' },
      { key: 'items', title: 'Items both answered' },
      { key: 'difference', title: 'Difference' },
      { key: 'pValue', title: 'p' },
      { key: 'holmPValue', title: 'p after Holm' },
      { key: 'detectable', title: 'Smallest detectable difference' },
      { key: 'wins', title: 'Only the first right' },
      { key: 'losses', title: 'Only the second right' },
      { key: 'flipsToTie', title: 'Flips to a tie' },
      { key: 'switchesToTie', title: 'Switches to a tie' },
      { key: 'flipsToLoseSignificance', title: 'Flips until not significant' },
      { key: 'verdict', title: 'Verdict' },
    ],
    rows: comparisons.map((comparison) => ({
      subset: comparison.subset.label,
      first: comparison.first,
      second: comparison.second,
      items: comparison.difference.n,
      difference: comparison.estimate,
      pValue: shortP(comparison.difference.pValue),
      holmPValue: shortP(comparison.holmPValue),
      detectable: difference(comparison.detectable),
      wins: comparison.discordance?.wins ?? null,
      losses: comparison.discordance?.losses ?? null,
      flipsToTie: comparison.discordance?.flipsToTie ?? null,
      switchesToTie: comparison.discordance?.switchesToTie ?? null,
      flipsToLoseSignificance: comparison.discordance?.flipsToLoseSignificance ?? null,
      verdict: comparison.conclusive ? 'conclusive' : 'inconclusive',
    })),
    note: `A flip turns a right answer of the leader wrong; a switch hands its credit to the other model. Flips until not significant use the exact McNemar test of single items, unadjusted. Detectable with ${percent(power)} power at ${percent(alpha)}, unadjusted, at the discordance seen; none: not even if one model were better wherever they differ.`,
  };
}

/** A forest plot of the differences beside 0. */
export function differenceFigures(comparisons: readonly Comparison[]): IntervalFigure[] {
  if (comparisons.length === 0) return [];
  const rows = comparisons.map(({ subset, first, second, estimate }) => ({
    label: subset.label,
    group: `${first} minus ${second}`,
    estimate,
  }));
  return [
    {
      kind: 'intervals',
      title: 'Differences on the same items',
      axis: 'difference of scores',
      rows,
      references: [{ label: 'no difference', value: 0 }],
    },
  ];
}

/** "11.7 points", or why there is none. */
export function difference(detectable: DetectableDifference): string {
  if (!detectable.detectable) return 'none';
  return `${(100 * detectable.difference).toFixed(1)} points`;
}
