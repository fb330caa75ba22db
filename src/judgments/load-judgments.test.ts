import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { loadSmallBenchmark, question, shortLedger } from '../../test/small-benchmark.ts';
import type { Benchmark } from '../benchmark/benchmark.ts';
import { type ConfigOverrides, loadConfig } from '../benchmark/config.ts';
import { loadBenchmark } from '../benchmark/load-benchmark.ts';
import { silentProgress } from '../progress.ts';
import { type Judgments, judgmentOutcomes } from './judgments.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'judgments-'));
});
afterEach(() => rm(folder, { recursive: true }));

const lines = (...rows: readonly unknown[]): string =>
  rows.map((row) => `${JSON.stringify(row)}\n`).join('');

/** A benchmark of judgments alone. */
async function read(
  text: string | Buffer,
  entry: Readonly<Record<string, unknown>> = {},
  more: Readonly<Record<string, unknown>> = {},
): Promise<Benchmark> {
  await writeFile(join(folder, 'judged'), text);
  const config = { version: 1, name: 'j', judgments: [{ path: 'judged', ...entry }], ...more };
  await writeFile(join(folder, 'audit.yaml'), stringify(config));
  return load();
}

async function load(overrides: ConfigOverrides = {}): Promise<Benchmark> {
  return loadBenchmark(await loadConfig(join(folder, 'audit.yaml'), overrides), {
    progress: silentProgress,
    mediaCacheDir: join(folder, 'cache'),
  });
}

/** Rows of both tables as words. */
function rowsOf(judgments: Judgments | undefined): unknown[] {
  if (!judgments) return [];
  const { graders, candidates, items, scores, pairs } = judgments;
  const known = (value: number) => (Number.isNaN(value) ? undefined : value);
  const common = (table: Judgments['scores'] | Judgments['pairs'], row: number) => ({
    grader: graders[table.grader[row]!],
    item: items[table.item[row]!]!.key,
    outcome: judgmentOutcomes[table.outcome[row]!],
    gold: known(table.gold[row]!),
  });
  return [
    ...Array.from(scores.candidate, (candidate, row) => ({
      ...common(scores, row),
      candidate: candidates[candidate],
      score: known(scores.score[row]!),
    })),
    ...Array.from(pairs.first, (first, row) => ({
      ...common(pairs, row),
      first: candidates[first],
      second: candidates[pairs.second[row]!],
      orderKnown: pairs.orderKnown[row] === 1,
      preference: known(pairs.preference[row]!),
    })),
  ].map((row) => JSON.parse(JSON.stringify(row)));
}

const scoreTable = { item: 'q', grader: 'judge', candidate: 'model', score: 'score' };
const scoreFile = { columns: scoreTable };

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
      join(folder, 'votes.jsonl'),
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
    await writeFile(join(folder, name), lines({ ...row, judgments: [{ decision: 'A>B' }] }));
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

