import { expect, test } from 'vitest';
import { asked } from '../fixtures/asked.ts';
import { outcomeRates, outcomeTable } from './outcome-rates.ts';

const kinds = ['scored', 'unparsed', 'out-of-range', 'refused', 'failed', 'empty-answer'] as const;

test('keeps every outcome apart, and counts none of them as a score', () => {
  const scores = kinds.map((outcome, item) => ({
    grader: 'oak-judge',
    item: `i${item}`,
    candidate: 'elm-1',
    outcome,
    ...(outcome === 'scored' && { score: 0.5 }),
  }));
  const [all, ...rest] = outcomeRates(asked({ scores }));
  expect(rest).toEqual([]);
  expect(all?.counts).toEqual(Object.fromEntries(kinds.map((kind) => [kind, 1])));
  expect(all?.rates.refused.value).toBe(1 / 6);
  expect(all?.tieRate).toBeUndefined();
});

test('tells refusals of kin from refusals of others', () => {
  // 20 answers of either family; the 5 refused are all of the other's.
  const scores = Array.from({ length: 20 }, (_, item) => [
    { grader: 'oak-judge', item: `i${item}`, candidate: 'oak-1', score: 0.5 },
    { grader: 'oak-judge', item: `i${item}`, candidate: 'oak-judge', score: 0.5 },
    {
      grader: 'oak-judge',
      item: `i${item}`,
      candidate: 'elm-1',
      ...(item < 5 ? { outcome: 'refused' as const } : { score: 0.5 }),
    },
    { grader: 'oak-judge', item: `i${item}`, candidate: '?1', score: 0.5 },
  ]).flat();
  const rates = outcomeRates(asked({ scores }));
  expect(rates.map(({ group, judgments, counts }) => [group, judgments, counts.refused])).toEqual([
    ['all', 80, 5],
    ['self', 20, 0],
    ['kin', 20, 0],
    ['unknown', 20, 0],
    ['other', 20, 5],
  ]);
  expect(rates[4]?.rates.refused.value).toBe(0.25);
  // None of 20 refused: Wilson's upper bound is 3.84 / (20 + 3.84).
  expect(rates[1]?.rates.refused.interval.upper).toBeCloseTo(0.1611, 3);
  expect(rates[1]?.rates.scored.interval.lower).toBeCloseTo(1 - 0.1611, 3);
});

test('shows what was not read of kin beside others, with intervals, and speaks of vendors where they are kin', () => {
  const scores = Array.from({ length: 20 }, (_, item) => [
    { grader: 'oak-judge', item: `i${item}`, candidate: 'oak-1', score: 0.5 },
    {
      grader: 'oak-judge',
      item: `i${item}`,
      candidate: 'elm-1',
      ...(item >= 5 && { score: 0.5 }),
    },
  ]).flat();
  const question = asked({ scores });
  const relations = { ...question.relations, by: 'vendor' as const };
  const table = outcomeTable(outcomeRates({ ...question, relations }));
  expect(table.rows.map(({ group }) => group)).toEqual(['all', 'of its vendor', 'of others']);
  const [, kin, others] = table.rows;
  expect(kin?.unparsed).toMatchObject({ value: 0, interval: { lower: 0 } });
  // Wilson for 5 of 20.
  expect(others?.unparsed).toMatchObject({
    value: 0.25,
    interval: { lower: expect.closeTo(0.112, 3), upper: expect.closeTo(0.469, 3) },
  });
  expect(JSON.stringify(table)).not.toMatch(/famil/);
});

test('counts ties among the comparisons that were read', () => {
  const pairs = [0.5, 0.5, 1, 0, undefined].map((preference, item) => ({
    grader: 'oak-judge',
    item: `i${item}`,
    first: 'elm-1',
    second: 'oak-1',
    ...(preference !== undefined && { preference }),
  }));
  const [all] = outcomeRates(asked({ pairs }));
  expect(all?.tieRate?.value).toBe(0.5);
  expect(all?.tieRate?.n).toBe(4);
});

test('has no share of ties where no comparison was read', () => {
  const pairs = [{ grader: 'oak-judge', item: 'i', first: 'elm-1', second: 'oak-1' }];
  const rates = outcomeRates(asked({ pairs }));
  expect(rates[0]?.tieRate).toBeUndefined();
  expect(outcomeTable(rates).rows[0]).toMatchObject({ kind: 'by pair', judgments: 1, ties: null });
});
