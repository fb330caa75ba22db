import type { Estimate, EvidenceTable } from '../../../src/audit/audit.ts';
import { estimateOf } from '../../../src/audit/estimate-of.ts';
import { shortP } from '../../../src/audit/wording.ts';
import {
  bootstrapMean,
  deriveSeed,
  fewClusters,
  fewClustersInterval,
  holmAdjusted,
  type Interval,
  mean,
  signFlipTest,
} from '../../../src/statistics/index.ts';
import type { JudgmentKind, Question } from '../question.ts';
import type { PairRows } from './pair-rows.ts';
import type { ScoreRows } from './score-rows.ts';

/** Two families whose graders judged answers of both, on the same items. */
export interface CrossedFamilies {
  readonly families: readonly [string, string];
  readonly design: JudgmentKind;
  readonly estimate: Estimate;
  readonly pValue: number;
  readonly holmPValue: number;
}

/** Sums and counts of an item's judgments: graders of A or B, of answers of A or B. */
interface Cells {
  readonly sums: Float64Array;
  readonly counts: Uint32Array;
}

type Uncorrected = Omit<CrossedFamilies, 'holmPValue'>;

/**
 * The two-by-two core: D = (A of A - A of B) - (B of A - B of B) on each item, halved. What makes the
 * item hard, a grader lenient or a candidate good cancels, without any model.
 */
export function crossedFamilies(
  scores: ScoreRows,
  pairs: PairRows,
  question: Question,
): CrossedFamilies[] {
  const found = familyPairs(question).flatMap((families) => [
    ...crossed(families, 'scores', scoreDifferences(scores, families, question), question),
    ...crossed(families, 'pairs', pairDifferences(pairs, families, question), question),
  ]);
  const adjusted = holmAdjusted(found.map(({ pValue }) => pValue));
  return found.map((one, index) => ({ ...one, holmPValue: adjusted[index]! }));
}

function familyPairs({ relations }: Question): [string, string][] {
  const graders = new Set(relations.graderFamilies);
  const crossing = [...new Set(relations.candidateFamilies)]
    .filter((family): family is string => family !== undefined && graders.has(family))
    .sort();
  return crossing.flatMap((first, index) =>
    crossing.slice(index + 1).map((second): [string, string] => [first, second]),
  );
}

/** Resampled clusters, or a jackknife of few. */
function meanInterval(
  values: readonly number[],
  clusterIds: readonly string[],
  settings: { readonly level: number; readonly resamples: number; readonly seed: number },
): Interval {
  const data = {
    columns: [Float64Array.from(values), new Float64Array(values.length).fill(1)],
    statistic: (sums: ArrayLike<number>) => (sums[1]! > 0 ? sums[0]! / sums[1]! : undefined),
    clusterIds,
  };
  const scale = { level: settings.level, lower: -1, upper: 1 };
  return (
    fewClustersInterval(data, [clusterIds], scale) ?? bootstrapMean(values, clusterIds, settings)
  );
}

/** Differences by position of the item. */
type Differences = ReadonlyMap<number, number>;

function crossed(
  families: readonly [string, string],
  design: JudgmentKind,
  differences: Differences,
  question: Question,
): Uncorrected[] {
  const { clusterOf, clusterIds, options, seed } = question;
  const values = [...differences.values()];
  const ids = Array.from(differences.keys(), (item) => clusterIds[clusterOf[item]!]!);
  if (values.length < options.minItems || new Set(ids).size < 2) return [];
  // Differences that never vary have no interval.
  if (values.every((value) => Math.abs(value - values[0]!) < 1e-12)) return [];
  const settings = {
    level: options.level,
    resamples: options.resamples,
    seed: deriveSeed(seed, `grader-bias/crossed/${design}/${families.join('/')}`),
  };
  const totals = new Map<string, number>();
  for (const [index, id] of ids.entries()) totals.set(id, (totals.get(id) ?? 0) + values[index]!);
  const test = signFlipTest([...totals.values()], settings);
  const estimate = estimateOf(
    `${families.join(' and ')}: favour of each for its own, ${design}`,
    'points',
    {
      value: mean(values),
      n: values.length,
      effectiveN: totals.size,
      interval: meanInterval(values, ids, settings),
    },
  );
  return [{ families, design, estimate, pValue: test.pValue }];
}

