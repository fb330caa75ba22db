import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { readRun } from '../src/commands/read-run.ts';
import { type RunOptions, runCommand } from '../src/commands/run.ts';
import { silentProgress } from '../src/progress.ts';

const config = `version: 1
name: verified
media: { root: images }
splits: { test: ["test/*.jsonl"], train: ["train/*.jsonl"] }
models: { ours: { role: candidate, endpoint: { url: "http://localhost:1/v1?token=s3cret", model: m, body: { api_key: s3cret, extra: Bearer s3cret } } } }
predictions: [{ model: ours, path: "answers*.jsonl" }]
audits: { image-reuse: {}, template-leakage: {} }
`;

/** A benchmark that was audited; every test has a copy of its own. */
export interface AuditedFolder {
  /** Absolute: holds `bench` and `results`. */
  readonly folder: () => string;
  /** The file that names the newest run. */
  readonly latest: () => string;
  /** Absolute folder of that run. */
  readonly runFolder: () => Promise<string>;
  /** Audits the copy again. @returns the run's folder. */
  readonly auditAgain: (options?: Partial<RunOptions>) => Promise<string>;
}

/**
 * Audits a benchmark of three test and four train items before the tests: five pictures in
 * `images`, one within a row (t6), one that is named and missing (7.png of r7).
 */
export function auditedFolder(): AuditedFolder {
  let origin: string;
  let folder: string;
  beforeAll(async () => {
    origin = await mkdtemp(join(tmpdir(), 'audited-'));
    await writeBench(join(origin, 'bench'));
    await audit(origin);
  });
  afterAll(() => rm(origin, { recursive: true }));
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'audited-copy-'));
    await cp(origin, folder, { recursive: true });
    return () => rm(folder, { recursive: true });
  });
  const latest = (): string => join(folder, 'results', 'latest');
  return {
    folder: () => folder,
    latest,
    runFolder: async () => (await readRun(latest())).folder,
    auditAgain: (options = {}) => audit(folder, options),
  };
}

async function writeBench(bench: string): Promise<void> {
  const row = (id: number, split: string, image = `${id}.png`): string =>
    `${JSON.stringify({ id: `${split}${id}`, question: `Is shadow ${id} a mass?`, answer: 'yes', image })}\n`;
  const inline = `data:image/png;base64,${(await picture(6)).toString('base64')}`;
  const files = {
    'audit.yaml': config,
    'test/a.jsonl': row(1, 't') + row(2, 't') + row(6, 't', inline),
    'train/a.jsonl': [3, 4, 5, 7].map((id) => row(id, 'r')).join(''),
    'answers.jsonl': [1, 2, 6].map((id) => `{"id":"t${id}","prediction":"yes"}\n`).join(''),
  };
  for (const [name, text] of Object.entries(files)) {
    const path = join(bench, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
  await mkdir(join(bench, 'images'));
  for (const id of [1, 2, 3, 4, 5])
    await writeFile(join(bench, 'images', `${id}.png`), await picture(id));
}

/** Noise that is another for every id. */
async function picture(id: number): Promise<Buffer> {
  const noise = Buffer.from(Array.from({ length: 48 * 48 * 3 }, (_, at) => (at * id * 37) % 251));
  return await sharp(noise, { raw: { width: 48, height: 48, channels: 3 } })
    .png()
    .toBuffer();
}

async function audit(where: string, options: Partial<RunOptions> = {}): Promise<string> {
  const outcome = await runCommand(
    { bench: join(where, 'bench'), outDir: join(where, 'results'), ...options },
    { cwd: where, progress: silentProgress },
  );
  if (outcome.kind !== 'audited') throw new Error(outcome.kind);
  return outcome.folder;
}

/** Replaces a text in a file that has it. */
export async function edit(file: string, from: string, to: string): Promise<void> {
  const text = await readFile(file, 'utf8');
  if (!text.includes(from)) throw new Error(`${file} lacks ${from}`);
  await writeFile(file, text.replace(from, to));
}