describe('tables', () => {
  const columns = { item: 'q', grader: 'judge', first: 'a', second: 'b', winner: 'won' };

  test.each([
    ['1', 1],
    ['A', 1],
    ['[[A]]', 1],
    ['first', 1],
    ['x', 1],
    ['model_b', 0],
    ['2', 0],
    ['B>A', 0],
    ['y', 0],
    ['tie', 0.5],
    ['equal', 0.5],
    ['0.5', 0.5],
    ['C', 0.5],
    ['', Number.NaN],
    ['neither of us', Number.NaN],
  ])('reads the winner "%s" as %s', async (winner, preference) => {
    const { judgments } = await read(`q,judge,a,b,won\n1,j,x,y,${winner}\n`, { columns });
    expect([...judgments!.pairs.preference]).toEqual([preference]);
    expect(judgments!.pairs.orderKnown[0]).toBe(1);
  });

  test('refuses a winner 0, which means two things', async () => {
    await expect(read('q,judge,a,b,won\n1,j,x,y,1\n2,j,x,y,0\n', { columns })).rejects.toThrow(
      'judged:3: the winner "0" is the first of two to some and a tie to others; write 1, 2 or tie',
    );
  });

  test('puts the answers of swapped rows in the order shown, gold too', async () => {
    const { judgments } = await read(
      'set\tq\tjudge\tgold\tswapped\twon\ns\t1\tj\t1\t0\t1\ns\t1\tj\t1\tTrue\t1\ns\t2\tj\t2\tno\t\n',
      {
        columns: {
          item: ['set', 'q'],
          grader: 'judge',
          winner: 'won',
          gold: 'gold',
          swapped: 'swapped',
          subset: 'set',
        },
      },
    );
    const common = { grader: 'j', orderKnown: true };
    const [forward, backward] = [
      { first: 'answer 1', second: 'answer 2' },
      { first: 'answer 2', second: 'answer 1' },
    ];
    expect(rowsOf(judgments)).toEqual([
      { ...common, ...forward, item: 's / 1', outcome: 'scored', preference: 1, gold: 1 },
      { ...common, ...backward, item: 's / 1', outcome: 'scored', preference: 0, gold: 0 },
      { ...common, ...forward, item: 's / 2', outcome: 'unparsed', gold: 0 },
    ]);
  });

  test('knows no order where neither names nor an order are given', async () => {
    const { judgments } = await read('q,judge,won\n1,j,1\n', {
      columns: { item: 'q', grader: 'judge', winner: 'won' },
    });
    expect(judgments!.pairs.orderKnown[0]).toBe(0);
  });

  test('reads JSON rows with answers, empty ones apart', async () => {
    const { judgments } = await read(
      lines(
        { q: 1, judge: 'j', model: 'm', score: 4, text: 'Yes.', people: 5 },
        { q: 2, judge: 'j', model: 'm', score: '2', text: '', people: 9 },
        { q: 3, judge: 'j', model: 'm', score: null, text: 'No.' },
      ),
      { columns: { ...scoreTable, answer: 'text', gold: 'people' }, scale: [1, 5] },
    );
    const common = { grader: 'j', candidate: 'm' };
    expect(rowsOf(judgments)).toEqual([
      { ...common, item: '1', outcome: 'scored', score: 0.75, gold: 1 },
      { ...common, item: '2', outcome: 'empty-answer' },
      { ...common, item: '3', outcome: 'unparsed' },
    ]);
    expect(judgments?.scale).toEqual({ lower: 1, upper: 5 });
  });

  test('counts what "where" leaves out apart from what is wrong', async () => {
    const { ledger } = await read('q,judge,model,score,round\n1,j,m,5,1\n2,j,m,6,2\n3,j,,6,1\n', {
      ...scoreFile,
      where: { round: 1 },
    });
    expect(shortLedger(ledger[0])).toMatchObject({
      read: 3,
      kept: 1,
      filtered: 1,
      dropped: { 'no-name': 1 },
    });
  });

  test.each([
    [{ where: { round: '3' } }, 'judged: no row has round: 3; mend "where"'],
    [{ where: { rund: '1' } }, 'judged: no row has the column "rund" of "where"'],
    [{ columns: { ...scoreTable, score: 'scor' } }, 'judged: no row has the column "scor"'],
    [{ columns: {}, format: 'auto' }, 'judged: no reader (table, mt-bench-single'],
  ])('refuses %j', async (entry, message) => {
    await expect(
      read('q,judge,model,score,round\n1,j,m,5,1\n', { ...scoreFile, ...entry }),
    ).rejects.toThrow(message);
  });
});

