import type { Audit, AuditOutcome, Measure, Verdict } from '../../src/audit/audit.ts';
import { counted, percent } from '../../src/audit/wording.ts';
import { type ReportedSubset, reportedSubsets } from '../../src/benchmark/reported-subsets.ts';
import { type Comparison, compareModels } from './compare-models.ts';
import { comparisonMeasures } from './comparison-measures.ts';
import { inconclusiveFinding } from './findings.ts';
import { itemCounts } from './item-counts.ts';
import { type SmallSubsetsOptions, smallSubsetsOptions } from './options.ts';
import { comparisonRemedy } from './remedy.ts';
import { type Question, type SubsetScore, scoreSubsets } from './subset-scores.ts';
import { comparisonTable, differenceFigures, scoreTable, sizeTable } from './tables.ts';

const id = 'small-subsets';

/** What the sizes of the reported subsets can support. */
export const smallSubsets: Audit<SmallSubsetsOptions> = {
  id,
  title: 'Small subsets',
  question: 'Which reported subsets are large enough to support what is said about them?',
  method:
    'The whole tracks and every value of the reported columns are taken as subsets. Each gets its items, clusters and effective items (fewer where items of one image, exam or patient score alike), and every model’s headline score with two intervals: Wilson’s on the effective items, and Clopper-Pearson’s on the same or, for graded scores, the studentised cluster bootstrap. Candidates are compared with every other model on the items both answered: paired difference with Bonett and Price’s interval, sign-flip permutation of whole clusters, Holm’s adjustment over all comparisons of the run. A comparison is conclusive when its adjusted p is below alpha and its interval excludes 0. Beside it stand the smallest difference that the items could show (Connor’s approximation) and how few answers the lead rests on.',
  limits:
    'A subset can be large enough and still not be a fair sample of what it is named after. An inconclusive comparison does not show that two models are alike. Holm’s family holds the comparisons of this run only, not those that were tried and left out. The audit never fails: it says what can’t be concluded.',
  sources: [
    'Miller 2024, arXiv:2411.00640 (clustered and paired errors in evaluations)',
    'Bowyer, Aitchison & Ivanova 2025, arXiv:2503.01747 (no normal intervals below a few hundred items)',
    'Connor 1987, doi:10.2307/2531961 (detectable paired difference)',
    'Bonett & Price 2012, doi:10.3102/1076998611411915 (interval of a paired difference)',
    'Holm 1979, https://www.jstor.org/stable/4615733',
    'Walsh et al. 2014, doi:10.1016/j.jclinepi.2013.10.019 (fragility)',
  ],
  requires: ['benchmark', 'clusters', 'scores'],
  options: smallSubsetsOptions,
  audit(evidence, options, { seed }): AuditOutcome {
    const question: Question = { evidence, options, seed };
    const subsets = reportedSubsets(evidence.benchmark);
    const scores = scoreSubsets(subsets, question);
    const comparisons = compareModels(subsets, question);
    const inconclusive = comparisons.filter((comparison) => !comparison.conclusive);
    const tables = [sizeTable(subsets, question)];
    if (scores.length > 0) tables.push(scoreTable(scores));
    if (comparisons.length > 0) tables.push(comparisonTable(comparisons, question));
    return {
      verdict: verdictOf(comparisons, inconclusive),
      ...(inconclusive.length > 0 && { remedy: comparisonRemedy(comparisons, options) }),
      summary: summarise({ subsets, scores, comparisons, inconclusive }, question),
      measures: measuresOf({ subsets, scores, comparisons, inconclusive }, question),
      tables,
      figures: differenceFigures(comparisons),
      findings: inconclusive.map((comparison) => inconclusiveFinding(id, comparison)),
    };
  },
};

interface Result {
  readonly subsets: readonly ReportedSubset[];
  readonly scores: readonly SubsetScore[];
  readonly comparisons: readonly Comparison[];
  readonly inconclusive: readonly Comparison[];
}

function verdictOf(
  comparisons: readonly Comparison[],
  inconclusive: readonly Comparison[],
): Verdict {
  if (comparisons.length === 0) return 'not-applicable';
  return inconclusive.length > 0 ? 'inconclusive' : 'pass';
}

function summarise(result: Result, question: Question): string {
  const { subsets, scores, comparisons, inconclusive } = result;
  const smallest = smallestSubset(subsets);
  if (!smallest) return 'There are no test items.';
  const size = `the smallest of ${counted(subsets.length, 'reported subset')} (${smallest.label}) has ${counted(smallest.itemKeys.size, 'item')}`;
  if (comparisons.length === 0) {
    const reason = scores.length === 0 ? 'No model was scored' : 'No two models can be compared';
    return `${reason}; ${size}.`;
  }
  const alpha = percent(question.options.alpha);
  if (inconclusive.length === 0) {
    return `All ${counted(comparisons.length, 'comparison')} hold at ${alpha} after Holm’s adjustment; ${size}.`;
  }
  return `${inconclusive.length} of ${counted(comparisons.length, 'comparison')} can’t be concluded at ${alpha} after Holm’s adjustment; ${size}.`;
}

function smallestSubset(subsets: readonly ReportedSubset[]): ReportedSubset | undefined {
  const [first, ...rest] = subsets;
  return rest.reduce(
    (smallest, subset) =>
      smallest && subset.itemKeys.size < smallest.itemKeys.size ? subset : smallest,
    first,
  );
}

function measuresOf(result: Result, question: Question): Record<string, Measure> {
  const { subsets, scores, comparisons, inconclusive } = result;
  const smallest = smallestSubset(subsets);
  const counts: Record<string, Measure> = {
    subsets: { kind: 'count', title: 'Reported subsets', value: subsets.length },
    inconclusiveComparisons: {
      kind: 'count',
      title: 'Comparisons that can’t be concluded',
      value: inconclusive.length,
      of: comparisons.length,
    },
  };
  if (smallest) {
    const { items, clusters } = itemCounts(smallest, question);
    counts.smallestSubsetItems = {
      kind: 'count',
      title: 'Items of the smallest subset',
      value: items,
    };
    counts.smallestSubsetClusters = {
      kind: 'count',
      title: 'Clusters of the smallest subset',
      value: clusters,
    };
  }
  for (const { subset, model, estimate } of scores) {
    if (subset.column === 'all') counts[`${subset.track}Score:${model}`] = estimate;
  }
  return Object.assign(counts, ...comparisons.map(comparisonMeasures));
}
