import { describe, expect, test } from 'vitest';
import { testItem } from '../../test/test-item.ts';
import type { Benchmark, Response } from '../benchmark/benchmark.ts';
import type { GradingConfig } from '../benchmark/grading-config.ts';
import { HumanLabels } from '../judgments/human-labels.ts';
import { type Judgments, judgmentOutcomes } from '../judgments/judgments.ts';
import { JudgmentsBuilder } from '../judgments/judgments-builder.ts';
import type { JournalRow } from '../run/journal-row.ts';
import { withGrading } from './grade-answers.ts';
import { summarizeGrading } from './grading-summary.ts';
import { withLexicalGraders } from './lexical-graders.ts';
import { type GradingPlan, planGrading } from './plan-grading.ts';

const items = ['a large left effusion', 'no effusion'].map((answer, index) =>
  testItem({ key: `test/${index}`, prompt: `View ${index}?`, answer, patient: `P${index}` }),
);

function response(model: string, item: number, text: string): Response {
  const source = { file: 'preds.jsonl', line: 1 };
  return { model, condition: 'real', itemKey: `test/${item}`, text, truncated: false, source };
}

const benchmark: Benchmark = {
  name: 'small',
  test: items,
  train: [],
  models: [
    { name: 'ours', role: 'candidate' },
    { name: 'theirs', role: 'baseline' },
  ],
  responses: [
    response('ours', 0, '<think>Hm.</think>A **large** left effusion'),
    response('ours', 1, 'an effusion'),
    response('theirs', 0, 'left pleural effusion'),
    response('theirs', 1, ''),
  ],
  media: 'absent',
  subsets: [],
  ledger: [],
  inputs: [],
};

const grading: GradingConfig = {
  prompts: ['score-10', 'pair'],
  tracks: ['open'],
  pairs: 'candidate',
  swap: true,
  repeats: 1,
  maxNewTokens: 256,
};

const plan = planGrading(benchmark, [{ name: 'g', identity: 'g' }], {
  grading,
  seed: 0,
  namesOf: (name) => [name],
});

/** A journal in which the grader said this, request by request; undefined: not yet asked. */
function journal(
  said: readonly (string | Error | undefined)[],
  { requests }: GradingPlan = plan,
): ReadonlyMap<string, JournalRow> {
  const rows = requests.flatMap(({ key, model, condition, items: [item] }, index) => {
    const text = said[index];
    if (text === undefined) return [];
    const effort = { at: '2026-01-01T00:00:00.000Z', durationMs: 1, attempts: 1 };
    const came =
      text instanceof Error
        ? { failure: { reason: text.message, detail: '' } }
        : { answer: { text, finish: 'stop' as const } };
    return [{ key, model, condition, item: item!.key, effort, ...came }];
  });
  return new Map(rows.map((row) => [row.key, row]));
}

function scoresOf({ graders, candidates, items: judged, scores }: Judgments) {
  return Array.from({ length: scores.length }, (_, row) => [
    graders[scores.grader[row]!],
    judged[scores.item[row]!]!.key,
    candidates[scores.candidate[row]!],
    judgmentOutcomes[scores.outcome[row]!],
    scores.score[row],
  ]);
}

/** Three answers alone, then the one pair without an empty answer in both orders. */
const said = ['[[8]]', new Error('timeout'), 'I cannot judge this.', '[[A]]', '[[A]]'];

describe('judgments of a journal', () => {
  const graded = withGrading(benchmark, plan, journal(said));
  const judgments = graded.judgments!;
  const asked = (rows: readonly unknown[][]) => rows.filter(([grader]) => grader === 'g');

  test('are there with what became of each, empty answers too', () => {
    expect(asked(scoresOf(judgments))).toEqual([
      ['g', 'test/0', 'ours', 'scored', 0.8],
      ['g', 'test/0', 'theirs', 'failed', Number.NaN],
      ['g', 'test/1', 'ours', 'refused', Number.NaN],
      ['g', 'test/1', 'theirs', 'empty-answer', Number.NaN],
    ]);
    expect([judgments.files, judgments.scale]).toEqual([
      ['grading', 'lexical graders'],
      { lower: 0, upper: 10 },
    ]);
  });

  test('prefer the answer that stood first, whoever gave it', () => {
    const { pairs, candidates } = judgments;
    const first = Array.from(pairs.first, (at) => candidates[at]);
    expect(first).toEqual(['ours', 'theirs', 'ours', 'theirs']);
    expect(Array.from(pairs.preference)).toEqual([1, 1, Number.NaN, Number.NaN]);
    expect(Array.from(pairs.orderKnown)).toEqual([1, 1, 1, 1]);
  });

  test('tell patients and answers', () => {
    expect(judgments.items.map(({ cluster }) => cluster)).toEqual(['P0', 'P1']);
    const theirs = judgments.candidates.indexOf('theirs');
    expect(judgments.answerOf(0, theirs)).toEqual({
      lengthChars: 21,
      excerpt: 'left pleural effusion',
    });
    expect(judgments.answerOf(0, 1 - theirs)?.excerpt).toBe('A **large** left effusion');
  });

  test('are in the list of what a result was made from, by a digest of the outcomes', () => {
    const [input] = graded.inputs;
    expect(input).toMatchObject({ path: '5 outcomes of the grading', role: 'journal' });
    const other = withGrading(benchmark, plan, journal(['[[7]]', ...said.slice(1)]));
    expect(other.inputs[0]!.sha256).not.toBe(input!.sha256);
  });

  test('that are still open are none', () => {
    const { judgments: some } = withGrading(benchmark, plan, journal(['[[8]]']));
    expect(asked(scoresOf(some!)).map(([, item, candidate]) => [item, candidate])).toEqual([
      ['test/0', 'ours'],
      ['test/1', 'theirs'],
    ]);
  });

  test('that are still open are counted by grader, those of a refused one and of one without a row too', () => {
    // Three answers and one pair in both orders; the empty answer is settled unasked.
    const refused = [{ name: 'h' }];
    const { judgments: some } = withGrading(benchmark, plan, journal(['[[8]]']), refused);
    expect(some!.open).toEqual({ g: 4, h: 5 });
    const bare = { ...benchmark, responses: benchmark.responses.slice(0, 2) };
    const alone = planGrading(bare, [{ name: 'g', identity: 'g' }], {
      grading: { ...grading, repeats: 2 },
      seed: 0,
      namesOf: (name) => [name],
    });
    expect(withGrading(bare, alone, new Map()).judgments).toMatchObject({
      open: { g: 4 },
      scores: { length: 0 },
    });
    expect(judgments.open).toBeUndefined();
  });

  test('stand behind recorded ones, and labels by people stand beside them', () => {
    const builder = new JudgmentsBuilder();
    const [item, outcome] = [{ key: 'test/0', cluster: 'P0' }, 'scored'] as const;
    const recorded = { grader: 'g', item, outcome, file: 'old.jsonl', line: 3 };
    builder.addScore({ ...recorded, candidate: 'ours', score: 0.5 });
    const labels = new HumanLabels();
    labels.addScore('test/0', 'ours', 0.9);
    labels.addPair('test/0', 'theirs', 'ours', 0);
    const before = builder.build({ scale: { lower: 1, upper: 10 } });
    const given = { ...benchmark, judgments: before, labels };
    const joined = withGrading(given, plan, journal(said)).judgments!;
    expect(asked(scoresOf(joined)).slice(0, 2)).toEqual([
      ['g', 'test/0', 'ours', 'scored', 0.5],
      ['g', 'test/0', 'ours', 'scored', 0.8],
    ]);
    expect(joined.scores.gold[1]).toBe(0.9);
    expect(Array.from(joined.pairs.gold.slice(0, 2))).toEqual([1, 0]);
  });
});

