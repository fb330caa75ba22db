/** `audit run --repeat` and the items as they are, asked again, on a tiny checkpoint, as processes. */

import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { batteryFolder } from '../../../test/battery-folder.ts';
import { cli } from '../../../test/built-cli.ts';
import { journalRows } from '../../../test/journal-rows.ts';
import type { AuditRun } from '../../audit/audit-run.ts';
import { type JournalRow, outcomeOf } from '../../run/journal-row.ts';

let folder: string;
let env: NodeJS.ProcessEnv;

function audit(command: string, ...words: string[]) {
  return spawnSync(process.execPath, [cli, command, '--bench', './audit.yaml', ...words], {
    cwd: folder,
    encoding: 'utf8',
    env,
  });
}

const rowsOf = (outDir: string): JournalRow[] =>
  journalRows(join(folder, outDir, 'journals/small.jsonl'));

beforeAll(() => {
  ({ folder, env } = batteryFolder('repeats-'));
  writeFileSync(
    join(folder, 'audit.yaml'),
    `version: 1
name: small
media: { root: ./fixtures/media }
splits: { test: test.jsonl }
ids: { patient: id }
models:
  ours: { role: candidate, path: ./fixtures/tiny-breastgpt }
battery:
  conditions: [real, repeated, selector-bfloat16, batched]
  maxNewTokens: { closed: 4 }
  sampling: { temperature: 2 }
audits: { numerical-stability: {} }
`,
  );
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true }));

test('audit plan --repeat counts what would be drawn', () => {
  const { stdout } = audit('plan', '--repeat', '2');
  // Four items: four conditions, and twice drawn.
  expect(stdout).toContain('To ask: 24 requests');
  expect(audit('plan', '--repeat', '0').stderr).toContain('expected a whole number above 0');
});

describe('the same asked again', () => {
  let first: string;
  let run: AuditRun;
  let rows: JournalRow[];
  beforeAll(() => {
    const { stdout, stderr } = audit('run', '--repeat', '2', '--json', '--out-dir', 'one');
    for (const line of [
      'ours: 16 answered, 0 failed',
      'ours (selector-bfloat16): 4 answered, 0 failed',
      'ours (batched): 4 answered, 0 failed',
    ])
      expect(stderr).toContain(line);
    first = stdout;
    run = JSON.parse(stdout);
    rows = rowsOf('one');
  }, 120_000);

  test('is journalled under a name for each way to ask', () => {
    const names = rows.map(({ condition }) => condition);
    const some = ['real', 'repeated', 'selector-bfloat16', 'batched', 'sampled-1', 'sampled-2'];
    expect(some.map((name) => names.filter((one) => one === name).length)).toEqual(
      some.map(() => 4),
    );
    expect(rows).toHaveLength(24);
    expect(new Set(rows.map(({ key }) => key)).size).toBe(24);
    const textOf = (name: string): string[] =>
      rows
        .filter(({ condition }) => condition === name)
        .sort((a, b) => (a.item < b.item ? -1 : 1))
        .map(({ answer }) => answer!.text);
    expect(textOf('repeated')).toEqual(textOf('real'));
    expect(textOf('sampled-1')).not.toEqual(textOf('sampled-2'));
  });

  test('is told of by numerical-stability', () => {
    const [stability] = run.audits;
    expect(stability!.measures['closedFlips:ours:repeated']).toMatchObject({ value: 0, n: 4 });
    expect(Object.keys(stability!.measures)).toEqual(
      expect.arrayContaining([
        'closedFlips:ours:batched',
        'closedFlips:ours:selector-bfloat16',
        'closedSampled:ours',
        'closedUnsteady:ours',
      ]),
    );
  });

  test('draws the same answers again from the same seed, and others from another', () => {
    audit('run', '--repeat', '2', '--out-dir', 'two');
    expect(rowsOf('two').map(outcomeOf).sort()).toEqual(rows.map(outcomeOf).sort());
    audit('run', '--repeat', '2', '--seed', '1', '--conditions', 'sampled', '--out-dir', 'three');
    const before = new Set(rows.map(({ key }) => key));
    expect(rowsOf('three')).toHaveLength(8);
    expect(rowsOf('three').filter(({ key }) => before.has(key))).toEqual([]);
  });

  test('goes on where it was cut off and asks nothing twice', () => {
    const path = join(folder, 'one/journals/small.jsonl');
    const lines = readFileSync(path, 'utf8').split('\n');
    // The opening line, eleven outcomes, and half of one.
    writeFileSync(path, `${lines.slice(0, 12).join('\n')}\n${lines[12]!.slice(0, 40)}`);
    const { stdout, stderr } = audit('run', '--repeat', '2', '--json', '--out-dir', 'one');
    // 16 of the model as it is, of which 11 are kept.
    expect(stderr).toContain('ours: 5 answered, 0 failed');
    expect(stdout).toBe(first);
    expect(audit('run', '--repeat', '2', '--json', '--out-dir', 'one').stdout).toBe(first);
    expect(rowsOf('one').map(outcomeOf).sort()).toEqual(rows.map(outcomeOf).sort());
  });
});
