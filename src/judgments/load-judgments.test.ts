import { describe, expect, test } from 'vitest';
import { judgmentFolder, lines, scoreFile } from '../../test/judgment-folder.ts';
import { loadSmallBenchmark, question, shortLedger } from '../../test/small-benchmark.ts';
import { judgmentOutcomes } from './judgments.ts';

const { folder, read } = judgmentFolder();

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
    const { judgments, ledger, inputs } = await loadSmallBenchmark(folder(), files, config);
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
    const { judgments, ledger } = await loadSmallBenchmark(folder(), files, config, { limit: 1 });
    expect(judgments?.items.map(({ key }) => key)).toEqual(['test/1']);
    expect(ledger.at(-1)?.dropped).toEqual({ 'beyond-limit': 1, 'unknown-item': 1 });
  });

  test('judgments that all lie beyond the limit end no run', async () => {
    const one = { ...files, 'judged.csv': 'q,judge,model,score\n2,j,m,5\n' };
    const { judgments, ledger } = await loadSmallBenchmark(folder(), one, config, { limit: 1 });
    expect(judgments).toBeUndefined();
    expect(ledger.at(-1)?.dropped).toEqual({ 'beyond-limit': 1 });
  });

  test('judgments that join no test item at all are refused', async () => {
    await expect(
      loadSmallBenchmark(
        folder(),
        { ...files, 'judged.csv': 'q,judge,model,score\n9,j,m,5\n' },
        config,
      ),
    ).rejects.toThrow('no judgment can be used (1 unknown-item)');
  });

  test('labels without judgments wait for those that a run asks for', async () => {
    const { judgments, labels } = await loadSmallBenchmark(folder(), files, {
      judgments: [{ path: 'judged.csv', ...scoreFile, labels: true }],
    });
    expect(judgments).toBeUndefined();
    expect(labels?.scoreOf('test/1', 'm')).toBe(0.5);
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
