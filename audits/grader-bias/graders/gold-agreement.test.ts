import { expect, test } from 'vitest';
import { asked, type PairRow } from '../fixtures/asked.ts';
import { goldAgreements, goldDeviations } from './gold-agreement.ts';

/** Both orders of a pair whose better answer is `oak-1`; `right` in each. */
function labelled(item: string, subset: string, right: readonly [boolean, boolean]): PairRow[] {
  const shared = { grader: 'judge', item, subset };
  return [
    { ...shared, first: 'oak-1', second: 'elm-1', gold: 1, preference: right[0] ? 1 : 0 },
    { ...shared, first: 'elm-1', second: 'oak-1', gold: 0, preference: right[1] ? 0 : 1 },
  ];
}

test('counts every judgment of either order, on all items and by subset', () => {
  const pairs = [
    ...labelled('a', 'easy', [true, true]),
    ...labelled('b', 'easy', [true, false]),
    ...labelled('c', 'hard', [false, false]),
    ...labelled('d', 'hard', [false, true]),
    ...labelled('e', 'hard', [true, true]),
  ];
  const found = goldAgreements(asked({ pairs }));
  expect(
    found.map(({ subset, judgments, agreement, bothOrders }) => [
      subset,
      judgments,
      agreement.value,
      bothOrders?.value,
    ]),
  ).toEqual([
    [undefined, 10, 0.6, 0.4],
    ['easy', 4, 0.75, 0.5],
    ['hard', 6, 0.5, 1 / 3],
  ]);
});

test('counts the two orders of an item as one cluster', () => {
  const pairs = Array.from({ length: 40 }, (_, at) =>
    labelled(`i${at}`, 'all', [at % 4 !== 0, at % 4 !== 0]),
  ).flat();
  const [all] = goldAgreements(asked({ pairs }));
  expect(all?.agreement).toMatchObject({ value: 0.75, n: 80, effectiveN: 40 });
});

test('leaves out what was not read, and says what it would be as wrong', () => {
  const shared = { grader: 'judge', first: 'oak-1', second: 'elm-1' };
  const pairs: PairRow[] = [
    { ...shared, item: 'a', gold: 1, preference: 1 },
    { ...shared, item: 'b', gold: 1, preference: 1 },
    { ...shared, item: 'c', gold: 1, preference: 0 },
    { ...shared, item: 'd', gold: 1 },
    { ...shared, item: 'no label', preference: 1 },
  ];
  const [all] = goldAgreements(asked({ pairs }));
  expect(all).toMatchObject({ judgments: 3, unread: 1, bothOrders: undefined });
  expect(all?.agreement.value).toBeCloseTo(2 / 3, 12);
  expect(all?.withUnread).toMatchObject({ value: 0.5, n: 4 });
});

test('takes a tie for agreement with a labelled tie alone, and half a vote for a vote', () => {
  const shared = { grader: 'judge', first: 'oak-1', second: 'elm-1' };
  const pairs: PairRow[] = [
    { ...shared, item: 'a', preference: 0.5, gold: 1 },
    { ...shared, item: 'b', preference: 0.5, gold: 0.5 },
    { ...shared, item: 'c', preference: 0.51, gold: 1 },
    { ...shared, item: 'd', preference: 1, gold: 0.5 },
  ];
  expect(goldAgreements(asked({ pairs }))[0]?.agreement.value).toBe(0.5);
});

test('has nothing to say of a grader whose labelled judgments were all unread', () => {
  const pairs = [{ grader: 'judge', item: 'a', first: 'oak-1', second: 'elm-1', gold: 1 }];
  expect(goldAgreements(asked({ pairs }))).toEqual([]);
  const scores = [{ grader: 'judge', item: 'a', candidate: 'elm-1', gold: 1 }];
  expect(goldDeviations(asked({ scores }))).toEqual([]);
});

test('measures how far scores are from labels, and on which side', () => {
  const shared = { grader: 'judge', candidate: 'elm-1' };
  const scores = [
    { ...shared, item: 'a', score: 0.8, gold: 0.5 },
    { ...shared, item: 'b', score: 0.4, gold: 0.5 },
    { ...shared, item: 'no label', score: 0.9 },
  ];
  const [all] = goldDeviations(asked({ scores }));
  // (0.3 + 0.1) / 2 and (0.3 - 0.1) / 2.
  expect(all?.absolute.value).toBeCloseTo(0.2, 12);
  expect(all?.signed.value).toBeCloseTo(0.1, 12);
  expect(all?.judgments).toBe(2);
});
