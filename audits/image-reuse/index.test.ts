import { describe, expect, test } from 'vitest';
import type { AuditOutcome, Finding, Measure } from '../../src/audit/audit.ts';
import type { Benchmark, Item, Split } from '../../src/benchmark/benchmark.ts';
import { collectClusters } from '../../src/evidence/clusters/collect-clusters.ts';
import type {
  Evidence,
  MediaFingerprint,
  NullCalibration,
  ReuseEvidence,
  ReusePair,
} from '../../src/evidence/evidence.ts';
import { testItem } from '../../test/test-item.ts';
import { imageReuse } from './index.ts';

/** Item number n of a split, on line n, showing `<split>-<n>.png` unless told otherwise. */
function item(split: Split, n: number, fields: Partial<Item> = {}): Item {
  const media = [{ path: `${split}-${n}.png`, kind: 'image' as const }];
  const source = { file: `${split}.jsonl`, line: n };
  return testItem({ key: `${split}/${n}`, split, source, media, ...fields });
}

const test4 = [1, 2, 3, 4].map((n) => item('test', n));
const train3 = [1, 2, 3].map((n) => item('train', n));

function mediaOf(items: readonly Item[]): MediaFingerprint[] {
  const paths = [...new Set(items.flatMap(({ media }) => media.map(({ path }) => path)))];
  return paths.map((path) => {
    const users = items.filter(({ media }) => media.some((one) => one.path === path));
    const splits = [...new Set(users.map(({ split }) => split))];
    return { path, kind: 'image', splits, itemKeys: users.map(({ key }) => key) };
  });
}

function run(
  items: readonly Item[],
  found: Partial<ReuseEvidence> = {},
  options: Record<string, number> = {},
): AuditOutcome {
  const benchmark: Benchmark = {
    ...{ name: 'b', media: 'present', models: [], responses: [] },
    ...{ subsets: [], ledger: [], inputs: [] },
    test: items.filter(({ split }) => split === 'test'),
    train: items.filter(({ split }) => split === 'train'),
  };
  const reuse: ReuseEvidence = {
    ...{ mode: 'pixels', pairs: [], unreadable: [], calibration: [], featureless: [] },
    media: mediaOf(items),
    ...found,
  };
  const clusters = collectClusters(benchmark, reuse);
  const evidence = { benchmark, reuse, clusters } as Evidence;
  return imageReuse.audit(evidence, imageReuse.options.parse(options), { seed: 0 });
}

function pair(first: string, second: string, fields: Partial<ReusePair> = {}): ReusePair {
  return {
    ...{ first, second, scope: 'train-test', verdict: 'exact', layer: 'bytes', kind: 'image' },
    ...fields,
  };
}

const perceptual = { layer: 'perceptual', symmetry: 'identity', correlation: 0.99 } as const;
const measure = ({ measures }: AuditOutcome, name: string): Measure | undefined => measures[name];
const kinds = ({ findings }: AuditOutcome): string[] => findings.map(({ kind }) => kind);

