/** `audit grade` broken off, shared and begun anew, as a process. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { cli } from '../../../test/built-cli.ts';
import {
  answerAfter,
  audit,
  folder,
  journal,
  rowsOf,
  server,
  start,
  summaryOf,
  useGradedFolder,
  writeConfig,
} from '../../../test/graded-folder.ts';

useGradedFolder();

test('killed, it goes on with what is journalled and repeats none of it', async () => {
  writeConfig('{ prompts: [score-10, pair] }');
  answerAfter(60);
  const before = server.requests.length;
  const child = start('grade', '--graders', 'one');
  while (!existsSync(join(folder, journal)) || rowsOf().length < 8) await sleep(20);
  child.kill('SIGKILL');
  await once(child, 'close');
  // Answers that were on their way still reach the server.
  await sleep(200);
  const journalled = rowsOf();
  const sent = server.requests.length - before;
  answerAfter(0);
  const { status, asked } = await audit('grade', '--graders', 'one');
  expect([status, asked]).toEqual([0, 27 - journalled.length]);
  expect(sent - journalled.length).toBeLessThanOrEqual(4);
  const rows = rowsOf();
  expect(rows).toHaveLength(27);
  expect(rows.slice(0, journalled.length)).toEqual(journalled);
});

test('interrupted, it says so, and the same command goes on', async () => {
  writeConfig('{ prompts: [score-10] }');
  answerAfter(100);
  const child = start('grade', '--graders', 'one');
  let stderr = '';
  child.stderr!.on('data', (text: Buffer) => {
    stderr += text.toString();
  });
  while (!existsSync(join(folder, journal)) || rowsOf().length < 3) await sleep(20);
  child.kill('SIGINT');
  const [status] = await once(child, 'close');
  expect(status).toBe(130);
  expect(stderr).toMatch(/Interrupted[\s\S]*left: the same command goes on from here/);
  const { length } = rowsOf();
  const { asked } = await audit('grade', '--graders', 'one');
  expect(asked).toBe(14 - length);
});

test('two machines share it, and their journals are joined', async () => {
  writeConfig('{ prompts: [score-10] }');
  const [one, two] = [
    await audit('grade', '--shard', '1/2'),
    await audit('grade', '--shard', '2/2'),
  ];
  expect([one.status, two.status, one.asked + two.asked]).toEqual([0, 0, 28]);
  const parts = [1, 2].map((part) => `audit-results/journals/graded.shard-${part}-of-2.jsonl`);
  const merge = spawn(process.execPath, [cli, 'merge', ...parts, '-o', 'all.jsonl'], {
    cwd: folder,
  });
  expect(await once(merge, 'close')).toEqual([0, null]);
  const whole = await audit('grade', '--journal', 'all.jsonl', '--json');
  expect([whole.asked, summaryOf(whole.stdout).left]).toEqual([0, 0]);
});

test('--no-resume asks for the judgments again and keeps everything else', async () => {
  writeConfig('{ prompts: [score-10] }');
  await audit('grade');
  const { asked } = await audit('grade', '--no-resume', '--graders', 'one');
  expect(asked).toBe(14);
  expect(rowsOf()).toHaveLength(28);
  expect(rowsOf('audit-results/journals/graded.before-1.jsonl')).toHaveLength(28);
});