function scoreDifferences(
  { grader, candidate, item, score }: ScoreRows,
  families: readonly [string, string],
  { relations, judgments }: Question,
): Differences {
  const cells = emptyCells(judgments.items.length);
  for (let row = 0; row < score.length; row++) {
    const judge = families.indexOf(relations.graderFamilies[grader[row]!] ?? '');
    const judged = families.indexOf(relations.candidateFamilies[candidate[row]!] ?? '');
    if (judge < 0 || judged < 0) continue;
    add(cells, 4 * item[row]! + 2 * judge + judged, score[row]!);
  }
  return differencesOf(cells, [1, -1, -1, 1]);
}

/** A preference for A's answer by graders of A, minus the same by graders of B. */
function pairDifferences(
  { grader, a, b, item, preference }: PairRows,
  families: readonly [string, string],
  { relations, judgments }: Question,
): Differences {
  const cells = emptyCells(judgments.items.length);
  for (let row = 0; row < preference.length; row++) {
    const judge = families.indexOf(relations.graderFamilies[grader[row]!] ?? '');
    const first = families.indexOf(relations.candidateFamilies[a[row]!] ?? '');
    const second = families.indexOf(relations.candidateFamilies[b[row]!] ?? '');
    if (judge < 0 || first < 0 || second < 0 || first === second) continue;
    const forFirstFamily = first === 0 ? preference[row]! : 1 - preference[row]!;
    add(cells, 4 * item[row]! + 2 * judge, forFirstFamily);
    // The other half of the table says the same of the other answer.
    add(cells, 4 * item[row]! + 2 * judge + 1, 0);
  }
  return differencesOf(cells, [1, 0, -1, 0]);
}

function emptyCells(items: number): Cells {
  return { sums: new Float64Array(4 * items), counts: new Uint32Array(4 * items) };
}

function add({ sums, counts }: Cells, cell: number, value: number): void {
  sums[cell]! += value;
  counts[cell]! += 1;
}

/** Half the signed sum of the cells' means, on items that have all four. */
function differencesOf({ sums, counts }: Cells, signs: readonly number[]): Differences {
  const found = new Map<number, number>();
  for (let item = 0; 4 * item < counts.length; item++) {
    const cells = [0, 1, 2, 3].map((cell) => 4 * item + cell);
    if (cells.some((cell) => counts[cell] === 0)) continue;
    const total = cells.reduce(
      (sum, cell, index) => sum + (signs[index]! * sums[cell]!) / counts[cell]!,
      0,
    );
    found.set(item, total / 2);
  }
  return found;
}

/** Every two families that cross. */
export function crossedTable(found: readonly CrossedFamilies[]): EvidenceTable {
  return {
    title: 'Two families at a time, on items that graders of both judged for both',
    columns: [
      { key: 'families', title: 'Families' },
      { key: 'design', title: 'Judgments' },
      { key: 'favour', title: 'Favour of each for its own' },
      { key: 'pValue', title: 'p' },
      { key: 'holmPValue', title: 'p after Holm' },
    ],
    rows: found.map(({ families, design, estimate, pValue, holmPValue }) => ({
      families: families.join(' and '),
      design,
      favour: estimate,
      pValue: shortP(pValue),
      holmPValue: shortP(holmPValue),
    })),
    note: `Half of (A’s graders on A minus on B) minus (B’s graders on A minus on B): difficulty, leniency and quality cancel item by item. Intervals by resampling whole clusters, or a jackknife of fewer than ${fewClusters}; p: sign flips of whole clusters. Which of the two families is the partial one, two families alone can’t tell.`,
  };
}