describe('bad input', () => {
  test('an empty file is refused', async () => {
    await expect(read('')).rejects.toThrow('judged: the file is empty');
  });

  test('broken lines are counted and the others read', async () => {
    const row = { question_id: 1, model: 'a', judge: 'j', score: 5 };
    const { judgments, ledger } = await read(`${lines(row)}{"question_id": 2, "mod\n${lines(row)}`);
    expect(judgments?.scores.length).toBe(2);
    expect(shortLedger(ledger[0])).toMatchObject({
      read: 3,
      kept: 2,
      dropped: { 'broken-json': 1 },
    });
  });

  test('bytes that are no UTF-8 are read as replacement characters, and remarked on in names', async () => {
    const row = Buffer.from('q,judge,model,score\n1,J\u00fcrgen,m,5\n', 'latin1');
    const { judgments, ledger } = await read(row, scoreFile);
    expect(judgments?.graders).toEqual(['J\uFFFDrgen']);
    expect(ledger[0]?.notes).toMatchObject([{ reason: 'not-utf8', effect: 'kept' }]);
  });

  test('UTF-16 is refused by name', async () => {
    await expect(read(Buffer.from('\uFEFFq,judge', 'utf16le'))).rejects.toThrow('UTF-16');
  });

  test('a file of only ties is a table of ties', async () => {
    const { judgments } = await read('q,judge,won\n1,j,tie\n2,j,C\n', {
      columns: { item: 'q', grader: 'judge', winner: 'won' },
    });
    expect([...judgments!.pairs.preference]).toEqual([0.5, 0.5]);
  });

  test('a file without one readable score is a table of unparsed judgments', async () => {
    const { judgments, ledger } = await read(
      'q,judge,model,score\n1,j,m,good\n2,j,m,8/10\n',
      scoreFile,
    );
    expect([...judgments!.scores.outcome].map((code) => judgmentOutcomes[code])).toEqual([
      'unparsed',
      'unparsed',
    ]);
    expect(ledger[0]?.notes[1]?.detail).toBe('the score "8/10" is not understood');
  });

  test('one judge under two spellings is one grader, and the ledger says so', async () => {
    const { judgments, ledger } = await read(
      'q,judge,model,score\n1,openai/GPT-4,m,5\n2,gpt-4,m,5\n3,gpt-4-0613,m,5\n',
      scoreFile,
    );
    expect(judgments?.graders).toEqual(['openai/GPT-4', 'gpt-4-0613']);
    expect(shortLedger(ledger[0])).toMatchObject({
      notes: ['judged:3 kept renamed: "gpt-4" counts as the grader "openai/GPT-4"'],
    });
  });

  test('rows written twice are kept as repeats, and the ledger says so', async () => {
    const { judgments, ledger } = await read(
      'q,judge,model,score\n1,j,m,5\n2,j,m,5\n1,j,m,5\n',
      scoreFile,
    );
    expect(judgments?.scores.length).toBe(3);
    expect(shortLedger(ledger[0])).toMatchObject({
      kept: 3,
      notes: ['judged:4 kept repeated-judgment: judges again what judged:2 judged; both count'],
    });
  });

  test('pairs in the other order are no repeats', async () => {
    const { ledger } = await read('q,judge,a,b,won\n1,j,x,y,1\n1,j,y,x,1\n', {
      columns: { item: 'q', grader: 'judge', first: 'a', second: 'b', winner: 'won' },
    });
    expect(ledger[0]?.notes).toEqual([]);
  });

  test('rows that name no grader are dropped unless the config says who judged', async () => {
    const text = lines({ question_id: 1, model: 'a', score: 5 });
    await expect(read(text)).rejects.toThrow('judged: no judgment can be used (1 no-grader)');
    expect((await read(text, { grader: 'me' })).judgments?.graders).toEqual(['me']);
  });
});

test('files of different scales become shares, and the table says 0 to 1', async () => {
  await writeFile(join(folder, 'one.csv'), 'q,judge,model,score\n1,j,m,5\n');
  await writeFile(join(folder, 'two.csv'), 'q,judge,model,score\n1,k,m,2\n');
  const { judgments } = await read(
    '',
    {},
    {
      judgments: [
        { path: 'one.csv', ...scoreFile },
        { path: 'two.csv', ...scoreFile, scale: [0, 4] },
      ],
    },
  );
  expect([...judgments!.scores.score]).toEqual([0.5, 0.5]);
  expect(judgments?.scale).toEqual({ lower: 0, upper: 1 });
});

test('names are spelt as the config does', async () => {
  const { judgments, kinship, ledger } = await read(
    'q,judge,model,score\n1,JUDGE ONE,Qwen/Qwen3-VL-8B,5\n1,other,org-b/own,5\n1,other,org-c/own,6\n',
    scoreFile,
    {
      models: { 'qwen3-vl-8b': { role: 'candidate' }, sft: { role: 'baseline', family: 'qwen' } },
      graders: { 'judge-one': { endpoint: { url: 'http://localhost/v1', model: 'gpt-4o' } } },
      kin: { models: { sft: { vendor: 'house' } }, references: 'gpt-4o' },
    },
  );
  expect(judgments?.candidates).toEqual(['qwen3-vl-8b', 'org-b/own', 'org-c/own']);
  expect(judgments?.graders).toEqual(['judge-one', 'other']);
  expect(shortLedger(ledger[0]).notes).toEqual([
    'judged:2 kept renamed: "JUDGE ONE" counts as the grader "judge-one"',
    'judged:2 kept renamed: "Qwen/Qwen3-VL-8B" counts as the candidate "qwen3-vl-8b"',
  ]);
  expect(kinship).toEqual({
    models: {
      sft: { family: 'qwen', vendor: 'house' },
      'judge-one': { family: 'gpt', vendor: 'openai' },
    },
    references: ['gpt-4o'],
    data: [],
  });
});

