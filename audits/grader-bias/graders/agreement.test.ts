import { describe, expect, test } from 'vitest';
import { asked, estimated, type ScoreRow } from '../fixtures/asked.ts';
import { pairwiseAgreements, pairwiseTable, panelAgreements, panelTable } from './agreement.ts';
import { repeatConsistencies } from './repeats.ts';

/** Scores of 0 to 10, a row of graders by unit; null where none was given. */
function scored(rows: readonly (readonly (number | null)[])[]): ScoreRow[] {
  return rows.flatMap((row, item) =>
    row.flatMap((score, grader) =>
      score === null
        ? []
        : [{ grader: `judge-${grader}`, item: `i${item}`, candidate: 'elm-1', score: score / 10 }],
    ),
  );
}

describe('scores', () => {
  test('have quadratic kappa by hand', () => {
    // Squares of the differences: 0, 1, 0, 1: mean .5. Means 5.5 and 5.5; E a^2 = 34.5, E b^2 = 33:
    // by chance 34.5 + 33 - 2 x 5.5^2 = 7. Kappa 1 - .5 / 7.
    const scores = scored([
      [3, 3],
      [8, 7],
      [7, 7],
      [4, 5],
    ]);
    const [found] = pairwiseAgreements(asked({ scores }));
    expect(found).toMatchObject({ graders: ['judge-0', 'judge-1'], units: 4 });
    expect(estimated(found?.estimates['cohen-quadratic']).value).toBeCloseTo(1 - 0.5 / 7, 12);
  });

  test('are compared where two graders or more gave one', () => {
    const scores = scored([
      [3, 4, null],
      [8, 9, 9],
      [5, null, null],
      [null, 2, 2],
    ]);
    const question = asked({ scores });
    expect(panelAgreements(question)).toMatchObject([{ kind: 'scores', units: 3 }]);
    expect(pairwiseAgreements(question).map(({ graders, units }) => [...graders, units])).toEqual([
      ['judge-0', 'judge-1', 2],
      ['judge-0', 'judge-2', 1],
      ['judge-1', 'judge-2', 2],
    ]);
  });

  test('are rounded to the points of their scale after repeats were averaged', () => {
    // 7 and 8 average 7.5, which is read as 8.
    const scores = [
      ...scored([
        [7, 8],
        [3, 3],
      ]),
      ...scored([[8, null]]),
    ];
    const [found] = panelAgreements(asked({ scores }));
    expect(estimated(found?.estimates.percent).value).toBe(1);
    expect(estimated(found?.estimates['krippendorff-interval']).value).toBe(1);
  });

  test('that never vary have no coefficient, and say so', () => {
    const [found] = panelAgreements(
      asked({
        scores: scored([
          [5, 5],
          [5, 5],
        ]),
      }),
    );
    expect(found?.estimates.fleiss).toMatchObject({
      kind: 'unavailable',
      reason: 'what two graders judged in common does not vary, or there is nothing',
    });
    expect(estimated(found?.estimates.percent).value).toBe(1);
  });
});

describe('preferences', () => {
  // By pair: (judge-0, judge-1) wins of the first: 4 both, 3 neither, 2 the first alone, 1 the second alone.
  const votes = [
    ...Array.from({ length: 4 }, () => [1, 1] as const),
    ...Array.from({ length: 3 }, () => [0, 0] as const),
    ...Array.from({ length: 2 }, () => [1, 0] as const),
    [0, 1] as const,
  ];
  const pairs = votes.flatMap((row, item) =>
    row.map((preference, grader) => ({
      grader: `judge-${grader}`,
      item: `i${item}`,
      first: 'oak-1',
      second: 'elm-1',
      preference,
    })),
  );

  test('have Cohen’s kappa by hand', () => {
    // Observed .7; by chance .6 x .5 + .4 x .5 = .5: kappa .4.
    const [found] = pairwiseAgreements(asked({ pairs }));
    expect(estimated(found?.estimates.cohen).value).toBeCloseTo(0.4, 12);
    expect(estimated(found?.estimates.percent).value).toBeCloseTo(0.7, 12);
    expect(pairwiseTable([found!]).rows).toMatchObject([{ first: 'judge-0', units: 10 }]);
  });

  test('have alpha and AC1 by hand, ties among the categories', () => {
    const [found] = panelAgreements(asked({ pairs }));
    // Nominal alpha: D_o = .3; 11 and 9 of 20 judgments: D_e = 2 x 11 x 9 / (20 x 19).
    expect(estimated(found?.estimates['krippendorff-nominal']).value).toBeCloseTo(
      1 - 0.3 / (198 / 380),
      12,
    );
    // AC1 with three categories: p_e = (.55 x .45 + .45 x .55) / 2 = .2475.
    expect(estimated(found?.estimates.gwet).value).toBeCloseTo((0.7 - 0.2475) / (1 - 0.2475), 12);
    expect(panelTable([found!]).rows).toMatchObject([{ kind: 'pairs', graders: 2, units: 10 }]);
  });

  test('of both orders count once, whichever stood first', () => {
    const turned = pairs.map(({ first, second, preference, ...row }) => ({
      ...row,
      first: second,
      second: first,
      preference: 1 - preference,
    }));
    const one = panelAgreements(asked({ pairs }))[0]!;
    const both = panelAgreements(asked({ pairs: [...pairs, ...turned] }))[0]!;
    expect(both.estimates).toEqual(one.estimates);
  });
});

test('one grader agrees with nobody', () => {
  const question = asked({ scores: scored([[1], [2]]) });
  expect(panelAgreements(question)).toEqual([]);
  expect(pairwiseAgreements(question)).toEqual([]);
});

describe('repeats', () => {
  test('are equal in the share of their pairs', () => {
    // (5, 5, 6): one pair of three; (8, 8): all; (4): no repeat.
    const scores = scored([[5], [8], [4]]).concat(scored([[5], [8]]), scored([[6]]));
    expect(repeatConsistencies(asked({ scores }))).toMatchObject([
      { grader: 'judge-0', repeated: 2, consistency: { value: (1 / 3 + 1) / 2 } },
    ]);
  });

  test('are not the two orders of a pair', () => {
    const pairs = [
      { grader: 'judge', item: 'i', first: 'oak-1', second: 'elm-1', preference: 1 },
      { grader: 'judge', item: 'i', first: 'elm-1', second: 'oak-1', preference: 1 },
    ];
    expect(repeatConsistencies(asked({ pairs }))).toEqual([]);
  });
});
