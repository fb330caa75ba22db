import { describe, expect, test } from 'vitest';
import { asked, estimated, type PairRow } from '../fixtures/asked.ts';
import { positionEffects, positionTable } from './position.ts';

/** One pair in both orders: who wins with `oak-1` first, and with `elm-1` first; 1 for the first place. */
function both(item: string, oakFirst: number, elmFirst: number, grader = 'oak-judge'): PairRow[] {
  const shared = { grader, item };
  return [
    { ...shared, first: 'oak-1', second: 'elm-1', preference: oakFirst },
    { ...shared, first: 'elm-1', second: 'oak-1', preference: elmFirst },
  ];
}

function repeated(count: number, oakFirst: number, elmFirst: number, from: string): PairRow[] {
  return Array.from({ length: count }, (_, at) => both(`${from}${at}`, oakFirst, elmFirst)).flat();
}

describe('a grader that prefers the first place', () => {
  // 4 the same winner, 8 the first both times, 2 the second, 1 a tie in one order.
  const pairs = [
    ...repeated(3, 1, 0, 'oak wins'),
    ...repeated(1, 0.5, 0.5, 'tie'),
    ...repeated(8, 1, 1, 'first'),
    ...repeated(2, 0, 0, 'second'),
    ...repeated(1, 0.5, 1, 'half'),
  ];
  const [effect] = positionEffects(asked({ pairs }));

  test('is counted pair by pair', () => {
    expect(effect).toMatchObject({
      pairs: 15,
      agreeing: 4,
      bothFirst: 8,
      bothSecond: 2,
      halfTies: 1,
      single: 0,
      orderUnknown: 0,
    });
    expect(estimated(effect?.consistency).value).toBeCloseTo(4 / 15, 12);
    expect(estimated(effect?.primacy).value).toBeCloseTo(6 / 15, 12);
  });

  test('has the exact binomial p of 8 in 10', () => {
    // 2 (1 + 10 + 45) / 1024.
    expect(effect?.pValue).toBeCloseTo(112 / 1024, 12);
    expect(effect?.holmPValue).toBeCloseTo(112 / 1024, 12);
  });

  test('gains kin nothing when both orders were shown', () => {
    const shownFirst = estimated(effect?.kin.shownFirst);
    const favour = estimated(effect?.kin.favour);
    expect(shownFirst.value).toBe(0.5);
    expect(favour.value).toBe(0);
    expect([favour.interval.lower, favour.interval.upper].map(Math.abs)).toEqual([0, 0]);
  });
});

test('says what place gives kin that stands first more often', () => {
  // Both orders: the first place wins 6 of 8 times, a quarter more than half. Alone: kin first 8 times of 8.
  const pairs = [
    ...repeated(2, 1, 1, 'first'),
    ...repeated(2, 1, 0, 'oak wins'),
    ...repeated(8, 1, 0, 'alone').filter(({ first }) => first === 'oak-1'),
  ];
  const [effect] = positionEffects(asked({ pairs }));
  const shownFirst = estimated(effect?.kin.shownFirst);
  const favour = estimated(effect?.kin.favour);
  expect(effect?.single).toBe(8);
  // 4 + 8 of 16 judgments.
  expect(shownFirst.value).toBe(0.75);
  // 0.25 x (2 x 0.75 - 1).
  expect(favour.value).toBeCloseTo(0.125, 12);
  expect(favour.interval.lower).toBeLessThan(0.125);
  expect(favour.interval.upper).toBeGreaterThan(0.125);
});

test('turns the bounds round where kin stands second more often', () => {
  const pairs = [
    ...repeated(4, 1, 1, 'first'),
    ...repeated(8, 1, 0, 'alone').filter(({ first }) => first === 'elm-1'),
  ];
  const favour = estimated(positionEffects(asked({ pairs }))[0]?.kin.favour);
  // Lift ½, kin first in 4 of 16: ½ x (½ - 1).
  expect(favour.value).toBeCloseTo(-0.25, 12);
  expect(favour.interval.lower).toBeLessThanOrEqual(-0.25);
  expect(favour.interval.upper).toBeGreaterThanOrEqual(-0.25);
});

test('can not measure what was shown in one order, and says how much it could be', () => {
  const pairs = repeated(10, 1, 0, 'alone').filter(({ first }) => first === 'oak-1');
  const [effect] = positionEffects(asked({ pairs }));
  expect(effect).toMatchObject({ pairs: 0, single: 10, pValue: undefined, holmPValue: undefined });
  expect(effect?.consistency).toMatchObject({
    kind: 'unavailable',
    reason: 'not measurable: 10 pairs shown in one order only; ask again with the answers swapped',
  });
  expect(effect?.kin.favour).toMatchObject({
    kind: 'unavailable',
    reason:
      'no pair was judged in both orders; a grader that always took one place would make it up to 50% of the pairs',
  });
});

test('knows no order where the file does not', () => {
  const pairs = repeated(3, 1, 1, 'i').map((row) => ({ ...row, orderKnown: false }));
  const [effect] = positionEffects(asked({ pairs }));
  expect(effect).toMatchObject({ pairs: 0, single: 0, orderUnknown: 6 });
  expect(effect?.kin.shownFirst.kind).toBe('unavailable');
});

test('matches repeats one by one, and flips their item as a whole', () => {
  // Ten repeats of one item say no more than one: two sign flips, p = 1.
  const pairs = Array.from({ length: 10 }, () => both('same', 1, 1)).flat();
  const [effect] = positionEffects(asked({ pairs }));
  expect(effect).toMatchObject({ pairs: 10, bothFirst: 10, single: 0 });
  expect(effect?.pValue).toBe(1);
});

test('adjusts over the graders that were tested, and shows those that could not be', () => {
  const pairs = [
    ...repeated(10, 1, 1, 'i'),
    ...Array.from({ length: 6 }, (_, at) => both(`i${at}`, 1, 1, 'elm-judge')).flat(),
    { grader: 'fir-judge', item: 'i0', first: 'oak-1', second: 'elm-1' },
  ];
  const effects = positionEffects(asked({ pairs }));
  // 2 / 1024 and 2 / 64, the smaller doubled.
  expect(effects[0]?.holmPValue).toBeCloseTo(4 / 1024, 12);
  expect(effects[1]?.holmPValue).toBeCloseTo(2 / 64, 12);
  expect(effects[2]?.consistency).toMatchObject({
    reason: 'not measurable: no judgment was read whose order is known',
  });
  expect(positionTable(effects).rows.map(({ holmPValue }) => holmPValue)).toEqual([
    0.00391,
    0.0313,
    null,
  ]);
});