describe('with a test split', () => {
  const csv = 'q,judge,model,score\n1,j,m,5\ntest/2,j,m,6\n9,j,m,7\n';
  const config = { judgments: [{ path: 'judged.csv', ...scoreFile }], subsets: ['track'] };
  const files = { 'test.jsonl': [question(1), question(2), question(3)], 'judged.csv': csv };

  test('judgments join test items by id and key; those that join none are dropped and counted', async () => {
    const { judgments, ledger, inputs } = await loadSmallBenchmark(folder, files, config);
    expect(judgments?.items).toEqual([
      { key: 'test/1', cluster: 'image-1.png', subset: 'open' },
      { key: 'test/2', cluster: 'image-2.png', subset: 'open' },
    ]);
    const entry = ledger.find(({ role }) => role === 'judgments');
    expect(shortLedger(entry)).toMatchObject({
      read: 3,
      kept: 2,
      unjoined: 1,
      dropped: { 'unknown-item': 1 },
    });
    expect(inputs.at(-1)).toMatchObject({ path: 'judged.csv', role: 'judgments' });
  });

  test('judgments beyond the limit are left out', async () => {
    const { judgments, ledger } = await loadSmallBenchmark(folder, files, config, { limit: 1 });
    expect(judgments?.items.map(({ key }) => key)).toEqual(['test/1']);
    expect(ledger.at(-1)?.dropped).toEqual({ 'beyond-limit': 1, 'unknown-item': 1 });
  });

  test('judgments that join no test item at all are refused', async () => {
    await expect(
      loadSmallBenchmark(
        folder,
        { ...files, 'judged.csv': 'q,judge,model,score\n9,j,m,5\n' },
        config,
      ),
    ).rejects.toThrow('no judgment can be used (1 unknown-item)');
  });

  test('labels without judgments wait for those that a run asks for', async () => {
    const { judgments, labels } = await loadSmallBenchmark(folder, files, {
      judgments: [{ path: 'judged.csv', ...scoreFile, labels: true }],
    });
    expect(judgments).toBeUndefined();
    expect(labels?.scoreOf('test/1', 'm')).toBe(0.5);
  });
});

describe('a scale that is not the file’s', () => {
  const rows = (count: number, highest: number) =>
    lines(
      ...Array.from({ length: count }, (_, at) => ({
        q: `q${at}`,
        judge: 'g',
        model: 'm',
        points: at === 0 ? highest : 1,
      })),
    );
  const columns = { item: 'q', grader: 'judge', candidate: 'model', score: 'points' };
  const remarks = async (text: string, more = {}) => {
    const { ledger } = await read(text, { format: 'table', columns, ...more });
    return ledger[0]!.notes.map(({ reason, detail }) => `${reason}: ${detail}`);
  };

  test('is asked about where 20 scores reach no more than half of it', async () => {
    expect(await remarks(rows(20, 5))).toEqual([
      'low-scale: the highest of 20 scores is 5 on a scale that ends at 10: is "scale" missing?',
    ]);
  });

  test.each([
    ['fewer rows', rows(19, 5), {}],
    ['a higher score', rows(20, 5.5), {}],
    ['a scale that the config names', rows(20, 5), { scale: [0, 10] }],
  ])('is not with %s', async (_, text, more) => {
    expect(await remarks(text, more)).toEqual([]);
  });
});

test('judgments that enter no estimate are counted by outcome, empty answers too', async () => {
  const columns = {
    item: 'q',
    grader: 'judge',
    candidate: 'model',
    score: 'points',
    answer: 'text',
  };
  const row = (q: string, points: unknown, text = 'seen') => ({
    q,
    judge: 'g',
    model: 'm',
    points,
    text,
  });
  const text = lines(row('1', 7), row('2', 11), row('3', 12), row('4', 'good'), row('5', 3, ' '));
  const { ledger } = await read(text, { format: 'table', columns });
  expect(ledger[0]).toMatchObject({
    kept: 5,
    unused: { 'empty-answer': 1, 'out-of-range': 2, unparsed: 1 },
  });
  const clean = await read(lines(row('1', 7)), { format: 'table', columns });
  expect(clean.ledger[0]).not.toHaveProperty('unused');
});
