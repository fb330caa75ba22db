import { describe, expect, test } from 'vitest';
import { asked, type Rows, type ScoreRow } from '../fixtures/asked.ts';
import { countedRows, type JudgmentKind } from '../question.ts';
import { whyNothingVaries } from './nothing-varies.ts';

describe('a table that can show nothing', () => {
  const why = (kind: JudgmentKind, rows: Rows): string | undefined => {
    const { judgments, graders } = asked(rows);
    return whyNothingVaries(kind, judgments, countedRows(judgments[kind], graders));
  };
  const pair = { grader: 'a', first: 'oak-1', second: 'elm-1' };

  const graded = (points: readonly number[]): ScoreRow[] =>
    points.map((score, item) => ({
      ...{ grader: 'a', item: `i${item}`, candidate: 'elm-1' },
      score: score / 10,
    }));

  test('says that all is a tie, one score, or unread', () => {
    const ties = ['i', 'j'].map((item) => ({ ...pair, item, preference: 0.5 }));
    expect(why('pairs', { pairs: ties })).toBe('every comparison is a tie');
    expect(why('scores', { scores: graded([8, 8, 8]) })).toBe('every score is 8');
    expect(why('pairs', { pairs: [{ ...pair, item: 'i' }] })).toBe('no judgment was read');
  });

  test('says so of one side that always won', () => {
    const wins = ['i', 'j'].map((item) => ({ ...pair, item, preference: 0 }));
    expect(why('pairs', { pairs: wins })).toBe(
      'every comparison was won by the answer listed second',
    );
  });

  test('has nothing to say where something varies', () => {
    expect(why('scores', { scores: graded([8, 9]) })).toBeUndefined();
  });
});
