/** `audit run` on a model behind a chat-completions server that fails, is repaired and asked again. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cli, fixtures } from '../../../test/built-cli.ts';
import { type ChatServer, startChatServer } from '../../../test/chat-server.ts';
import { journalRows } from '../../../test/journal-rows.ts';
import type { AuditRun } from '../../audit/audit-run.ts';
import type { JournalRow } from '../../run/journal-row.ts';

const KEY = 'sk-of-nobody-0123456789';
const journal = 'audit-results/journals/served.jsonl';

let folder: string;
let server: ChatServer;
beforeAll(async () => {
  server = await startChatServer({
    apiKey: KEY,
    faults: ['server-error', 'malformed', 'rate-limited'],
    faultRate: 0.7,
    mostFaults: 4,
  });
  folder = mkdtempSync(join(tmpdir(), 'served-'));
  symlinkSync(fixtures, join(folder, 'fixtures'));
  const rows = Array.from({ length: 30 }, (_, index) => ({
    id: `${index}`,
    messages: [
      { role: 'user', content: `<image>Is there a mass in part ${index}?` },
      { role: 'assistant', content: index % 2 === 0 ? 'Yes' : 'No' },
    ],
    images: [index === 7 ? 'nowhere.png' : 'small_150x100.png'],
  }));
  const lines = rows.map((row) => `${JSON.stringify(row)}\n`);
  writeFileSync(join(folder, 'test.jsonl'), lines.join(''));
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

async function audit(key: string, ...words: string[]) {
  writeFileSync(
    join(folder, 'audit.yaml'),
    `version: 1
name: served
media: { root: ./fixtures/media }
splits: { test: test.jsonl }
models:
  cold:
    role: cold
    endpoint: { url: "${server.url}", model: m, apiKeyVariable: TEST_KEY, attempts: 3, price: { input: 1, output: 2 } }
battery: { conditions: [real, none] }
audits: { small-subsets: {} }
`,
  );
  const child = spawn(
    process.execPath,
    [cli, words[0]!, '--bench', './audit.yaml', ...words.slice(1)],
    {
      cwd: folder,
      env: { ...process.env, TEST_KEY: key },
    },
  );
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (text: Buffer) => {
    stdout += text.toString();
  });
  child.stderr.on('data', (text: Buffer) => {
    stderr += text.toString();
  });
  const [status] = await once(child, 'close');
  return { status, stdout, stderr };
}

const rowsOf = (): JournalRow[] => journalRows(join(folder, journal));

function everythingWritten(at: string): string {
  return readdirSync(at, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('');
}

test('what a plan costs is told before anything is sent', async () => {
  const { status, stdout } = await audit(KEY, 'plan');
  expect([status, server.requests.length]).toEqual([0, 0]);
  expect(stdout).toMatch(/cold, runs elsewhere/);
  expect(stdout).toContain('1 medium can not be read (nowhere.png)');
  expect(stdout).toMatch(/To ask: 60 requests, .* about \$0\.0\d/);
});

test('a wrong key stops at once, and leaves everything to be asked', async () => {
  const { status, stderr } = await audit('sk-wrong-9876543210', 'run');
  expect(status).toBe(2);
  expect(stderr).toMatch(/cold: 0 answered, \d failed; stopped: .*401/);
  expect(server.requests.length).toBeLessThanOrEqual(32);
  expect(stderr).not.toContain('sk-wrong-9876543210');
  expect(everythingWritten(join(folder, 'audit-results'))).not.toContain('sk-wrong-9876543210');
  rmSync(join(folder, 'audit-results'), { recursive: true });
});

test('what failed is told, blocks the gate, and is asked again when that is wanted', async () => {
  writeFileSync(join(folder, 'policy.yaml'), 'version: 1\nrequired: [small-subsets]\n');
  const first = await audit(KEY, 'run', '--json', '--gate', 'policy.yaml');
  const before: AuditRun = JSON.parse(first.stdout);
  const { failed, left } = before.battery!;
  expect([first.status, left, failed > 1]).toEqual([3, 0, true]);
  expect(first.stderr).toContain(`${failed} requests failed (`);
  expect(before.gate!.reasons.join()).toContain(`${failed} requests of the battery failed`);
  expect(rowsOf()).toHaveLength(60);

  const again = await audit(KEY, 'run', '--json');
  expect(JSON.parse(again.stdout).battery).toEqual(before.battery);
  expect(rowsOf()).toHaveLength(60);

  const retried = await audit(KEY, 'run', '--json', '--retry-failed');
  const after: AuditRun = JSON.parse(retried.stdout);
  // The picture that is not there fails for good.
  expect(after.battery!.rows.map((row) => row.failed)).toEqual([{ 'medium-unreadable': 1 }, {}]);
  expect(rowsOf()).toHaveLength(60 + failed);
  const answers = after.scores.filter(({ primary, subset }) => primary && subset.column === 'all');
  expect(answers.map(({ condition, n }) => [condition, n])).toContainEqual(['none', 30]);
});

test('the key stands nowhere in what was written or printed', async () => {
  const { stdout, stderr } = await audit(KEY, 'run', '--json', '--retry-failed');
  expect(stdout + stderr + everythingWritten(join(folder, 'audit-results'))).not.toContain(KEY);
  expect(server.requests.at(-1)!.headers.authorization).toBe(`Bearer ${KEY}`);
});