describe('verdicts', () => {
  test('a clean benchmark passes, and nothing is found', () => {
    const outcome = run([...test4, ...train3]);
    expect(outcome).toMatchObject({ verdict: 'pass', findings: [] });
    expect(outcome.summary).toBe('0 of 4 test media are in train, exactly or verified by pixels.');
    expect(measure(outcome, 'reusedMedia')).toEqual({
      ...{ kind: 'count', title: 'Test media in train', value: 0, of: 4 },
    });
  });

  test.each([
    ['exact', { layer: 'name' }],
    ['exact', { layer: 'bytes' }],
    ['exact', { layer: 'content' }],
    ['verified', perceptual],
  ] as const)('one %s pair fails', (verdict, fields) => {
    const pairs = [pair('test-1.png', 'train-2.png', { verdict, ...fields })];
    const outcome = run([...test4, ...train3], { pairs });
    expect(outcome.verdict).toBe('fail');
    expect(outcome.summary).toBe('1 of 4 test media is in train, exactly or verified by pixels.');
    expect(kinds(outcome)).toEqual([`${verdict}-pair`]);
  });

  test('a candidate is neither guilt nor innocence', () => {
    const pairs = [pair('test-1.png', 'train-2.png', { ...perceptual, verdict: 'candidate' })];
    const outcome = run([...test4, ...train3], { pairs });
    expect(outcome.verdict).toBe('inconclusive');
    expect(outcome.summary).toContain(
      "1 test medium has a partner in train that pixels can't decide",
    );
    expect(outcome.findings[0]?.severity).toBe('suspect');
    expect(run([...test4, ...train3], { pairs }, { maxCandidateMedia: 1 }).verdict).toBe('pass');
  });

  test('a refuted pair does not count', () => {
    const pairs = [pair('test-1.png', 'train-2.png', { ...perceptual, verdict: 'refuted' })];
    expect(run([...test4, ...train3], { pairs })).toMatchObject({ verdict: 'pass', findings: [] });
  });

  test('what could not be read can not pass', () => {
    const unreadable = [{ path: 'test-1.png', reason: 'file not found' }];
    const outcome = run([...test4, ...train3], { unreadable });
    expect(outcome.verdict).toBe('inconclusive');
    expect(outcome.findings).toEqual([
      expect.objectContaining({
        ...{ kind: 'unreadable-medium', values: { reason: 'file not found' } },
        subjects: [expect.objectContaining({ key: 'test-1.png' })],
      }),
    ]);
    expect(run([...test4, ...train3], { unreadable }, { maxUnreadableMedia: 1 }).verdict).toBe(
      'pass',
    );
  });

  test('one shared patient fails, and options can allow it', () => {
    const items = [
      item('test', 1, { patient: 'P' }),
      item('train', 1, { patient: 'P' }),
      ...train3,
    ];
    const outcome = run(items);
    expect(outcome.verdict).toBe('fail');
    expect(outcome.summary).toContain('1 patient is in both splits');
    expect(outcome.findings[0]).toMatchObject({
      ...{ kind: 'patient-overlap', severity: 'defect', values: { testItems: 1, trainItems: 1 } },
      subjects: [
        { role: 'patient', key: 'P' },
        { role: 'item', key: 'test/1', media: 'test-1.png' },
        { role: 'item', key: 'train/1', media: 'train-1.png' },
      ],
    });
    expect(run(items, {}, { maxSharedPatients: 1 }).verdict).toBe('pass');
  });

  test('one shared exam fails', () => {
    const outcome = run([item('test', 1, { exam: 'E' }), item('train', 1, { exam: 'E' })]);
    expect([outcome.verdict, ...kinds(outcome)]).toEqual(['fail', 'exam-overlap']);
  });

  test('by name alone, equal names fail and other names leave the question open', () => {
    const shared = item('train', 1, { media: [{ path: 'test-1.png', kind: 'image' }] });
    const pairs = [pair('test-1.png', 'test-1.png', { layer: 'name' })];
    const failing = run([...test4, shared], { mode: 'names', pairs });
    expect(failing).toMatchObject({ verdict: 'fail' });
    expect(failing.summary).toBe('1 of 4 test media is in train, by name.');
    const open = run([...test4, ...train3], { mode: 'names' });
    expect(open.verdict).toBe('inconclusive');
    expect(open.summary).toContain('no pixel was compared');
    expect(measure(open, 'candidateMedia')).toMatchObject({ kind: 'unavailable' });
  });

  test('without train there is nothing to compare with, but test copies are told', () => {
    const pairs = [pair('test-1.png', 'test-2.png', { scope: 'within-test' })];
    const outcome = run(test4, { pairs });
    expect([outcome.verdict, ...kinds(outcome)]).toEqual(['not-applicable', 'within-test-pair']);
    expect(outcome.findings[0]?.severity).toBe('note');
  });

  test('without test media nothing can pass', () => {
    const outcome = run([item('test', 1, { media: [] }), ...train3]);
    expect(outcome.verdict).toBe('not-applicable');
    expect(outcome.summary).toMatch(/^No test item shows a medium/);
  });

  test('without media the question makes no sense', () => {
    const outcome = run([item('test', 1, { media: [] }), item('train', 1, { media: [] })]);
    expect(outcome).toMatchObject({ verdict: 'not-applicable', measures: {}, findings: [] });
  });

  test('refuses an unknown option and a share where a count belongs', () => {
    expect(() => imageReuse.options.parse({ maxReused: 1 })).toThrow(/maxReused/);
    expect(() => imageReuse.options.parse({ maxReusedMedia: 0.05 })).toThrow();
  });
});

