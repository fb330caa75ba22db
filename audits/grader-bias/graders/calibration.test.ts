import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../src/statistics/index.ts';
import { asked, type Rows, type ScoreRow } from '../fixtures/asked.ts';
import { type Calibration, calibrations, calibrationTable } from './calibration.ts';
import { candidateScores } from './candidate-scores.ts';

function calibrated(rows: Rows, minLabels = 10): Calibration[] {
  const question = asked(rows, { minLabels });
  return candidateScores(question).flatMap((scores) => calibrations(scores, question));
}

/** Answers judged right or wrong: `count` of each kind. */
function judged(count: number, score: number, gold?: number): ScoreRow[] {
  return Array.from({ length: count }, (_, at) => ({
    grader: 'judge',
    item: `${score}/${gold}/${at}`,
    candidate: 'elm-1',
    score,
    ...(gold !== undefined && { gold }),
  }));
}

describe('right and wrong', () => {
  // Labelled: 45 of 50 right ones and 10 of 50 wrong ones are called right; of 100 more, 65 are.
  const scores = [
    ...judged(45, 1, 1),
    ...judged(5, 0, 1),
    ...judged(10, 1, 0),
    ...judged(40, 0, 0),
    ...judged(65, 1),
    ...judged(35, 0),
  ];

  test('is corrected by Rogan and Gladen', () => {
    const [found] = calibrated({ scores });
    expect(found).toMatchObject({ method: 'rogan-gladen', graded: 200, labelled: 100 });
    expect(found?.raw.value).toBe(0.6);
    // (.6 + .8 - 1) / (.9 + .8 - 1).
    expect(found?.corrected).toMatchObject({ kind: 'estimate', value: expect.closeTo(4 / 7, 12) });
    expect(calibrationTable([found!]).rows).toMatchObject([{ candidate: 'elm-1', labelled: 100 }]);
  });

  test('is not corrected by few labels, and says how many it takes', () => {
    const few = [...judged(5, 1, 1), ...judged(4, 0, 0), ...judged(20, 1)];
    expect(calibrated({ scores: few })[0]?.corrected).toMatchObject({
      kind: 'unavailable',
      reason: '9 labels in 9 clusters; needs 10 in at least three',
    });
  });

  test('is not corrected by a grader that knows nothing, nor by labels of one kind', () => {
    const blind = [
      ...judged(10, 1, 1),
      ...judged(10, 0, 1),
      ...judged(10, 1, 0),
      ...judged(10, 0, 0),
    ];
    expect(calibrated({ scores: [...blind, ...judged(9, 1)] })[0]?.corrected).toMatchObject({
      reason: 'on the labelled answers the grader is no better than chance',
    });
    expect(
      calibrated({ scores: [...judged(20, 1, 1), ...judged(9, 1)] })[0]?.corrected,
    ).toMatchObject({ reason: 'the labels are all alike, which shows only one kind of error' });
  });

  test('is people’s own share where all is labelled', () => {
    const [found] = calibrated({ scores: [...judged(30, 1, 1), ...judged(10, 1, 0)] });
    expect(found).toMatchObject({ method: 'labels', corrected: { value: 0.75, n: 40 } });
  });
});

test('takes off graded scores what a lenient grader adds', () => {
  const random = createRandom(1);
  // True mean .5; the grader adds .2; every fourth answer is labelled.
  const scores = Array.from({ length: 400 }, (_, at) => {
    const truth = 0.3 + 0.4 * random.nextFloat();
    const score = truth + 0.15 + 0.1 * random.nextFloat();
    const label = at % 4 === 0 ? { gold: truth } : {};
    return { grader: 'judge', item: `i${at}`, candidate: 'elm-1', score, ...label };
  });
  const [found] = calibrated({ scores });
  if (found?.corrected.kind !== 'estimate') throw new Error('not corrected');
  const { value, interval } = found.corrected;
  expect(found.method).toBe('prediction-powered');
  expect(found.raw.value).toBeCloseTo(0.7, 1);
  expect(Math.abs(value - 0.5)).toBeLessThan(0.02);
  expect(interval.lower).toBeLessThan(0.5);
  expect(interval.upper).toBeGreaterThan(0.5);
});

