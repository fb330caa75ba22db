/** The example's whole battery, killed at random moments, against one in a single go. */

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type JournalRow, outcomeOf, readRow } from '../../src/run/journal-row.ts';
import { createRandom } from '../../src/statistics/index.ts';
import { cli } from '../../test/built-cli.ts';

const kills = 10;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'killed-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const words = (outDir: string): string[] => [
  cli,
  ...['run', '--bench', import.meta.dirname, '--no-thumbnails', '--out-dir', join(folder, outDir)],
];
const journalOf = (outDir: string): string => join(folder, outDir, 'journals/blind-battery.jsonl');

function rowsOf(outDir: string): JournalRow[] {
  const [, ...lines] = readFileSync(journalOf(outDir), 'utf8').trimEnd().split('\n');
  return lines.map((line) => readRow(line) as JournalRow);
}

/** Starts the run and kills it once the journal has grown to some size. */
async function killAt(outDir: string, sizeBytes: number): Promise<void> {
  const env = { ...process.env, XDG_CACHE_HOME: join(folder, 'cache') };
  const child = spawn(process.execPath, words(outDir), { env, stdio: 'ignore' });
  const ended = once(child, 'close');
  const path = journalOf(outDir);
  while (!existsSync(path) || statSync(path).size < sizeBytes) {
    expect(child.exitCode).toBeNull();
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  child.kill('SIGKILL');
  await ended;
}

test('killed at ten random moments and resumed, the journal is that of an uninterrupted run', async () => {
  const env = { ...process.env, XDG_CACHE_HOME: join(folder, 'cache') };
  const whole = spawnSync(process.execPath, words('whole'), { env });
  expect(whole.status).toBe(0);
  const expected = rowsOf('whole').map(outcomeOf).sort();
  expect(expected.length).toBeGreaterThan(1000);
  const random = createRandom(5);
  const { size } = statSync(journalOf('whole'));
  const moments = Array.from({ length: kills }, () => Math.floor(random.nextFloat() * 0.97 * size));
  for (const moment of moments.sort((a, b) => a - b)) await killAt('killed', moment);
  const resumed = spawnSync(process.execPath, words('killed'), { env });
  expect(resumed.status).toBe(0);
  const rows = rowsOf('killed');
  expect(rows.map(outcomeOf).sort()).toEqual(expected);
  // No request was asked again whose answer had been journalled: each stands there once.
  expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
  const result = (outDir: string): string => {
    const latest = readFileSync(join(folder, outDir, 'latest'), 'utf8').trim();
    return readFileSync(join(folder, outDir, latest, 'result.json'), 'utf8');
  };
  expect(result('killed')).toBe(result('whole'));
});
