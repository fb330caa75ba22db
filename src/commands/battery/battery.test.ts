/** `audit plan`, `audit run` and `audit merge` on a small battery, as processes. */

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { batteryFolder } from '../../../test/battery-folder.ts';
import { cli } from '../../../test/built-cli.ts';
import { journalRows } from '../../../test/journal-rows.ts';
import type { AuditRun } from '../../audit/audit-run.ts';
import { auditRunSchema } from '../../audit/audit-run-schema.ts';
import { type JournalRow, outcomeOf } from '../../run/journal-row.ts';
import type { PlanReport } from './plan.ts';

let folder: string;
let env: NodeJS.ProcessEnv;

function audit(command: string, ...words: string[]) {
  const bench = command === 'merge' ? [] : ['--bench', './audit.yaml'];
  return spawnSync(process.execPath, [cli, command, ...bench, ...words], {
    cwd: folder,
    encoding: 'utf8',
    env,
  });
}

function rowsOf(journal: string): JournalRow[] {
  return journalRows(join(folder, journal));
}

/** What a journal says, whatever the order and the time it took. */
function outcomesOf(journal: string): string[] {
  return rowsOf(journal).map(outcomeOf).sort();
}

const journal = 'audit-results/journals/small.jsonl';

beforeAll(() => {
  ({ folder, env } = batteryFolder('battery-'));
  writeFileSync(
    join(folder, 'audit.yaml'),
    `version: 1
name: small
media: { root: ./fixtures/media }
splits: { test: test.jsonl }
ids: { patient: id }
models:
  ours: { role: candidate, path: ./fixtures/tiny-breastgpt }
  theirs: { role: baseline, path: ./fixtures/tiny-qwen3vl, batchSize: 2 }
  lost: { role: other, path: ./nowhere }
battery:
  conditions: [real, none, blank, rotated]
  maxNewTokens: { closed: 4 }
audits: { small-subsets: {} }
`,
  );
  writeFileSync(join(folder, 'policy.yaml'), 'version: 1\nrequired: [small-subsets]\n');
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true }));

describe('before anything is asked', () => {
  test('audit plan counts requests, tokens, time and memory, and asks nothing', () => {
    const { status, stdout } = audit('plan', '--json');
    expect(status).toBe(0);
    const report: PlanReport = JSON.parse(stdout);
    expect(report.refused).toEqual([
      { name: 'lost', reason: expect.stringContaining('./nowhere: is no folder') },
    ]);
    expect(report.models.map(({ model }) => model)).toEqual(['ours', 'theirs']);
    const [ours] = report.models;
    expect(ours!.memoryBytes).toBeGreaterThan(1e6);
    expect(
      ours!.conditions.map(({ condition, open, settled }) => [condition, open, settled]),
    ).toEqual([
      ['real', 4, 0],
      ['none', 4, 0],
      ['blank', 4, 0],
      ['rotated', 4, 0],
    ]);
    for (const { newTokens, seconds, cost } of ours!.conditions)
      expect([newTokens, seconds! > 0, cost]).toEqual([16, true, null]);
    expect(existsSync(join(folder, journal))).toBe(false);
    expect(audit('plan').stdout).toContain('To ask: 32 requests');
  });

  test.each([
    ['--models', 'yours', '"yours" is not asked; choose from ours, theirs, lost'],
    ['--conditions', 'noise', '"noise" is not asked in this config; choose from real, none'],
    ['--shard', '3/2', 'is no part of a whole'],
    ['--no-resume', '--no-ask', '--no-resume: can not be used with --no-ask'],
  ])('%s %s is refused in one line', (option, value, message) => {
    const { status, stderr, stdout } = audit('run', option, value);
    expect([status, stdout, stderr.trimEnd().split('\n').length]).toEqual([2, '', 1]);
    expect(stderr).toContain(message);
  });
});