describe('labels on a part of the answers', () => {
  /** Scores of 0 to 10 of good and bad answers, a fifth labelled: of the good, or of all. */
  const graded = (isLabelled: (at: number) => boolean, few = 0): ScoreRow[] =>
    Array.from({ length: 400 }, (_, at) => {
      const truth = at % 2 === 0 ? 0.8 : 0.4;
      const label = isLabelled(at) ? { gold: truth } : {};
      const score = truth + 0.05 + 0.1 * ((at * 7) % 11) * 0.1;
      const cluster = few > 0 ? { cluster: `c${at % few}` } : {};
      return { grader: 'judge', item: `i${at}`, candidate: 'elm-1', score, ...label, ...cluster };
    });

  test('that is better than the rest correct nothing, and the reason says by how much', () => {
    const [found] = calibrated({ scores: graded((at) => at % 2 === 0 && at % 5 === 0) });
    expect(found).toMatchObject({
      method: 'prediction-powered',
      labelled: 40,
      corrected: {
        kind: 'unavailable',
        reason: expect.stringMatching(
          /^the labelled answers are not like the others: the grader gives them 2\.\d+ points of 10 more$/,
        ),
      },
    });
  });

  test('that is worse than the rest says less', () => {
    const [found] = calibrated({ scores: graded((at) => at % 2 === 1 && at % 5 === 0) });
    expect(found?.corrected).toMatchObject({
      reason: expect.stringMatching(/ points of 10 less$/),
    });
  });

  test('that is like the rest correct as ever', () => {
    const [found] = calibrated({ scores: graded((at) => at % 5 === 0) });
    expect(found?.corrected).toMatchObject({ kind: 'estimate' });
    expect(found?.labelled).toBe(80);
  });

  test('take no difference between four clusters for one between labelled and others', () => {
    const [found] = calibrated({ scores: graded((at) => at % 4 !== 1 || at % 8 === 1, 4) });
    expect(found?.corrected).toMatchObject({ kind: 'estimate' });
  });

  test('of comparisons that the candidate mostly wins correct nothing', () => {
    const pairs = Array.from({ length: 200 }, (_, at) => ({
      grader: 'judge',
      item: `i${at}`,
      first: 'oak-1',
      second: 'elm-1',
      preference: at < 100 ? 1 : 0,
      // Labelled: 40 that oak wins, 10 that it loses; two labels of each kind are against the grader.
      ...(at < 40 && { gold: at < 2 ? 0 : 1 }),
      ...(at >= 190 && { gold: at < 192 ? 1 : 0 }),
    }));
    const [oak, elm] = calibrated({ pairs });
    // 40 of 50 labelled and 60 of 150 others.
    const reason =
      'the labelled answers are not like the others: the grader gives them 40 points of 100';
    expect(oak?.corrected).toMatchObject({ reason: `${reason} more` });
    expect(elm?.corrected).toMatchObject({ reason: `${reason} less` });
  });
});

test('corrects kin by the labels of kin alone', () => {
  const kin = judged(40, 0.9, 0.5).map((row) => ({ ...row, candidate: 'judge-1' }));
  const found = calibrated({
    scores: [
      ...kin,
      ...judged(40, 0.9).map((row) => ({ ...row, candidate: 'judge-1' })),
      ...judged(40, 0.6, 0.6),
      ...judged(40, 0.6),
    ],
  });
  expect(found.map(({ candidate, corrected }) => [candidate, corrected])).toMatchObject([
    ['judge-1', { value: expect.closeTo(0.5, 12) }],
    ['elm-1', { value: expect.closeTo(0.6, 12) }],
  ]);
});

test('corrects shares of comparisons won, ties left out', () => {
  const compared = (count: number, preference: number, gold?: number) =>
    Array.from({ length: count }, (_, at) => ({
      grader: 'judge',
      item: `${preference}/${gold}/${at}`,
      first: 'oak-1',
      second: 'elm-1',
      preference,
      ...(gold !== undefined && { gold }),
    }));
  const pairs = [
    ...compared(18, 1, 1),
    ...compared(2, 0, 1),
    ...compared(4, 1, 0),
    ...compared(16, 0, 0),
    ...compared(28, 1),
    ...compared(12, 0),
    ...compared(5, 0.5),
  ];
  const [oak, elm] = calibrated({ pairs });
  // 50 of 80 decided: (.625 + .8 - 1) / (.9 + .8 - 1); the other's share is the rest.
  expect(oak).toMatchObject({ graded: 80, corrected: { value: expect.closeTo(0.425 / 0.7, 12) } });
  expect(elm?.corrected).toMatchObject({ value: expect.closeTo(1 - 0.425 / 0.7, 12) });
});

test('has nothing to correct by where nobody labelled', () => {
  expect(calibrated({ scores: judged(20, 1) })).toEqual([]);
});
