/** A battery that asks the items as they are again, as processes. */

import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { batteryFolder } from '../../../test/battery-folder.ts';
import { cli } from '../../../test/built-cli.ts';
import { journalRows } from '../../../test/journal-rows.ts';
import type { AuditRun } from '../../audit/audit-run.ts';
import { outcomeOf } from '../../run/journal-row.ts';

let folder: string;
let env: NodeJS.ProcessEnv;

function audit(...words: string[]) {
  return spawnSync(process.execPath, [cli, 'run', '--bench', './audit.yaml', ...words], {
    cwd: folder,
    encoding: 'utf8',
    env,
  });
}

const outcomes = (journal: string): string[] =>
  journalRows(join(folder, journal)).map(outcomeOf).sort();

beforeAll(() => {
  ({ folder, env } = batteryFolder('asked-again-'));
  writeFileSync(
    join(folder, 'audit.yaml'),
    `version: 1
name: again
media: { root: ./fixtures/media }
splits: { test: test.jsonl }
models:
  ours: { role: candidate, path: ./fixtures/tiny-breastgpt }
battery:
  conditions: [real, repeated, batched, selector-bfloat16]
  maxNewTokens: { closed: 4, open: 4 }
  closed: generation
  sampling: { temperature: 0.7, topK: 20, topP: 0.8 }
audits: { numerical-stability: {} }
`,
  );
});

describe('a battery that asks again', () => {
  test('asks every item under every such condition, draws from seeds and repeats to the byte', () => {
    const first = audit('--repeat', '2', '--json');
    expect(first.stderr).not.toContain('failed:');
    const run = JSON.parse(first.stdout) as AuditRun;
    const asked = [...(run.battery?.rows ?? [])]
      .sort((a, b) => (a.condition < b.condition ? -1 : 1))
      .map(({ condition, planned, answered }) => ({
        condition,
        complete: planned > 0 && answered === planned,
      }));
    expect(asked).toEqual(
      ['real', 'repeated', 'sampled', 'batched', 'selector-bfloat16']
        .sort()
        .map((condition) => ({ condition, complete: true })),
    );
    const names = new Set(
      journalRows(join(folder, 'audit-results/journals/again.jsonl')).map(
        ({ condition }) => condition,
      ),
    );
    expect([...names].sort()).toEqual(
      ['batched', 'real', 'repeated', 'sampled-1', 'sampled-2', 'selector-bfloat16'].sort(),
    );
    const flips = run.audits[0]?.measures['openFlips:ours:repeated'];
    if (flips !== undefined) expect(flips).toMatchObject({ value: 0 });

    audit('--repeat', '2', '--journal', 'second.jsonl');
    expect(outcomes('second.jsonl')).toEqual(outcomes('audit-results/journals/again.jsonl'));
  });

  test('asks nothing twice when it is called again', () => {
    const before = journalRows(join(folder, 'audit-results/journals/again.jsonl')).length;
    audit('--repeat', '2');
    expect(journalRows(join(folder, 'audit-results/journals/again.jsonl')).length).toBe(before);
  });
});
