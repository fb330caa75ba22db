import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { judgmentFolder, lines, rowsOf } from '../../test/judgment-folder.ts';
import { shortLedger } from '../../test/small-benchmark.ts';
import { judgmentOutcomes } from './judgments.ts';

const { folder, read } = judgmentFolder();

describe('MT-bench', () => {
  test('reads scores of 1 to 10; turns are items of one cluster, -1 was not read', async () => {
    const row = { question_id: 81, model: 'a', judge: ['gpt-4', 'single-v1'] };
    const prompt = (answer: string): string =>
      `[Question]\nWhy?\n\n[The Start of Assistant's Answer]\n${answer}\n[The End of Assistant's Answer]`;
    const conversation = `<|The Start of Assistant A's Conversation with User|>\n\n### User:\nWhy?\n\n### Assistant A:\nSo.\n\n### User:\nHow?\n\n### Assistant A:\nThus it is.\n\n<|The End of Assistant A's Conversation with User|>`;
    const { judgments, ledger } = await read(
      lines(
        { ...row, user_prompt: prompt('Because.'), judgment: '[[10]]', score: 10, turn: 1 },
        { ...row, user_prompt: conversation, judgment: '[[5.5]]', score: 5.5, turn: 2 },
        { ...row, model: 'b', user_prompt: prompt(''), judgment: '[[7]]', score: 7, turn: 1 },
        { ...row, model: 'b', judgment: 'Rating: eight', score: -1, turn: 2 },
        { ...row, model: 'c', judgment: '$ERROR$', score: -1, turn: 1 },
        { ...row, model: 'c', judgment: '[[11]]', score: 11, turn: 2 },
      ),
    );
    expect(rowsOf(judgments)).toEqual([
      { grader: 'gpt-4', item: '81', outcome: 'scored', candidate: 'a', score: 1 },
      { grader: 'gpt-4', item: '81#turn2', outcome: 'scored', candidate: 'a', score: 0.5 },
      { grader: 'gpt-4', item: '81', outcome: 'empty-answer', candidate: 'b' },
      { grader: 'gpt-4', item: '81#turn2', outcome: 'unparsed', candidate: 'b' },
      { grader: 'gpt-4', item: '81', outcome: 'failed', candidate: 'c' },
      { grader: 'gpt-4', item: '81#turn2', outcome: 'out-of-range', candidate: 'c' },
    ]);
    expect(judgments?.items).toEqual([
      { key: '81', cluster: '81' },
      { key: '81#turn2', cluster: '81' },
    ]);
    expect(judgments?.scale).toEqual({ lower: 1, upper: 10 });
    expect(judgments?.answerOf(0, 0)).toEqual({ lengthChars: 8, excerpt: 'Because.' });
    expect(judgments?.answerOf(1, 0)).toEqual({ lengthChars: 11, excerpt: 'Thus it is.' });
    expect(shortLedger(ledger[0])).toMatchObject({
      read: 6,
      kept: 6,
      notes: [
        'judged:4 kept unparsed: no score or winner could be read',
        'judged:5 kept failed: the grader gave no text',
        'judged:6 kept out-of-range: the score 11 lies outside 1 to 10; name the ends under "scale" if they are others',
      ],
    });
  });

  test('reads both orders of a pair', async () => {
    const row = { question_id: 81, model_1: 'a', model_2: 'b', judge: ['j', 'pair-v2'], turn: 1 };
    const { judgments } = await read(
      lines(
        { ...row, g1_winner: 'model_1', g2_winner: 'model_2' },
        { ...row, question_id: 82, g1_winner: 'tie', g2_winner: 'error' },
      ),
    );
    const common = { grader: 'j', orderKnown: true };
    const [forward, backward] = [
      { ...common, first: 'a', second: 'b' },
      { ...common, first: 'b', second: 'a' },
    ];
    // The second game shows b first: its winner model_2 is the answer that stood first.
    expect(rowsOf(judgments)).toEqual([
      { ...forward, item: '81', outcome: 'scored', preference: 1 },
      { ...backward, item: '81', outcome: 'scored', preference: 1 },
      { ...forward, item: '82', outcome: 'scored', preference: 0.5 },
      { ...backward, item: '82', outcome: 'unparsed' },
    ]);
  });

  test('reads votes of people as labels, whichever way round', async () => {
    const vote = { question_id: 81, judge: 'expert_1', turn: 1 };
    await writeFile(
      join(folder(), 'votes.jsonl'),
      lines(
        { ...vote, model_a: 'b', model_b: 'a', winner: 'model_b' },
        { ...vote, model_a: 'a', model_b: 'b', winner: 'tie' },
        { ...vote, model_a: 'a', model_b: 'c', winner: 'model_a' },
      ),
    );
    const row = { question_id: 81, model_1: 'a', model_2: 'b', judge: 'j', turn: 1 };
    const { judgments, ledger } = await read(
      lines({ ...row, g1_winner: 'model_1', g2_winner: 'model_1' }),
      {},
      { judgments: [{ path: 'judged' }, { path: 'votes.jsonl', labels: true }] },
    );
    expect(judgments?.graders).toEqual(['j']);
    // a won once and tied once: 0.75 for a.
    expect([...judgments!.pairs.gold]).toEqual([0.75, 0.25]);
    expect(ledger.map(({ format }) => format)).toEqual(['mt-bench-pair', 'mt-bench-votes']);
    expect(shortLedger(ledger[1])).toEqual({
      read: 3,
      kept: 3,
      notes: [
        'votes.jsonl:1 kept label-unused: no grader judged 1 of the 2 answers or pairs that people labelled',
      ],
    });
  });
});

