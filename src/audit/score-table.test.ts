import { describe, expect, it } from 'vitest';
import { testItem } from '../../test/test-item.ts';
import type { Benchmark, Item } from '../benchmark/benchmark.ts';
import type { ClusterEvidence, ItemScores } from '../evidence/evidence.ts';
import { meanEstimate } from '../statistics/index.ts';
import { tabulateScores } from './score-table.ts';

/** Ten yes/no items, five of each answer, two an image, the last four of them MRI. */
const items = Array.from(
  { length: 10 },
  (_, index): Item =>
    testItem({
      key: `test/${index}`,
      track: 'closed',
      answer: index % 2 === 0 ? 'Yes' : 'No',
      modality: index < 6 ? 'CT' : 'MRI',
    }),
);

const clusters: ClusterEvidence = {
  clusterOf: new Map(items.map((item, index) => [item.key, `image ${Math.floor(index / 2)}`])),
  reusedTestItems: new Set(),
  patientsInBothSplits: [],
  examsInBothSplits: [],
  hasPatients: false,
  hasExams: false,
  testClusters: 5,
  largestTestCluster: 2,
};

const benchmark: Benchmark = {
  name: 'small',
  test: items,
  train: [],
  models: [{ name: 'm', role: 'candidate' }],
  responses: [],
  media: 'absent',
  subsets: ['modality'],
  ledger: [],
  inputs: [],
};

/** All yes items right, 3 of 5 no items right. */
const values = [1, 1, 1, 1, 1, 1, 1, 0, 1, 0];

function scores(fields: Partial<ItemScores> = {}): ItemScores {
  return {
    model: 'm',
    condition: 'real',
    track: 'closed',
    metric: 'accuracy',
    extractor: 'lenient',
    primary: true,
    itemKeys: items.map((item) => item.key),
    values,
    unansweredKeys: [],
    unparsed: 1,
    unparsedKeys: ['test/7'],
    ...fields,
  };
}