describe('graders that need no model', () => {
  const { judgments } = withGrading(benchmark, plan, journal(said));

  test('compare every judged answer with the reference', () => {
    const lexical = scoresOf(judgments!).filter(([grader]) => grader !== 'g');
    expect(lexical.slice(0, 2)).toEqual([
      ['lexical exact-match', 'test/0', 'ours', 'scored', 1],
      ['lexical token-f1', 'test/0', 'ours', 'scored', 1],
    ]);
    // 2 of 3 words are among the 4 of the reference: 2 x 2 / 7.
    expect(lexical).toContainEqual(['lexical token-f1', 'test/0', 'theirs', 'scored', 4 / 7]);
    expect(lexical).toContainEqual([
      'lexical bleu',
      'test/1',
      'theirs',
      'empty-answer',
      Number.NaN,
    ]);
    expect(lexical).toHaveLength(16);
  });

  test('are told apart from models', () => {
    const { graders, lexical } = judgments!;
    expect(lexical!.map((at) => graders[at])).toEqual([
      'lexical exact-match',
      'lexical token-f1',
      'lexical rouge-l',
      'lexical bleu',
    ]);
  });

  test('leave alone what nobody judged, and what has no reference', () => {
    const builder = new JudgmentsBuilder();
    const place = { grader: 'g', outcome: 'scored', file: 'f', line: 1 } as const;
    builder.addScore({ ...place, item: { key: 'test/0' }, candidate: 'gone', score: 1 });
    const recorded = builder.build({ scale: { lower: 0, upper: 10 } });
    expect(withLexicalGraders(recorded, benchmark)).toBe(recorded);
    builder.addScore({ ...place, item: { key: 'test/0' }, candidate: 'ours', score: 1 });
    const judged = builder.build({ scale: { lower: 0, upper: 10 } });
    const bare = { ...benchmark, test: items.map((item) => ({ ...item, answer: '' })) };
    expect(withLexicalGraders(judged, bare)).toBe(judged);
    expect(withLexicalGraders(judged, benchmark).scores.length).toBe(2 + 4);
  });
});

test('the summary counts requests and judgments, and says which texts were asked', () => {
  const shown = { graders: [{ name: 'g' }], refused: [{ name: 'h', reason: 'gone' }] };
  const summary = summarizeGrading(plan, journal(said.slice(0, 4)), shown);
  expect(summary).toEqual({
    ...shown,
    prompts: [
      {
        id: 'score-10',
        title: 'Score of 0 to 10',
        version: 1,
        hash: expect.stringMatching(/^\w{12}$/),
      },
      { id: 'pair', title: 'Better of two answers', version: 1, hash: expect.any(String) },
    ],
    rows: [
      {
        grader: 'g',
        prompt: 'score-10',
        planned: 3,
        answered: 2,
        cut: 0,
        left: 0,
        failed: { timeout: 1 },
        judgments: {
          scored: 1,
          unparsed: 0,
          'out-of-range': 0,
          refused: 1,
          failed: 1,
          'empty-answer': 1,
        },
        notApplicable: {},
      },
      {
        grader: 'g',
        prompt: 'pair',
        planned: 2,
        answered: 1,
        cut: 0,
        left: 1,
        failed: {},
        judgments: {
          scored: 1,
          unparsed: 0,
          'out-of-range': 0,
          refused: 0,
          failed: 0,
          'empty-answer': 2,
        },
        notApplicable: {},
      },
    ],
    namesHidden: {},
    open: { g: 1, h: 5 },
    left: 1,
    failed: 1,
  });
});
