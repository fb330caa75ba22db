import { expect, test } from 'vitest';
import type { Benchmark } from '../benchmark/benchmark.ts';
import type { ItemScores, TextBaseline } from '../evidence/evidence.ts';
import { deflate } from './deflation.ts';

const keys = Array.from({ length: 10 }, (_, index) => `test/${index}`);

const benchmark = {
  models: [
    { name: 'ours', role: 'candidate' },
    { name: 'theirs', role: 'cold' },
  ],
} as unknown as Benchmark;

function scoresOf(model: string, values: readonly number[], condition = 'real'): ItemScores {
  const facts = {
    condition,
    track: 'closed',
    metric: 'accuracy',
    extractor: 'lenient',
    primary: true,
  } as const;
  return { model, ...facts, itemKeys: keys, values, unansweredKeys: [], unparsed: 0 };
}

function baselineOf(values: readonly number[]): TextBaseline {
  return {
    name: 'majority',
    title: 'most frequent answer',
    track: 'closed',
    fittedOn: 'train',
    selectionScore: 0.5,
    answers: new Map(),
    scores: new Map(keys.map((key, index) => [key, values[index] as number])),
  };
}

function evidenceOf(
  reused: readonly string[],
  text: readonly number[] | undefined,
  others: readonly ItemScores[] = [],
) {
  const baselines = text && {
    baselines: [baselineOf(text)],
    best: { closed: 'majority' },
    chance: new Map(),
  };
  return {
    scores: {
      itemScores: [
        scoresOf('ours', [1, 1, 1, 1, 1, 1, 0, 0, 1, 0]),
        scoresOf(
          'theirs',
          keys.map(() => 0),
        ),
        ...others,
      ],
    },
    clusters: {
      clusterOf: new Map(keys.map((key) => [key, key])),
      reusedTestItems: new Set(reused),
      patientsInBothSplits: [],
      examsInBothSplits: [],
      hasPatients: false,
      hasExams: false,
      testClusters: 10,
      largestTestCluster: 1,
    },
    ...(baselines && { baselines }),
  };
}

const values = (deflation: ReturnType<typeof deflate>[number]) =>
  deflation.steps.map((step) => [step.name, step.estimate.n, step.estimate.value]);

test('removes reused items, then subtracts the text-only baseline on the same items', () => {
  // All: 7/10. Without items 0 and 1: 5/8. Text-only there: 4/8. Remainder: 1/8.
  const evidence = evidenceOf(['test/0', 'test/1'], [0, 0, 1, 1, 1, 0, 1, 0, 0, 0]);
  const [deflation, ...others] = deflate(benchmark, evidence, { seed: 1 });
  expect(others).toEqual([]);
  expect(deflation).toMatchObject({ model: 'ours', baseline: 'majority', reusedItems: 2 });
  expect(values(deflation!)).toEqual([
    ['all-items', 10, 0.7],
    ['clean-items', 8, 0.625],
    ['text-only', 8, 0.5],
    ['remainder', 8, 0.125],
  ]);
  for (const { estimate } of deflation!.steps) {
    expect(estimate.interval.lower).toBeLessThan(estimate.value);
    expect(estimate.interval.upper).toBeGreaterThan(estimate.value);
  }
});

test('a text-only baseline that beats the model leaves a negative remainder', () => {
  const [deflation] = deflate(
    benchmark,
    evidenceOf(
      [],
      keys.map(() => 1),
    ),
    { seed: 1 },
  );
  expect(values(deflation!).at(-1)).toEqual(['remainder', 10, -0.3]);
});

test('says why bars are missing when every item is reused, or no baseline was fitted', () => {
  const [reused] = deflate(
    benchmark,
    evidenceOf(
      keys,
      keys.map(() => 1),
    ),
    { seed: 1 },
  );
  expect(reused?.steps.map((step) => step.name)).toEqual(['all-items']);
  expect(reused?.note).toContain('no clean item is left');
  const [bare] = deflate(benchmark, evidenceOf([], undefined), { seed: 1 });
  expect(bare?.steps.map((step) => step.name)).toEqual(['all-items', 'clean-items']);
  expect(bare?.note).toContain('question-only');
});

test('a model that is right exactly where the text is has a remainder of 0, open to both sides', () => {
  const [deflation] = deflate(benchmark, evidenceOf([], [1, 1, 1, 1, 1, 1, 0, 0, 1, 0]), {
    seed: 1,
  });
  const { value, interval } = deflation!.steps.at(-1)!.estimate;
  expect(value).toBe(0);
  expect(interval.upper).toBeGreaterThan(0);
  expect(interval.lower).toBeCloseTo(-interval.upper, 12);
});

const tuned = {
  models: [
    ...benchmark.models,
    { name: 'weak', role: 'baseline' },
    { name: 'tuned', role: 'baseline' },
  ],
} as unknown as Benchmark;

test('holds the model against itself without the image and against its best fine-tuned baseline', () => {
  // Clean items 2 to 9. Ours: 1 1 1 1 0 0 1 0; blind answers the first six of them: 1 1 0 0 0 1.
  const blind = {
    ...scoresOf('ours', [1, 1, 1, 1, 0, 0, 0, 1], 'none'),
    itemKeys: keys.slice(0, 8),
  };
  const others = [
    blind,
    scoresOf('weak', Array(10).fill(0)),
    scoresOf('tuned', [0, 0, 1, 1, 1, 0, 0, 0, 0, 0]),
  ];
  const [before] = deflate(
    tuned,
    evidenceOf(
      ['test/0', 'test/1'],
      keys.map(() => 0),
    ),
    { seed: 1 },
  );
  const [deflation] = deflate(
    tuned,
    evidenceOf(
      ['test/0', 'test/1'],
      keys.map(() => 0),
      others,
    ),
    {
      seed: 1,
    },
  );
  expect(deflation?.comparator).toBe('tuned');
  expect(before?.comparator).toBeUndefined();
  // Bars that were there stay as they were, to the last bit.
  expect(deflation?.steps.slice(0, 4)).toEqual(before?.steps);
  expect(values(deflation!).slice(4)).toEqual([
    ['blind', 6, 3 / 6],
    ['image-gain', 6, 1 / 6],
    ['over-baseline', 8, 2 / 8],
  ]);
});

test('shows no bar of answers that are read another way, or to reused items alone', () => {
  const none = { ...scoresOf('ours', Array(10).fill(1), 'none'), extractor: 'likelihood' };
  const onReused = { ...scoresOf('tuned', [1], 'real'), itemKeys: ['test/0'] };
  const evidence = evidenceOf(['test/0'], undefined, [none, onReused]);
  const [deflation] = deflate(tuned, evidence, { seed: 1 });
  expect(deflation?.steps.map((step) => step.name)).toEqual(['all-items', 'clean-items']);
  expect(deflation?.comparator).toBeUndefined();
});