describe('AlpacaEval', () => {
  const row = {
    dataset: 'helpful_base',
    instruction: 'Name a bird.',
    output_1: 'Wren.',
    generator_1: 'ref',
    output_2: 'A robin.',
    generator_2: 'mine',
    annotator: 'weighted_alpaca_eval_gpt4_turbo',
  };

  test('reads preferences of 1 to 2 in unknown order', async () => {
    const { judgments } = await read(
      JSON.stringify(
        [1.75, 1, 2, 1.5, 0, null, 3, 'B'].map((preference) => ({ ...row, preference })),
      ),
    );
    expect([...judgments!.pairs.preference]).toEqual([
      0.25,
      1,
      0,
      0.5,
      0.5,
      Number.NaN,
      Number.NaN,
      Number.NaN,
    ]);
    expect([...judgments!.pairs.outcome].slice(5).map((code) => judgmentOutcomes[code])).toEqual([
      'failed',
      'out-of-range',
      'unparsed',
    ]);
    expect(rowsOf(judgments)[0]).toMatchObject({ first: 'ref', second: 'mine', orderKnown: false });
    expect(judgments?.items).toHaveLength(1);
    expect(judgments?.items[0]).toMatchObject({
      key: expect.stringMatching(/^helpful_base\/[0-9a-f]{16}$/),
      subset: 'helpful_base',
    });
    expect(judgments?.answerOf(0, 1)).toEqual({ lengthChars: 8, excerpt: 'A robin.' });
  });

  test('drops a model beside itself and says so', async () => {
    const { ledger } = await read(
      JSON.stringify([
        { ...row, preference: 1 },
        { ...row, generator_2: 'ref', preference: 1 },
      ]),
    );
    expect(shortLedger(ledger[0])).toMatchObject({ kept: 1, dropped: { 'same-candidate': 1 } });
  });
});

describe('JudgeBench', () => {
  const row = {
    pair_id: 'p1',
    original_id: '77',
    source: 'mmlu-pro-law',
    question: 'Which?',
    response_model: 'gpt-4o-2024-05-13',
    response_A: 'This.',
    response_B: 'That.',
    label: 'B>A',
  };

  test('reads decisions of both orders with what is right', async () => {
    const { judgments } = await read(
      lines(
        { ...row, judgments: [{ decision: 'A>B' }, { decision: 'A>B' }] },
        { ...row, pair_id: 'p2', judgments: [{ decision: 'A=B' }, null] },
        { ...row, pair_id: 'p3', judgments: [{ decision: null }] },
      ),
      { grader: 'judge' },
    );
    const [a, b] = ['gpt-4o-2024-05-13 (A)', 'gpt-4o-2024-05-13 (B)'];
    const common = { grader: 'judge', orderKnown: true };
    expect(rowsOf(judgments)).toEqual([
      { ...common, item: 'p1', outcome: 'scored', first: a, second: b, preference: 1, gold: 0 },
      { ...common, item: 'p1', outcome: 'scored', first: b, second: a, preference: 1, gold: 1 },
      { ...common, item: 'p2', outcome: 'scored', first: a, second: b, preference: 0.5, gold: 0 },
      { ...common, item: 'p2', outcome: 'failed', first: b, second: a, gold: 1 },
      { ...common, item: 'p3', outcome: 'unparsed', first: a, second: b, gold: 0 },
    ]);
    expect(judgments?.items[0]).toEqual({ key: 'p1', cluster: '77', subset: 'mmlu-pro-law' });
  });

  test('takes the judge from the name that run_judge.py gives its file', async () => {
    const name =
      'dataset=judgebench,response_model=m,judge_name=arena_hard,judge_model=o1-mini.jsonl';
    await writeFile(join(folder(), name), lines({ ...row, judgments: [{ decision: 'A>B' }] }));
    const { judgments } = await read('', {}, { judgments: [{ path: name }] });
    expect(judgments?.graders).toEqual(['o1-mini']);
  });

  test('takes the judge from its judgments before all', async () => {
    const judgment = { judge_model: 'o1-mini', prompt: '…', response: '[[A>>B]]' };
    const { judgments } = await read(
      lines({ ...row, judge_name: 'arena_hard', judgments: [null, { judgment, decision: 'A>B' }] }),
      { grader: 'judge' },
    );
    expect(judgments?.graders).toEqual(['o1-mini']);
  });

  test('refuses pairs that nobody judged', async () => {
    await expect(read(lines(row))).rejects.toThrow(
      'judged: no judgment can be used (1 no-judgment)',
    );
  });
});