describe('what would make it pass', () => {
  const items = [
    ...[
      item('test', 1, { patient: 'P', exam: 'E' }),
      item('test', 2),
      item('test', 3),
      item('test', 4),
    ],
    ...[item('train', 1, { patient: 'P', exam: 'E' }), item('train', 2), item('train', 3)],
  ];
  const pairs = [
    pair('test-2.png', 'train-2.png'),
    pair('test-3.png', 'train-3.png'),
    pair('test-4.png', 'train-3.png', { ...perceptual, verdict: 'candidate' }),
  ];

  test('names how many media, patients and exams are too many, and what is open besides', () => {
    expect(run(items, { pairs }).remedy).toBe(
      'Take 2 of the 2 reused media out of test or out of train (2 test rows show reused ones); keep 1 shared patient in one split only; keep 1 shared exam in one split only; take 1 of the 1 undecided test medium out, or look at them and allow those that are other pictures (maxCandidateMedia: 1).',
    );
  });

  test('counts only what is beyond the options', () => {
    const options = {
      maxReusedMedia: 1,
      maxSharedPatients: 1,
      maxSharedExams: 1,
      maxCandidateMedia: 1,
    };
    expect(run(items, { pairs }, options).remedy).toBe(
      'Take 1 of the 2 reused media out of test or out of train (2 test rows show reused ones).',
    );
  });

  test('asks for the media where only names were compared, and for those that can not be read', () => {
    const unreadable = [{ path: 'test-1.png', reason: 'file not found' }];
    expect(run([...test4, ...train3], { mode: 'names' }).remedy).toBe(
      'Give the media, under media: { root: … }, to have pixels compared.',
    );
    expect(run([...test4, ...train3], { unreadable }).remedy).toBe(
      'Make 1 of the 1 unread medium readable.',
    );
    expect(run([...test4, ...train3]).remedy).toBeUndefined();
  });
});

describe('measures', () => {
  test('the share of test items is bounded by proven and undecided pairs', () => {
    const pairs = [
      pair('test-1.png', 'train-1.png'),
      pair('test-2.png', 'train-2.png', { ...perceptual, verdict: 'candidate' }),
    ];
    const outcome = run([...test4, ...train3], { pairs });
    expect(measure(outcome, 'reusedShare')).toMatchObject({ kind: 'estimate', value: 0.25, n: 4 });
    expect(measure(outcome, 'reusedShareUpper')).toMatchObject({ value: 0.5, n: 4 });
  });

  test('items of one picture count as one', () => {
    const shared = { media: [{ path: 'test-1.png', kind: 'image' as const }] };
    const items = [
      item('test', 1),
      item('test', 2, shared),
      item('test', 3, shared),
      item('test', 4),
    ];
    const outcome = run([...items, ...train3], { pairs: [pair('test-1.png', 'train-1.png')] });
    const estimate = measure(outcome, 'reusedShare');
    expect(estimate).toMatchObject({ value: 0.75, n: 4 });
    expect((estimate as { effectiveN: number }).effectiveN).toBeLessThan(3);
    expect(measure(outcome, 'largestTestCluster')).toMatchObject({ value: 3, of: 4 });
    expect(measure(outcome, 'spanningClusters')).toMatchObject({ value: 1 });
  });

  test('media that serve several tasks are counted', () => {
    const shared = { media: [{ path: 'test-1.png', kind: 'image' as const }], task: 'caption' };
    const items = [item('test', 1, { task: 'closed' }), item('test', 2, shared)];
    const outcome = run([...items, ...train3]);
    expect(measure(outcome, 'mediaInSeveralTasks')).toMatchObject({ value: 1, of: 1 });
  });

  test('patients and exams nobody names are unavailable, not zero', () => {
    const outcome = run([...test4, ...train3]);
    expect(measure(outcome, 'sharedPatients')).toMatchObject({ kind: 'unavailable' });
    expect(measure(outcome, 'sharedExams')).toMatchObject({ kind: 'unavailable' });
  });
});

