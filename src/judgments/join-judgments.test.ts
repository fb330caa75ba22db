import { expect, test } from 'vitest';
import { joinJudgments } from './join-judgments.ts';
import type { Judgments } from './judgments.ts';
import { JudgmentsBuilder } from './judgments-builder.ts';

function recorded(): Judgments {
  const builder = new JudgmentsBuilder();
  const place = { file: 'recorded.jsonl', line: 1, outcome: 'scored' } as const;
  builder.addScore({ ...place, grader: 'gpt', item: { key: 'q1' }, candidate: 'a', score: 0.5 });
  builder.addAnswer({ key: 'q1' }, 'a', 'long ago');
  builder.addAnswer({ key: 'q2' }, 'b', 'unjudged');
  return builder.build({ scale: { lower: 1, upper: 10 } });
}

function asked(): Judgments {
  const builder = new JudgmentsBuilder();
  const place = { file: 'grading', line: 1, outcome: 'scored' } as const;
  const item = { key: 'q3', cluster: 'patient', subset: 'US' };
  builder.addScore({ ...place, grader: 'qwen', item, candidate: 'c', score: 1, gold: 0.25 });
  builder.addScore({ ...place, grader: 'gpt', item: { key: 'q1' }, candidate: 'a', score: 0 });
  const pair = { ...place, orderKnown: true, first: 'c', second: 'a', preference: 1 };
  builder.addPair({ ...pair, grader: 'qwen', item });
  builder.addAnswer({ key: 'q1' }, 'a', 'new');
  builder.addAnswer(item, 'c', 'just now');
  return { ...builder.build({ scale: { lower: 0, upper: 10 } }), lexical: [0] };
}

/** Rows with names for positions. */
function rowsOf({ graders, items, candidates, files, scores, pairs }: Judgments) {
  const common = (table: Judgments['scores'] | Judgments['pairs'], row: number) => [
    graders[table.grader[row]!],
    items[table.item[row]!]!.key,
    files[table.file[row]!],
  ];
  return {
    scores: Array.from({ length: scores.length }, (_, row) => [
      ...common(scores, row),
      candidates[scores.candidate[row]!],
      scores.score[row],
      scores.gold[row],
    ]),
    pairs: Array.from({ length: pairs.length }, (_, row) => [
      ...common(pairs, row),
      candidates[pairs.first[row]!],
      candidates[pairs.second[row]!],
      pairs.preference[row],
    ]),
  };
}

test('rows of both are there, under names that are the same in both', () => {
  const joined = joinJudgments(recorded(), asked());
  expect(rowsOf(joined)).toEqual({
    scores: [
      ['gpt', 'q1', 'recorded.jsonl', 'a', 0.5, Number.NaN],
      ['qwen', 'q3', 'grading', 'c', 1, 0.25],
      ['gpt', 'q1', 'grading', 'a', 0, Number.NaN],
    ],
    pairs: [['qwen', 'q3', 'grading', 'c', 'a', 1]],
  });
  expect(joined.graders).toEqual(['gpt', 'qwen']);
  expect(joined.items.at(-1)).toEqual({ key: 'q3', cluster: 'patient', subset: 'US' });
  expect([joined.scale, joined.lexical]).toEqual([{ lower: 1, upper: 10 }, [1]]);
});

test('answers of both are at hand, the first where both have one', () => {
  const joined = joinJudgments(recorded(), asked());
  const { items, candidates } = joined;
  const answer = (key: string, candidate: string) =>
    joined.answerOf(
      items.findIndex((item) => item.key === key),
      candidates.indexOf(candidate),
    )?.excerpt;
  expect([answer('q1', 'a'), answer('q2', 'b'), answer('q3', 'c'), answer('q3', 'a')]).toEqual([
    'long ago',
    'unjudged',
    'just now',
    undefined,
  ]);
});

test('what is open in either is open', () => {
  const [one, other] = [recorded(), asked()];
  expect(joinJudgments(one, other)).not.toHaveProperty('open');
  expect(joinJudgments(one, { ...other, open: { qwen: 2 } }).open).toEqual({ qwen: 2 });
  expect(
    joinJudgments({ ...one, open: { gpt: 1 } }, { ...other, open: { gpt: 2, qwen: 3 } }).open,
  ).toEqual({ gpt: 3, qwen: 3 });
});

test('a table of nothing changes nothing', () => {
  const nothing = new JudgmentsBuilder().build({ scale: { lower: 0, upper: 1 } });
  expect(rowsOf(joinJudgments(asked(), nothing))).toEqual(rowsOf(asked()));
  expect(rowsOf(joinJudgments(nothing, asked()))).toEqual(rowsOf(asked()));
  expect(joinJudgments(nothing, asked()).scale).toEqual({ lower: 0, upper: 10 });
});
