/** `audit plan` and `audit run` with graders, and graders of every kind, as processes. */

import { expect, test } from 'vitest';
import {
  audit,
  editConfig,
  server,
  summaryOf,
  useGradedFolder,
  writeConfig,
} from '../../../test/graded-folder.ts';
import { auditRunSchema } from '../../audit/audit-run-schema.ts';
import type { PlanReport } from '../battery/plan.ts';

useGradedFolder();

test('audit plan counts the grading with its tokens and costs, and asks nothing', async () => {
  writeConfig('{ prompts: [score-10-reference, pair] }');
  const { status, stdout, asked } = await audit('plan', '--json');
  expect([status, asked]).toEqual([0, 0]);
  const { models, grading }: PlanReport = JSON.parse(stdout);
  expect([models, grading!.awaited, grading!.refused]).toEqual([[], 0, []]);
  const [one] = grading!.graders;
  expect(one!.conditions.map(({ condition, open }) => [condition, open])).toEqual([
    ['graded:score-10-reference', 14],
    ['graded:pair', 13],
  ]);
  expect(one!.conditions[0]!.newTokens).toBe(14 * 1024);
  expect(one!.conditions[0]!.cost).toBeGreaterThan((14 * 1024 * 2) / 1e6);
  expect((await audit('plan')).stdout).toMatch(
    /Grading\n\none, runs elsewhere[\s\S]*To ask: 54 requests/,
  );
});

test('audit run grades, takes from the journal what is there, and says what was asked', async () => {
  writeConfig('{ prompts: [score-10-reference, pair] }');
  await audit('grade', '--prompts', 'pair');
  const first = await audit('run', '--json', '--no-thumbnails');
  expect([first.status, first.asked]).toEqual([0, 28]);
  const run = auditRunSchema.parse(JSON.parse(first.stdout));
  expect(run.grading).toMatchObject({ left: 0, failed: 0, refused: [] });
  expect(run.grading!.prompts.map(({ id, version }) => [id, version])).toEqual([
    ['score-10-reference', 1],
    ['pair', 1],
  ]);
  expect(run.grading!.graders[0]).toEqual({
    name: 'one',
    endpoint: { url: server.url, model: 'judge-one' },
  });
  expect(run.inputs.map(({ path }) => path)).toContain('54 outcomes of the grading');

  const again = await audit('run', '--json', '--no-thumbnails', '--no-ask');
  expect([again.status, again.asked, again.stdout]).toEqual([0, 0, first.stdout]);
});

test('a battery’s answers are graded after it, by a model of the config too', async () => {
  writeConfig(
    '{ prompts: [score-10] }',
    'battery: { conditions: [real, none], maxNewTokens: { open: 4 } }\n',
  );
  editConfig(
    [
      'predictions:',
      `  served: { role: other, endpoint: { url: "${server.url}", model: judge-one } }\npredictions:`,
    ],
    [/ {2}one:.*\n {2}two:.*\n/, '  served: {}\n'],
  );
  const plan: PlanReport = JSON.parse((await audit('plan', '--json')).stdout);
  expect(plan.grading!.awaited).toBe(8);
  expect(plan.grading!.graders[0]!.conditions[0]!.open).toBe(14 + 8);

  const early = await audit('grade');
  expect(early.stdout).toContain('8 requests of the battery have no answer yet to grade');

  const { status, asked, stdout } = await audit('run', '--json', '--no-thumbnails');
  expect(status).toBe(0);
  const run = auditRunSchema.parse(JSON.parse(stdout));
  const { planned } = run.grading!.rows[0]!;
  expect(asked).toBe(run.battery!.rows.reduce((sum, row) => sum + row.planned, 0) + planned - 14);
  expect(run.grading!.rows[0]!.judgments.scored).toBeGreaterThan(9);

  // Judgments alone are asked again: the answers that they are about stay.
  const anew = await audit('grade', '--no-resume');
  expect(anew.asked).toBe(planned);
});

test('a checkpoint grades in this process; its noise is counted as unparsed', async () => {
  writeConfig('{ prompts: [score-10], maxNewTokens: 6 }');
  editConfig([/ {2}one:.*\n {2}two:.*\n/, '  tiny: { path: ./fixtures/tiny-qwen3vl }\n']);
  const { status, stdout, asked } = await audit('grade', '--limit', '2', '--json');
  expect([status, asked]).toEqual([0, 0]);
  const { rows, graders, failed } = summaryOf(stdout);
  expect(rows[0]).toMatchObject({
    grader: 'tiny',
    planned: 4,
    answered: 4,
    judgments: { scored: 0, unparsed: 4 },
  });
  expect(failed).toBe(0);
  expect(graders[0]!.checkpoint).toMatchObject({ status: 'opened', parity: { verdict: 'pass' } });
}, 120_000);
