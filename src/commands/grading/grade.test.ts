/** `audit grade` as a process: what is asked, what is counted, what is refused. */

import { expect, test } from 'vitest';
import {
  audit,
  editConfig,
  OURS,
  RIVAL,
  rowsOf,
  server,
  summaryOf,
  textOf,
  useGradedFolder,
  writeConfig,
} from '../../../test/graded-folder.ts';

useGradedFolder();

test('asks every grader once a text, and counts what came', async () => {
  writeConfig('{ prompts: [score-10-reference] }');
  const { status, stdout, stderr, asked } = await audit('grade', '--json');
  expect([status, stderr.includes('    at ')]).toEqual([0, false]);
  // 16 answers, one of them empty, two with the same text.
  expect(asked).toBe(2 * 14);
  const summary = summaryOf(stdout);
  const row = {
    prompt: 'score-10-reference',
    planned: 14,
    answered: 14,
    cut: 0,
    left: 0,
    failed: {},
    judgments: {
      scored: 9,
      unparsed: 2,
      'out-of-range': 2,
      refused: 2,
      failed: 0,
      'empty-answer': 1,
    },
    notApplicable: {},
  };
  expect(summary.rows).toEqual([
    { grader: 'one', ...row },
    { grader: 'two', ...row },
  ]);
  expect(summary.namesHidden).toEqual({ [OURS]: 6, [RIVAL]: 6 });
  expect(stderr).toContain(
    'one, judgments: 9 scored, 2 unparsed, 2 out-of-range, 2 refused, 1 empty-answer',
  );
  const rows = rowsOf();
  expect(new Set(rows.map(({ key }) => key)).size).toBe(28);
  expect(new Set(rows.map(({ condition }) => condition))).toEqual(
    new Set(['graded:score-10-reference']),
  );

  const again = await audit('grade');
  expect([again.status, again.asked]).toEqual([0, 0]);
  expect(again.stdout).toMatch(/one +score-10-reference +14 +14 +0 +0 +9 +2 +2 +2 +1 +0\n/);
});

test('shows no grader the name of a candidate, nor an answer’s own verdict', async () => {
  writeConfig('{ prompts: [score-10, pair-reference], swap: true }');
  const before = server.requests.length;
  await audit('grade');
  const bodies = server.requests.slice(before).map(({ body }) => JSON.stringify(body));
  expect(bodies).toHaveLength(2 * (14 + 13));
  for (const body of bodies) {
    expect(body).not.toMatch(/radiant|rival/i);
    expect(body.includes('view 7?') && body.includes('[[10]]')).toBe(false);
  }
  expect(bodies.some((body) => body.includes('I, [name removed], see 0 mm.'))).toBe(true);
});

test('--swap shows each pair in both orders, --no-swap in one', async () => {
  writeConfig('{ prompts: [pair] }');
  const ordersOf = (asked: number): string[] =>
    server.requests.slice(server.requests.length - asked).flatMap(({ body }) => {
      const shown = /view 1\?[\s\S]*answer A \w+\]\n(.*)[\s\S]*answer B \w+\]\n(.*)/.exec(
        textOf(body),
      );
      return shown ? [`${shown[1]} | ${shown[2]}`] : [];
    });
  const one = await audit('grade', '--graders', 'one', '--no-swap');
  expect(one.asked).toBe(7);
  const [drawn] = ordersOf(one.asked);
  const both = await audit('grade', '--graders', 'one', '--swap');
  // Two answers are the same: their two orders are one request.
  expect(both.asked).toBe(6);
  const [turned] = ordersOf(both.asked);
  expect(drawn!.split(' | ').toReversed().join(' | ')).toBe(turned);
});

test('repeats are asked anew, and pay no heed to each other', async () => {
  writeConfig('{ prompts: [score-1], repeats: 2 }');
  expect((await audit('grade', '--graders', 'one', '--repeats', '1')).asked).toBe(14);
  expect((await audit('grade', '--graders', 'one')).asked).toBe(14);
  expect(new Set(rowsOf().map(({ condition }) => condition))).toEqual(
    new Set(['graded:score-1', 'graded:score-1#2']),
  );
});

test('a grader that can not be asked is told, and the exit code is 2', async () => {
  writeConfig('{ prompts: [score-10] }');
  editConfig(
    ['grading:', '  gone: { path: ./nowhere }\ngrading:'],
    ['v1", model: judge-two', 'v2", model: judge-two'],
  );
  const { status, stdout, stderr } = await audit('grade');
  expect(status).toBe(2);
  expect(stdout).toMatch(/gone was not asked: .*nowhere: is no folder/);
  expect(stderr).toMatch(/two: 0 answered, \d+ failed; stopped: /);
  expect(stdout).toMatch(/two +score-10 +0 +0 +0 +14 /);
});

test.each([
  [['--graders', 'three'], 'there is no "three"; choose from one, two'],
  [['--prompts', 'score-5'], 'there is no "score-5"; choose from score-10, score-1,'],
  [
    ['--prompts', 'score-10,score-1'],
    'holds several prompts for a score, whose answers would pass for repeats of one',
  ],
  [['--repeats', '0'], 'expected a whole number above 0'],
])('%j is refused', async (words, message) => {
  writeConfig('{}');
  const { status, stderr, asked } = await audit('grade', ...words);
  expect([status, asked]).toEqual([2, 0]);
  expect(stderr).toContain(message);
});

test('without answers there is nothing to grade, and it says so', async () => {
  writeConfig('{ tracks: [closed] }');
  const { status, stderr } = await audit('grade');
  expect(status).toBe(2);
  expect(stderr).toContain('there is nothing to grade: ');
});