describe('findings', () => {
  test('name both media with the lines that show them and the numbers behind the verdict', () => {
    const fields = { hashDistanceBits: 2, detail: 0.93, overlap: 1, expectedFalsePairs: 0.5 };
    const pairs = [
      pair('test-1.png', 'train-2.png', {
        ...{
          ...perceptual,
          ...fields,
          verdict: 'verified',
          symmetry: 'rotated-90',
          modality: 'ct',
        },
      }),
    ];
    const [finding] = run([...test4, ...train3], { pairs }).findings;
    expect(finding).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{12}$/),
      kind: 'verified-pair',
      severity: 'defect',
      title: 'The same picture, rotated by 90 degrees, is in train and test.',
      subjects: [
        {
          ...{ role: 'media', key: 'test-1.png', split: 'test', media: 'test-1.png' },
          source: { file: 'test.jsonl', line: 1 },
        },
        {
          ...{ role: 'media', key: 'train-2.png', split: 'train', media: 'train-2.png' },
          source: { file: 'train.jsonl', line: 2 },
        },
      ],
      values: {
        ...{ verdict: 'verified', layer: 'perceptual', symmetry: 'rotated-90', correlation: 0.99 },
        ...{ detailCorrelation: 0.93, overlap: 1, hashDistanceBits: 2, expectedFalsePairs: 0.5 },
      },
      modality: 'ct',
    });
  });

  test('list a test medium once, with its strongest partner and the number of its equals', () => {
    const pairs = [
      pair('test-1.png', 'train-1.png', { ...perceptual, verdict: 'candidate', detail: 0.6 }),
      pair('test-1.png', 'train-2.png', { ...perceptual, verdict: 'verified', detail: 0.9 }),
      pair('test-1.png', 'train-3.png', {
        ...perceptual,
        verdict: 'verified',
        detail: 0.95,
        copies: 3,
      }),
    ];
    const outcome = run([...test4, ...train3], { pairs });
    const found = outcome.findings.map(({ subjects, values }: Finding) => [
      ...subjects.map(({ key }) => key),
      values.trainPartners,
    ]);
    expect(found).toEqual([['test-1.png', 'train-3.png', 4]]);
    expect(measure(outcome, 'candidateMedia')).toMatchObject({ value: 0 });
  });

  test('keep their ids whatever else is found', () => {
    const first = pair('test-1.png', 'train-1.png');
    const [alone] = run([...test4, ...train3], { pairs: [first] }).findings;
    const pairs = [pair('test-2.png', 'train-1.png'), first];
    const together = run([...test4, ...train3], { pairs }).findings.map(({ id }) => id);
    expect(together).toContain(alone?.id);
  });

  test('titles and summary name no medium and no patient', () => {
    const items = [item('test', 1, { patient: 'P' }), item('train', 1, { patient: 'P' })];
    const { findings, summary } = run(items, { pairs: [pair('test-1.png', 'train-1.png')] });
    const texts = [summary, ...findings.map(({ title }) => title)].join(' ');
    expect(texts).not.toMatch(/png|\bP\b/);
  });
});

test('tables count pairs by layer and verdict and show each calibration', () => {
  const counts = Array.from({ length: 65 }, (_, bits) => (bits === 20 || bits === 21 ? 5000 : 0));
  const calibrated: NullCalibration = {
    ...{ modality: 'ct', status: 'calibrated', reason: 'all pairs of different patients' },
    ...{ nullPairs: 10_000, searchedPairs: 12, distanceCounts: counts, thresholdBits: 19 },
    ...{ expectedFalsePairs: new Array(17).fill(0.0012345), searchRadiusBits: 10 },
  };
  const open: NullCalibration = {
    ...{ modality: 'us', status: 'not-calibrated', nullPairs: 3, searchedPairs: 5 },
    ...{ reason: '3 pairs of different patients, 10000 needed', thresholdBits: -1 },
    ...{ distanceCounts: counts, expectedFalsePairs: [], searchRadiusBits: 10 },
  };
  const pairs = [
    pair('test-1.png', 'train-1.png'),
    pair('test-2.png', 'train-1.png', { ...perceptual, verdict: 'refuted' }),
    pair('test-3.png', 'train-1.png', { ...perceptual, verdict: 'refuted' }),
  ];
  const outcome = run([...test4, ...train3], { pairs, calibration: [calibrated, open] });
  const [byLayer, calibration] = outcome.tables;
  expect(byLayer?.rows).toContainEqual({
    ...{ scope: 'train x test', layer: 'perceptual' },
    ...{ exact: 0, verified: 0, candidate: 0, refuted: 2 },
  });
  expect(calibration?.rows[0]).toMatchObject({ modality: 'ct', expected4: 0.00123 });
  expect(calibration?.rows[1]).toMatchObject({
    status: 'not calibrated: 3 pairs of different patients, 10000 needed',
    thresholdBits: 'none',
    expected4: null,
  });
  expect(outcome.figures).toHaveLength(1);
  expect(outcome.figures[0]).toMatchObject({
    kind: 'histogram',
    marks: [{ value: 19 }, { value: 10 }],
  });
  const [figure] = outcome.figures;
  const full = figure?.kind === 'histogram' ? figure.bins.filter(({ count }) => count > 0) : [];
  expect(full).toEqual([{ from: 20, to: 22, count: 10_000 }]);
});
