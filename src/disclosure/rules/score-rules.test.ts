import { describe, expect, test } from 'vitest';
import type { Finding } from '../../audit/audit.ts';
import { count, estimate, ledgerEntry, measured, resultOf } from '../fixtures/measured.ts';
import { measuredSide } from '../measured-side.ts';
import { nothingMeasured } from '../measurements.ts';

const finding = (kind: string, facts: Partial<Finding> = {}): Finding => ({
  ...{ id: '0'.repeat(12), kind, severity: 'defect', title: '', subjects: [], values: {} },
  ...facts,
});

describe('D18: how answers are read', () => {
  const range = (...ranks: number[]) => ({
    ...{ model: 'ours', condition: 'real', track: 'closed', n: 9, disagreements: 1 },
    scores: ranks.map((rank, at) => ({ extractor: `e${at}`, value: 0.5, rank, unparsed: 0 })),
  });
  const side = (...ranges: ReturnType<typeof range>[]) =>
    measuredSide('D18', { parserRobust: true }, measured([], { extractors: ranges as never }));

  test('another rank under another way refutes that it does not matter', () => {
    expect(side(range(1, 2, 1))).toMatchObject({
      state: 'contradicts',
      text: 'ours ranks 1 to 2 on closed questions by how its answers are read',
    });
    expect(side(range(1, 1, 1)).state).toBe('agrees');
  });

  test('one way shows nothing', () => {
    expect(side(range(1)).state).toBe('not-at-hand');
    expect(side().state).toBe('not-at-hand');
  });
});

describe('D19: intervals', () => {
  // Measured width: 10 points; four fifths of it are 8.
  const subsets = measured([
    resultOf('small-subsets', {
      measures: { 'closedScore:ours': estimate(0.7, [0.65, 0.75]) },
    }),
  ]);
  const given = (lower: number, upper: number, model = 'ours') =>
    measuredSide('D19', { intervals: [{ model, track: 'closed', lower, upper }] }, subsets);

  test('far narrower than the measured one is contradicted', () => {
    expect(given(0.67, 0.74)).toMatchObject({
      state: 'contradicts',
      text: 'ours, closed: published width 7 points, measured 10 points',
    });
  });

  test('as wide agrees, of an unknown model stays open', () => {
    expect(given(0.66, 0.745).state).toBe('agrees');
    expect(given(0.67, 0.74, 'gpt').state).toBe('undecided');
    expect(measuredSide('D19', undefined, nothingMeasured).state).toBe('not-at-hand');
  });
});

describe('D21 and D24: missing, unreadable, cut, twice', () => {
  const answers = (unanswered: number, unread: number) =>
    measured([], {
      answers: [
        { model: 'ours', track: 'closed', items: 51, unanswered, unread },
        { model: 'sft', track: 'closed', items: 51, unanswered: 0, unread: 0 },
      ],
    });

  test('one item without an answer refutes that all were answered', () => {
    const facts = { allAnswered: true, allRead: true };
    expect(measuredSide('D21', facts, answers(1, 0))).toEqual({
      state: 'contradicts',
      text: 'ours: 1 of 51 closed items without an answer',
      keys: ['allAnswered'],
    });
    expect(measuredSide('D21', facts, answers(0, 2))).toMatchObject({ keys: ['allRead'] });
    expect(measuredSide('D21', facts, answers(0, 0)).state).toBe('agrees');
    expect(measuredSide('D21', facts, nothingMeasured).state).toBe('not-at-hand');
  });

  const tested = (duplicated: number, pairs: readonly string[], unreadable: number, cut: number) =>
    measured(
      [
        resultOf('image-reuse', {
          measures: { unreadableMedia: count(unreadable, 68) },
          findings: pairs.map((verdict) => finding('within-test-pair', { values: { verdict } })),
        }),
      ],
      {
        ledger: [ledgerEntry({ duplicated })],
        truncated: [{ model: 'ours', answers: 70, truncated: cut }],
      },
    );

  test.each<[string, Parameters<typeof tested>, string]>([
    ['a row', [1, [], 0, 0], 'duplicatesRemoved'],
    ['a picture', [0, ['exact'], 0, 0], 'duplicatesRemoved'],
    ['an unreadable medium', [0, [], 1, 0], 'allMediaReadable'],
    ['a cut answer', [0, [], 0, 1], 'noAnswerTruncated'],
  ])('%s refutes quality control in one fact', (_name, planted, key) => {
    const facts = { duplicatesRemoved: true, allMediaReadable: true, noAnswerTruncated: true };
    expect(measuredSide('D24', facts, tested(...planted))).toMatchObject({
      state: 'contradicts',
      keys: [key],
    });
  });

  test('a clean test split agrees, an undecided pair leaves it open', () => {
    const facts = { duplicatesRemoved: true };
    expect(measuredSide('D24', facts, tested(0, [], 0, 0)).state).toBe('agrees');
    expect(measuredSide('D24', facts, tested(0, ['candidate'], 0, 0)).state).toBe('undecided');
    expect(measuredSide('D24', facts, nothingMeasured).state).toBe('not-at-hand');
  });
});