describe('a battery in a single go', () => {
  let first: string;
  let run: AuditRun;
  let asked: JournalRow[];
  beforeAll(() => {
    const { status, stdout, stderr } = audit('run', '--json');
    // One model could not be asked.
    expect([status, stderr.includes('    at ')]).toEqual([2, false]);
    first = stdout;
    run = auditRunSchema.parse(JSON.parse(stdout));
    asked = rowsOf(journal);
  }, 120_000);

  test('journals every request once, and says what could not be asked', () => {
    expect(new Set(asked.map(({ key }) => key)).size).toBe(32);
    expect(asked).toHaveLength(32);
    for (const { answer } of asked) {
      expect(answer).toMatchObject({ newTokens: 4, finish: 'length' });
      expect(answer!.candidateLogLikelihoods).toHaveLength(2);
    }
    expect(run.battery).toMatchObject({
      left: 0,
      failed: 0,
      refused: [{ name: 'lost' }],
      conditions: [{ id: 'real' }, { id: 'none' }, { id: 'blank' }, { id: 'rotated' }],
    });
    expect(run.battery!.rows[1]).toEqual({
      model: 'ours',
      condition: 'none',
      items: 4,
      planned: 4,
      answered: 4,
      cut: 4,
      left: 0,
      failed: {},
      notApplicable: {},
    });
  });

  test('scores its answers like recorded ones', () => {
    const scored = run.scores.filter(({ primary, subset }) => primary && subset.column === 'all');
    const conditions = (name: string) =>
      scored.filter(({ model }) => model === name).map(({ condition, n }) => [condition, n]);
    expect(conditions('ours')).toContainEqual(['real', 4]);
    expect(conditions('theirs')).toContainEqual(['none', 4]);
    expect(run.inputs).toContainEqual({
      path: '32 outcomes of the battery',
      role: 'journal',
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  test('asks nothing twice, and gives the same bytes again', () => {
    const { stdout, stderr } = audit('run', '--json');
    expect(stdout).toBe(first);
    expect(rowsOf(journal)).toEqual(asked);
    expect(stderr).toBe(
      `lost was not asked: ${run.battery!.refused[0]!.reason}\nJournal: ${journal}\n`,
    );
    expect(audit('run', '--no-ask', '--json').stdout).toBe(first);
  });

  test('a journal that can not be one is refused in one line', () => {
    const { status, stderr, stdout } = audit('run', '--journal', '/');
    expect([status, stdout, stderr.trimEnd().split('\n').length]).toEqual([2, '', 1]);
    expect(stderr).toContain('the system refuses it');
  });

  test('leaves nothing in the cache but its own: ONNX Runtime sends no usage data', () => {
    expect(readdirSync(join(folder, 'cache'))).toEqual(['touchstone']);
  });

  test('is audited while another process writes its journal', () => {
    writeFileSync(join(folder, `${journal}.lock`), JSON.stringify({ pid: 1, host: 'elsewhere' }));
    expect(audit('run').stderr).toContain('is being written by process 1 on elsewhere');
    expect(audit('run', '--no-ask', '--json').stdout).toBe(first);
    rmSync(join(folder, `${journal}.lock`));
  });

  test('a gate can not pass while a model was not asked', () => {
    const { status, stdout } = audit('run', '--gate', 'policy.yaml', '--json');
    expect(status).toBe(3);
    const { gate }: AuditRun = JSON.parse(stdout);
    expect(gate!.reasons).toContainEqual(expect.stringContaining('lost could not be asked'));
  });

  test('asks everything again with --no-resume, and keeps the journal of before', () => {
    expect(audit('run', '--no-resume', '--json').stdout).toBe(first);
    expect(rowsOf('audit-results/journals/small.before-1.jsonl')).toEqual(asked);
    expect(outcomesOf(journal)).toEqual(asked.map(outcomeOf).sort());
  });
});

test('shards on two machines, merged, give the journal of one', () => {
  const shards = [1, 2].map((index) => {
    const words = ['--shard', `${index}/2`, '--out-dir', `machine-${index}`];
    const { status, stdout, stderr } = audit('run', ...words);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain('join the journals of all shards with audit merge');
    return `machine-${index}/journals/small.shard-${index}-of-2.jsonl`;
  });
  const sizes = shards.map((shard) => rowsOf(shard).length);
  expect([Math.min(...sizes) > 0, sizes[0]! + sizes[1]!]).toEqual([true, 32]);
  const merged = audit('merge', ...shards, '-o', 'all.jsonl');
  expect(merged.stdout).toBe(
    'all.jsonl: 32 requests; 0 were answered more than once, 0 of them differently\n',
  );
  expect(outcomesOf('all.jsonl')).toEqual(outcomesOf(journal));
  const { stderr } = audit('run', '--journal', 'all.jsonl');
  expect(stderr).not.toContain('answered,');
});

test('a limited run asks a part, finds it again later, and can not pass the gate', () => {
  const words = ['--out-dir', 'limited', '--limit', '1'];
  expect(audit('run', ...words, '--gate', 'policy.yaml').status).toBe(3);
  const limited = outcomesOf('limited/journals/small.jsonl');
  expect(limited).toHaveLength(8);
  expect(outcomesOf(journal)).toEqual(expect.arrayContaining(limited));
});

test('Ctrl-C ends with 130, and the same command goes on from there', async () => {
  const words = [cli, 'run', '--bench', './audit.yaml', '--out-dir', 'interrupted'];
  const child = spawn(process.execPath, words, { cwd: folder, env });
  let stderr = '';
  child.stderr.on('data', (text: Buffer) => {
    stderr += text.toString();
  });
  const path = join(folder, 'interrupted/journals/small.jsonl');
  while (!existsSync(path) || readFileSync(path, 'utf8').split('\n').length < 5)
    await new Promise((resolve) => setTimeout(resolve, 5));
  child.kill('SIGINT');
  const [status] = await once(child, 'close');
  expect([status, stderr.includes('the same command goes on from here')]).toEqual([130, true]);
  const before = rowsOf('interrupted/journals/small.jsonl');
  expect(before.length).toBeLessThan(32);
  expect(audit('run', '--out-dir', 'interrupted').status).toBe(2);
  const after = rowsOf('interrupted/journals/small.jsonl');
  expect(after.slice(0, before.length)).toEqual(before);
  expect(after.map(outcomeOf).sort()).toEqual(outcomesOf(journal));
});
