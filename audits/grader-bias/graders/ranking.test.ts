import { describe, expect, test } from 'vitest';
import { asked, estimated, type PairRow, type ScoreRow } from '../fixtures/asked.ts';
import type { Question } from '../question.ts';
import { candidateScores } from './candidate-scores.ts';
import { type CandidateRank, candidateRanks, rankingTable } from './ranking.ts';
import { scoreFigure } from './score-figure.ts';

/** Scores by grader and candidate around these means, `spread` up and down from item to item. */
function table(
  means: Readonly<Record<string, Readonly<Record<string, number>>>>,
  items = 40,
  spread = 0.1,
): ScoreRow[] {
  return Object.entries(means).flatMap(([grader, row]) =>
    Object.entries(row).flatMap(([candidate, mean]) =>
      Array.from({ length: items }, (_, item) => ({
        grader,
        candidate,
        item: `i${item}`,
        score: mean + (item % 2 === 0 ? spread : -spread),
      })),
    ),
  );
}

function ranksOf(question: Question): CandidateRank[] {
  return candidateScores(question).flatMap((scores) => candidateRanks(scores, question));
}

describe('two graders that each prefer their own family', () => {
  const question = asked({
    scores: table({
      'oak-judge': { 'oak-1': 0.8, 'elm-1': 0.5, 'fir-1': 0.2 },
      'elm-judge': { 'oak-1': 0.6, 'elm-1': 0.7, 'fir-1': 0.2 },
    }),
  });
  const ranks = ranksOf(question);

  test('rank candidates by the mean over both', () => {
    expect(
      ranks.map(({ candidate, mean, rank }) => [candidate, estimated(mean).value, rank]),
    ).toEqual([
      ['oak-1', expect.closeTo(0.7, 12), 1],
      ['elm-1', expect.closeTo(0.6, 12), 2],
      ['fir-1', expect.closeTo(0.2, 12), 3],
    ]);
  });

  test('give the range of places over graders', () => {
    expect(ranks.map(({ rankRange }) => rankRange)).toEqual([
      [1, 2],
      [1, 2],
      [3, 3],
    ]);
  });

  test('are left out family by family', () => {
    expect(ranks[0]?.without.map(({ family, mean }) => [family, estimated(mean).value])).toEqual([
      ['oak', expect.closeTo(0.6, 12)],
      ['elm', expect.closeTo(0.8, 12)],
    ]);
    const [row] = rankingTable(ranks).rows;
    expect(row).toMatchObject({
      candidate: 'oak-1',
      rank: 1,
      rankInterval: '1',
      rankRange: '1 to 2',
    });
    expect(estimated(row?.['without:elm']).value).toBeCloseTo(0.8, 12);
  });

  test('are drawn with their families side by side and kin outlined', () => {
    const [scores] = candidateScores(question);
    const figure = scoreFigure(scores!, question);
    expect(figure.rows).toEqual([
      { label: 'oak-judge', group: 'oak' },
      { label: 'elm-judge', group: 'elm' },
    ]);
    expect(figure.cells.map((row) => row.map((cell) => cell?.marked))).toEqual([
      [true, false, false],
      [false, true, false],
    ]);
    expect(figure.range).toEqual({ lower: 2, upper: 8 });
  });
});

test('gives places that overlap where candidates are close', () => {
  // Elm is better by .02 on average, with differences of ±.4 from item to item.
  const scores = Array.from({ length: 30 }, (_, item) => [
    { grader: 'judge', item: `i${item}`, candidate: 'oak-1', score: 0.5 },
    {
      grader: 'judge',
      item: `i${item}`,
      candidate: 'elm-1',
      score: item % 2 === 0 ? 0.92 : 0.12,
    },
  ]).flat();
  expect(ranksOf(asked({ scores })).map(({ rankInterval }) => rankInterval)).toEqual([
    [1, 2],
    [1, 2],
  ]);
});

test('weighs a grader of half the items like one of all', () => {
  const scores = [
    ...table({ 'oak-judge': { 'fir-1': 0.8 } }, 40),
    ...table({ 'elm-judge': { 'fir-1': 0.4 } }, 20),
  ];
  const [fir] = ranksOf(asked({ scores }));
  expect(estimated(fir?.mean).value).toBeCloseTo(0.6, 12);
  expect(estimated(fir?.mean).n).toBe(40);
});

test('leaves out of the mean a grader that did not judge every candidate', () => {
  const scores = table({
    'oak-judge': { 'fir-1': 0.5, 'elm-1': 0.4 },
    'elm-judge': { 'fir-1': 0.1 },
  });
  const ranks = ranksOf(asked({ scores }));
  expect(ranks.map(({ mean }) => estimated(mean).value)).toEqual([
    expect.closeTo(0.5, 12),
    expect.closeTo(0.4, 12),
  ]);
  expect(rankingTable(ranks).columns.map(({ title }) => title)).toEqual(
    expect.arrayContaining(['Mean over 1 grader', 'Rank, over 1 grader']),
  );
  expect(ranks[0]?.without).toEqual([
    {
      family: 'oak',
      mean: {
        kind: 'unavailable',
        title: 'fir-1: mean without graders of family oak',
        reason: 'no grader is left that judged every candidate',
      },
    },
  ]);
});

