import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Benchmark, Item, Split } from '../../benchmark/benchmark.ts';
import type { ReuseEvidence, ReusePair } from '../evidence.ts';
import { collectClusters } from './collect-clusters.ts';

interface Facts {
  readonly media?: string;
  readonly patient?: string;
  readonly exam?: string;
}

function itemsOf(split: Split, facts: readonly Facts[]): Item[] {
  return facts.map(({ media, ...ids }, index) => ({
    key: `${split}/${index}`,
    split,
    media: media === undefined ? [] : [{ path: media, kind: 'image' }],
    ...ids,
  })) as unknown as Item[];
}

function cluster(
  test: readonly Facts[],
  train: readonly Facts[],
  pairs: Partial<ReusePair>[] = [],
) {
  const benchmark = {
    test: itemsOf('test', test),
    train: itemsOf('train', train),
  } as unknown as Benchmark;
  const items = [...benchmark.test, ...benchmark.train];
  const paths = [...new Set(items.flatMap((item) => item.media.map((one) => one.path)))];
  const media = paths.map((path) => {
    const users = items.filter((item) => item.media.some((one) => one.path === path));
    return {
      path,
      splits: [...new Set(users.map((item) => item.split))],
      itemKeys: users.map((item) => item.key),
    };
  });
  return collectClusters(benchmark, { media, pairs } as unknown as ReuseEvidence);
}

test('joins items by medium, exam and patient, and chains of them', () => {
  // 0 and 1 share a picture, 1 and 2 a patient: one cluster. 3 stands alone.
  const { clusterOf, testClusters, largestTestCluster } = cluster(
    [{ media: 'a' }, { media: 'a', patient: 'P1' }, { media: 'b', patient: 'P1' }, { media: 'c' }],
    [],
  );
  expect([...clusterOf.values()]).toEqual(['test/0', 'test/0', 'test/0', 'test/3']);
  expect([testClusters, largestTestCluster]).toEqual([2, 3]);
});

test('joins media of proven pairs, never of candidates or refuted ones', () => {
  const pair = (first: string, second: string, verdict: ReusePair['verdict']) =>
    ({ first, second, verdict, scope: 'train-test' }) as const;
  const { clusterOf, reusedTestItems } = cluster(
    [{ media: 'a' }, { media: 'b' }, { media: 'c' }, { media: 'd' }],
    [{ media: 'w' }, { media: 'x' }, { media: 'y' }, { media: 'z' }],
    [
      pair('a', 'w', 'exact'),
      pair('b', 'x', 'verified'),
      pair('c', 'y', 'candidate'),
      pair('d', 'z', 'refuted'),
    ],
  );
  expect([...reusedTestItems]).toEqual(['test/0', 'test/1']);
  expect(clusterOf.get('train/0')).toBe('test/0');
  expect(clusterOf.get('train/2')).toBe('train/2');
});

test('a path in both splits is a pair with itself', () => {
  const { reusedTestItems } = cluster(
    [{ media: 'a' }, { media: 'b' }],
    [{ media: 'b' }],
    [{ first: 'b', second: 'b', verdict: 'exact', scope: 'train-test', layer: 'name' }],
  );
  expect([...reusedTestItems]).toEqual(['test/1']);
});

test('names patients and exams in both splits, and says when there are no ids at all', () => {
  const shared = cluster(
    [{ patient: 'P2', exam: 'E2' }, { patient: 'P1' }],
    [{ patient: 'P1' }, { patient: 'P2', exam: 'E9' }],
  );
  expect(shared.patientsInBothSplits).toEqual(['P1', 'P2']);
  expect(shared.examsInBothSplits).toEqual([]);
  expect([shared.hasPatients, shared.hasExams]).toEqual([true, true]);
  expect(cluster([{ media: 'a' }], [{ media: 'b' }])).toMatchObject({
    hasPatients: false,
    hasExams: false,
  });
});

test('a within-test pair joins its items but is no reuse from train', () => {
  const { reusedTestItems, testClusters } = cluster(
    [{ media: 'a' }, { media: 'b' }],
    [{ media: 'z' }],
    [{ first: 'a', second: 'b', verdict: 'exact', scope: 'within-test' }],
  );
  expect([reusedTestItems.size, testClusters]).toEqual([0, 1]);
});

test('copies inside train join the test items that are like one each', () => {
  const item = (key: string, split: Split) => ({ key, split, media: [] }) as unknown as Item;
  const medium = (path: string, itemKey: string, contentHash: string) => ({
    ...{ path, kind: 'image', splits: [], itemKeys: [itemKey], contentHash },
  });
  const [like, alike] = [
    { first: 'a', second: 'c', verdict: 'verified', scope: 'train-test' },
    { first: 'b', second: 'd', verdict: 'verified', scope: 'train-test' },
  ];
  const { testClusters, largestTestCluster } = collectClusters(
    {
      test: [item('test/a', 'test'), item('test/b', 'test')],
      train: [item('train/c', 'train'), item('train/d', 'train')],
    } as unknown as Benchmark,
    {
      media: [
        medium('a', 'test/a', '1'),
        medium('b', 'test/b', '2'),
        medium('c', 'train/c', '3'),
        medium('d', 'train/d', '3'),
      ],
      pairs: [like, alike],
    } as unknown as ReuseEvidence,
  );
  expect([testClusters, largestTestCluster]).toEqual([1, 2]);
});

test('the order of items does not matter', () => {
  const items = Array.from({ length: 6 }, (_, i) => [
    ...itemsOf('test', [{ patient: `P${i % 2}` }]).map((item) => ({ ...item, key: `test/${i}` })),
    ...itemsOf('train', [{ patient: `P${i % 4}` }]).map((item) => ({ ...item, key: `train/${i}` })),
  ]).flat();
  const clusters = (order: readonly Item[]) => {
    const split = (name: Split) => order.filter((item) => item.split === name);
    const benchmark = { test: split('test'), train: split('train') } as unknown as Benchmark;
    const reuse = { media: [], pairs: [] } as unknown as ReuseEvidence;
    return Object.fromEntries(collectClusters(benchmark, reuse).clusterOf);
  };
  fc.assert(
    fc.property(fc.shuffledSubarray(items, { minLength: items.length }), (shuffled) => {
      expect(clusters(shuffled)).toEqual(clusters(items));
    }),
  );
});