describe('D22: answers that change', () => {
  const flips = (lower: number, upper: number) =>
    measured([
      resultOf('blind-controls', {
        tables: [
          {
            title: 'When the options change places',
            columns: [],
            rows: [{ model: 'ours', flipped: estimate((lower + upper) / 2, [lower, upper]) }],
          },
        ],
      }),
    ]);
  const side = (lower: number, upper: number) =>
    measuredSide('D22', { maxFlipRate: 0.05 }, flips(lower, upper)).state;

  test('more than is said refutes only with the whole interval', () => {
    expect([side(0.22, 0.5), side(0.01, 0.04), side(0.03, 0.2)]).toEqual([
      'contradicts',
      'agrees',
      'undecided',
    ]);
  });

  test('repeats of numerical-stability count too', () => {
    const stability = measured([
      resultOf('numerical-stability', {
        measures: { 'flipRate:ours:repeated': estimate(0.3, [0.2, 0.4]) },
      }),
    ]);
    expect(measuredSide('D22', { maxFlipRate: 0.05 }, stability).state).toBe('contradicts');
    expect(measuredSide('D22', { maxFlipRate: 0.05 }, nothingMeasured).state).toBe('not-at-hand');
  });
});

describe('D23: subgroups', () => {
  const row = (subset: string, value: number, half: number, model = 'ours') => ({
    ...{ subset, model },
    score: estimate(value, [value - half, value + half], { n: 40 }),
  });
  const side = (...rows: ReturnType<typeof row>[]) =>
    measuredSide(
      'D23',
      { evenPerformance: true },
      measured([resultOf('small-subsets', { tables: [{ title: '', columns: [], rows }] })]),
    );

  test('two intervals that lie apart refute even scores', () => {
    expect(
      side(
        row('closed, all', 0.6, 0.01),
        row('closed, modality CT', 0.8, 0.05),
        row('closed, modality MRI', 0.5, 0.1),
      ),
    ).toEqual({
      state: 'contradicts',
      text: 'ours: 80% on closed, modality CT (n = 40, 95% interval 75% to 85%) against 50% on closed, modality MRI (n = 40, 95% interval 40% to 60%)',
      keys: ['evenPerformance'],
    });
  });

  test('overlapping ones, other models and other columns prove nothing', () => {
    expect(
      side(
        row('closed, modality CT', 0.8, 0.2),
        row('closed, modality MRI', 0.5, 0.2),
        row('closed, stage early', 0.1, 0.01),
        row('closed, modality MRI', 0.1, 0.01, 'gpt'),
      ).state,
    ).toBe('undecided');
  });

  test('one subgroup is none', () => {
    expect(side(row('closed, modality CT', 0.8, 0.2)).state).toBe('not-at-hand');
  });
});