describe('tabulateScores', () => {
  const table = tabulateScores(benchmark, { itemScores: [scores()] }, clusters);
  const find = (metric: string, value = 'all') =>
    table.find((row) => row.metric === metric && row.subset.value === value);

  it('gives the whole track and every subset with their counts', () => {
    const rows = table.filter((row) => row.metric === 'accuracy');
    expect(rows.map((row) => [row.subset.column, row.subset.value, row.value, row.n])).toEqual([
      ['all', 'all', 0.8, 10],
      ['modality', 'CT', 1, 6],
      ['modality', 'MRI', 0.5, 4],
    ]);
    expect(rows.map((row) => row.unparsed)).toEqual([1, 0, 1]);
    expect(rows[0]).toMatchObject({ role: 'candidate', clusters: 5, primary: true, unanswered: 0 });
  });

  it('takes the default interval of a clustered mean', () => {
    const ids = items.map((item) => clusters.clusterOf.get(item.key) ?? '');
    const { interval, effectiveN } = meanEstimate(values, ids);
    expect(find('accuracy')).toMatchObject({
      interval,
      effectiveN,
      worstCase: { lower: interval.lower, upper: interval.upper },
    });
  });

  it('tells sensitivity from specificity', () => {
    expect(find('sensitivity')).toMatchObject({ value: 1, n: 5, unparsed: 0, primary: false });
    expect(find('specificity')).toMatchObject({ value: 3 / 5, n: 5, unparsed: 1 });
    // (1 + 3/5) / 2
    expect(find('balanced-accuracy')).toMatchObject({ value: 0.8, n: 10, clusters: 5 });
    // In MRI both no items are wrong.
    expect(find('balanced-accuracy', 'MRI')).toMatchObject({ value: 0.5, n: 4 });
  });

  it('keeps balanced accuracy and its bounds within 0 and 1', () => {
    for (const row of table) {
      expect(row.interval.lower).toBeGreaterThanOrEqual(0);
      expect(row.interval.lower).toBeLessThanOrEqual(row.value);
      expect(row.interval.upper).toBeGreaterThanOrEqual(row.value);
      expect(row.interval.upper).toBeLessThanOrEqual(1);
    }
  });

  it('widens the worst case by unanswered items counted wrong and right', () => {
    const answered = scores({
      itemKeys: items.slice(0, 8).map((item) => item.key),
      values: values.slice(0, 8),
      unansweredKeys: ['test/8', 'test/9'],
      unparsedKeys: [],
      unparsed: 0,
    });
    const [row] = tabulateScores(benchmark, { itemScores: [answered] }, clusters);
    const ids = items.map((item) => clusters.clusterOf.get(item.key) ?? '');
    const withBoth = (fill: number) =>
      meanEstimate([...values.slice(0, 8), fill, fill], ids).interval;
    expect(row).toMatchObject({ n: 8, unanswered: 2, value: 7 / 8 });
    expect(row?.worstCase).toEqual({ lower: withBoth(0).lower, upper: withBoth(1).upper });
  });

  it('never bounds the worst case more narrowly than the score itself', () => {
    const answered = scores({
      itemKeys: items.slice(0, 9).map((item) => item.key),
      values: Array(9).fill(1),
      unansweredKeys: ['test/9'],
    });
    // All right tells nothing about how alike an image's items are; a wrong one does.
    for (const row of tabulateScores(benchmark, { itemScores: [answered] }, clusters)) {
      expect(row.worstCase.lower).toBeLessThanOrEqual(row.interval.lower);
      expect(row.worstCase.upper).toBeGreaterThanOrEqual(row.interval.upper);
    }
  });

  it('bounds balanced accuracy by what it would be with unanswered items wrong, and right', () => {
    const many = Array.from({ length: 400 }, (_, index) =>
      testItem({ key: `test/${index}`, track: 'closed', answer: index % 2 === 0 ? 'Yes' : 'No' }),
    );
    const keys = many.map((item) => item.key);
    const half = scores({
      itemKeys: keys.slice(0, 200),
      values: Array(200).fill(1),
      unansweredKeys: keys.slice(200),
    });
    const rows = tabulateScores(
      { ...benchmark, test: many },
      { itemScores: [half] },
      { ...clusters, clusterOf: new Map() },
    );
    const balanced = rows.find((row) => row.metric === 'balanced-accuracy');
    expect(balanced?.value).toBe(1);
    // Half of each answer unanswered: counted wrong, sensitivity and specificity are 1/2.
    expect(balanced?.worstCase.lower).toBeLessThan(0.5);
    expect(balanced?.worstCase.lower).toBeGreaterThan(0.4);
    expect(balanced?.worstCase.upper).toBe(1);
  });

  it('gives other metrics on the whole track only', () => {
    const secondary = scores({ metric: 'exact-match', extractor: 'none', primary: false });
    const rows = tabulateScores(benchmark, { itemScores: [secondary] }, clusters);
    expect(rows.map((row) => [row.metric, row.subset.column])).toEqual([['exact-match', 'all']]);
  });

  it('gives the headline of the whole track under other conditions, and nothing of rotations', () => {
    const itemScores = [
      scores({ condition: 'none' }),
      scores({ condition: 'none', metric: 'exact-match', extractor: 'none', primary: false }),
      scores({ condition: 'rotated-1' }),
    ];
    const rows = tabulateScores(benchmark, { itemScores }, clusters);
    expect(rows.map((row) => [row.condition, row.metric, row.subset.column])).toEqual([
      ['none', 'accuracy', 'all'],
    ]);
  });

  it('has no sensitivity without yes/no items', () => {
    const words = items.map((item) => ({ ...item, answer: 'CT' }));
    const rows = tabulateScores(
      { ...benchmark, test: words },
      { itemScores: [scores()] },
      clusters,
    );
    expect(new Set(rows.map((row) => row.metric))).toEqual(new Set(['accuracy']));
  });
});
