import { describe, expect, test } from 'vitest';
import { duplicateGraders, duplicateTable } from './duplicates.ts';
import { asked, type Rows, type ScoreRow } from './fixtures/asked.ts';

function graded(grader: string, scores: readonly (number | undefined)[]): ScoreRow[] {
  return scores.map((score, item) => ({
    grader,
    item: `i${item}`,
    candidate: 'elm-1',
    ...(score !== undefined && { score: score / 10 }),
  }));
}

function duplicatesIn(rows: Rows) {
  const { judgments } = asked(rows);
  return { found: duplicateGraders(judgments, [...judgments.graders.keys()]), judgments };
}

const many = Array.from({ length: 20 }, (_, item) => item % 5);

describe('a grader under two names', () => {
  test('is found, the later one left out', () => {
    const scores = [
      ...graded('gpt', many),
      ...graded('other', [...many].reverse()),
      ...graded('gpt-again', many),
    ];
    const { found, judgments } = duplicatesIn({ scores });
    expect(found).toEqual([{ grader: 2, sameAs: 0, shared: 20, lost: 0 }]);
    expect(duplicateTable(found, judgments).rows).toEqual([
      { grader: 'gpt-again', sameAs: 'gpt', shared: 20, lost: 0 },
    ]);
  });

  test('is found once under three', () => {
    const scores = ['a', 'b', 'c'].flatMap((name) => graded(name, many));
    expect(duplicatesIn({ scores }).found.map(({ sameAs }) => sameAs)).toEqual([0, 0]);
  });

  test('is found by what both judged, and says what is lost', () => {
    const scores = [...graded('a', many), ...graded('b', [...many, 9, 9])];
    expect(duplicatesIn({ scores }).found).toMatchObject([{ shared: 20, lost: 2 }]);
  });

  test('must fail to be read alike', () => {
    const unread = [...many, undefined];
    const alike = [...graded('a', unread), ...graded('b', unread)];
    expect(duplicatesIn({ scores: alike }).found).toMatchObject([{ shared: 20 }]);
    const apart = [...graded('a', unread), ...graded('b', [...many, 3])];
    expect(duplicatesIn({ scores: apart }).found).toEqual([]);
  });

  test('must repeat itself alike', () => {
    const again = many.map((score) => score + 1);
    const scores = [
      ...graded('a', many),
      ...graded('a', again),
      ...graded('b', many),
      ...graded('b', many),
    ];
    expect(duplicatesIn({ scores }).found).toEqual([]);
  });
});

describe('two graders are not one', () => {
  test('with a single difference', () => {
    const scores = [...graded('a', many), ...graded('b', many.with(7, 9))];
    expect(duplicatesIn({ scores }).found).toEqual([]);
  });

  test('by fewer than twenty scores', () => {
    const scores = [...graded('a', many.slice(1)), ...graded('b', many.slice(1))];
    expect(duplicatesIn({ scores }).found).toEqual([]);
  });

  test('by a score that never differs', () => {
    const same = Array.from({ length: 200 }, () => 8);
    expect(duplicatesIn({ scores: [...graded('a', same), ...graded('b', same)] }).found).toEqual(
      [],
    );
  });

  test('by preferences in which good graders agree anyway', () => {
    const votes = (grader: string, count: number) =>
      Array.from({ length: count }, (_, item) => ({
        grader,
        item: `i${item}`,
        first: 'oak-1',
        second: 'elm-1',
        preference: item % 2,
      }));
    const few = [...votes('a', 134), ...votes('b', 134)];
    expect(duplicatesIn({ pairs: few }).found).toEqual([]);
    const enough = [...votes('a', 135), ...votes('b', 135)];
    expect(duplicatesIn({ pairs: enough }).found).toMatchObject([{ shared: 135 }]);
  });

  test('where they judged nothing in common', () => {
    const elsewhere = graded('b', many).map((row) => ({ ...row, item: `other ${row.item}` }));
    expect(duplicatesIn({ scores: [...graded('a', many), ...elsewhere] }).found).toEqual([]);
  });
});