test('has a width where no score varies, and no place for equals but the first', () => {
  const question = asked({ scores: table({ judge: { 'oak-1': 0.5, 'elm-1': 0.5 } }, 10, 0) });
  const ranks = ranksOf(question);
  expect(ranks.map(({ rank, rankInterval }) => [rank, rankInterval])).toEqual([
    [1, [1, 1]],
    [1, [1, 1]],
  ]);
  const { interval } = estimated(ranks[0]?.mean);
  expect(interval.lower).toBeLessThan(0.5);
  expect(interval.upper).toBeGreaterThan(0.5);
});

describe('candidates judged on different items', () => {
  /** Oak on items from 0, elm on as many from `start`. */
  const shifted = (start: number, by: 'family' | 'vendor' = 'family'): Question => {
    const scores = table({ judge: { 'oak-1': 0.6, 'elm-1': 0.5 } }).map((row, at) => ({
      ...row,
      item: `i${at < 40 ? at : at - 40 + start}`,
    }));
    const question = asked({ scores });
    return { ...question, relations: { ...question.relations, by } };
  };

  test('have means but no rank, and the note says why', () => {
    const ranks = ranksOf(shifted(4));
    expect(ranks.map(({ mean }) => estimated(mean).value)).toEqual([
      expect.closeTo(0.6, 12),
      expect.closeTo(0.5, 12),
    ]);
    const { rows, note } = rankingTable(ranks);
    for (const row of rows) {
      expect(row).toMatchObject({ rank: null, rankInterval: null, rankRange: null });
    }
    expect(note).toMatch(/^The candidates were judged on different items, .* not comparable/);
  });

  test('have one where a tenth of their items differ at most', () => {
    // 38 shared of 42.
    const ranks = ranksOf(shifted(2));
    expect(ranks.map(({ rank }) => rank)).toEqual([1, 2]);
    expect(rankingTable(ranks).note).toMatch(/^The mean gives/);
  });

  test('are without graders of a vendor where vendors are kin', () => {
    const ranks = ranksOf(shifted(0, 'vendor'));
    expect(ranks[0]?.without[0]?.mean.title).toBe('oak-1: mean without graders of vendor judge');
    expect(rankingTable(ranks).note).toContain('Without a vendor:');
    expect(rankingTable(ranks).note).not.toContain('family');
  });
});

test('is as wide as two clusters demand', () => {
  const scores = table({ judge: { 'oak-1': 0.5 } }, 20, 0).map((row, at) => ({
    ...row,
    score: at < 10 ? 0.49 : 0.51,
    cluster: at < 10 ? 'low' : 'high',
  }));
  const { interval } = estimated(ranksOf(asked({ scores }))[0]?.mean);
  // .5 ± 12.706 x .01.
  expect(interval.lower).toBeCloseTo(0.5 - 0.127062, 5);
  expect(interval.upper).toBeCloseTo(0.5 + 0.127062, 5);
  expect(interval.method).toBe('cluster jackknife, Student t');
});

test('gives no mean of one cluster', () => {
  const scores = table({ judge: { 'oak-1': 0.5 } }).map((row) => ({ ...row, cluster: 'one' }));
  const [oak] = ranksOf(asked({ scores }));
  expect(oak?.mean).toMatchObject({ reason: 'all answers lie in one cluster' });
  expect([oak?.rank, oak?.rankInterval]).toEqual([undefined, undefined]);
});

describe('comparisons', () => {
  const won = (first: string, second: string, wins: number): PairRow[] =>
    Array.from({ length: 10 }, (_, item) => ({
      grader: 'judge',
      item: `i${item}`,
      first,
      second,
      preference: item < wins ? 1 : 0,
    }));

  test('are ranked by the share won, as first or as second', () => {
    const pairs = [
      ...won('oak-1', 'elm-1', 8),
      ...won('fir-1', 'oak-1', 4),
      ...won('elm-1', 'fir-1', 5),
    ];
    const ranks = ranksOf(asked({ pairs }));
    // Oak 8 + 6 of 20, fir 4 + 5, elm 2 + 5.
    expect(ranks.map(({ candidate, mean }) => [candidate, estimated(mean).value])).toEqual([
      ['oak-1', expect.closeTo(0.7, 12)],
      ['fir-1', expect.closeTo(0.45, 12)],
      ['elm-1', expect.closeTo(0.35, 12)],
    ]);
    expect(rankingTable(ranks).title).toContain('by comparisons won');
  });

  test('of answers without a model’s name are not ranked', () => {
    expect(candidateScores(asked({ pairs: won('answer 1', 'answer 2', 5) }))).toEqual([]);
  });
});
