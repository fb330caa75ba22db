import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  judgmentFolder,
  lines,
  rowsOf,
  scoreFile,
  scoreTable,
} from '../../test/judgment-folder.ts';
import { shortLedger } from '../../test/small-benchmark.ts';

const { folder, read } = judgmentFolder();

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

test('files of different scales become shares, and the table says 0 to 1', async () => {
  await writeFile(join(folder(), 'one.csv'), 'q,judge,model,score\n1,j,m,5\n');
  await writeFile(join(folder(), 'two.csv'), 'q,judge,model,score\n1,k,m,2\n');
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
