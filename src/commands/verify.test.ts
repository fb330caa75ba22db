import { execFile } from 'node:child_process';
import {
  appendFile,
  cp,
  mkdir,
  mkdtemp,
  readFile,
  rename,
  rm,
  stat,
  unlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { cli } from '../../test/built-cli.ts';
import { changedInputs } from '../manifest/changed-inputs.ts';
import { hashBytes } from '../manifest/hash-file.ts';
import { readManifest } from '../manifest/read-manifest.ts';
import { silentProgress } from '../progress.ts';
import { readRun } from './read-run.ts';
import { runCommand } from './run.ts';
import { signRun, writeKeyPair } from './sign.ts';
import { verifyRun } from './verify.ts';

const config = `version: 1
name: verified
media: { root: images }
splits: { test: ["test/*.jsonl"], train: ["train/*.jsonl"] }
models: { ours: { role: candidate, endpoint: { url: "http://localhost:1/v1?token=s3cret", model: m, body: { api_key: s3cret } } } }
predictions: [{ model: ours, path: answers.jsonl }]
audits: { image-reuse: {}, template-leakage: {} }
`;

let origin: string;
let folder: string;

beforeAll(async () => {
  origin = await mkdtemp(join(tmpdir(), 'verify-'));
  const bench = join(origin, 'bench');
  const row = (id: number, split: string) =>
    `${JSON.stringify({ id: `${split}${id}`, question: `Is shadow ${id} a mass?`, answer: 'yes', image: `${id}.png` })}\n`;
  const files = {
    'audit.yaml': config,
    'test/a.jsonl': [1, 2].map((id) => row(id, 't')).join(''),
    'train/a.jsonl': [3, 4, 5].map((id) => row(id, 'r')).join(''),
    'answers.jsonl': [1, 2].map((id) => `{"id":"t${id}","prediction":"yes"}\n`).join(''),
  };
  for (const [name, text] of Object.entries(files)) {
    const path = join(bench, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
  await mkdir(join(bench, 'images'));
  for (const id of [1, 2, 3, 4, 5]) {
    const noise = Buffer.from(Array.from({ length: 48 * 48 * 3 }, (_, at) => (at * id * 37) % 251));
    await sharp(noise, { raw: { width: 48, height: 48, channels: 3 } })
      .png()
      .toFile(join(bench, 'images', `${id}.png`));
  }
  await audit(origin);
});
afterAll(() => rm(origin, { recursive: true }));

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'verify-copy-'));
  await cp(origin, folder, { recursive: true });
  return () => rm(folder, { recursive: true });
});

async function audit(
  where: string,
  options: { readonly redactIds?: boolean } = {},
): Promise<string> {
  const outcome = await runCommand(
    { bench: join(where, 'bench'), outDir: join(where, 'results'), ...options },
    { cwd: where, progress: silentProgress },
  );
  if (outcome.kind !== 'audited') throw new Error(outcome.kind);
  return outcome.folder;
}

const latest = (): string => join(folder, 'results', 'latest');
const runFolder = async (): Promise<string> => (await readRun(latest())).folder;

async function edit(file: string, from: string, to: string): Promise<void> {
  const text = await readFile(file, 'utf8');
  if (!text.includes(from)) throw new Error(`${file} lacks ${from}`);
  await writeFile(file, text.replace(from, to));
}

const found = async () =>
  (await verifyRun(latest())).changes.map(({ part, kind, file }) => `${part} ${kind} ${file}`);

describe('a run that nobody touched', () => {
  test('is unchanged, every file of it and behind it compared', async () => {
    await expect(verifyRun(latest())).resolves.toMatchObject({
      unchanged: true,
      changes: [],
      unchecked: [],
      compared: { outputs: 5, inputs: 4, media: 5 },
      signature: { status: 'absent' },
    });
    await expect(changedInputs(await runFolder())).resolves.toEqual({ changed: [] });
  });

  test('is unchanged in another place, its benchmark moved along or named', async () => {
    const moved = `${folder}-moved`;
    await cp(join(folder, 'results'), join(moved, 'received'), { recursive: true });
    await cp(join(folder, 'bench'), join(moved, 'data'), { recursive: true });
    const path = join(moved, 'received', 'latest');
    expect((await verifyRun(path)).changes.length).toBeGreaterThan(0);
    await expect(verifyRun(path, { moved: { bench: join(moved, 'data') } })).resolves.toMatchObject({
      unchanged: true,
    });
    await rm(moved, { recursive: true });
  });

  test('holds no secret of its config', async () => {
    const run = await runFolder();
    for (const file of ['manifest.json', 'result.json', 'report.html'])
      expect(await readFile(join(run, file), 'utf8')).not.toContain('s3cret');
  });

  test('gives a manifest that differs from that of an equal run by its date alone', async () => {
    const { manifest } = await readManifest(await runFolder());
    const again = await readManifest(await audit(folder));
    expect({ ...again.manifest, createdAt: '' }).toEqual({ ...manifest, createdAt: '' });
  });
});

describe('a change is told by its place', () => {
  test.each<[string, string[], (run: string) => Promise<void>]>([
    [
      'a word of the report',
      ['output changed report.html', 'result contradicts report.html'],
      (run) => edit(join(run, 'report.html'), 'Benchmark audit', 'Benchmark award'),
    ],
    [
      'a finding that was taken out',
      ['output changed findings.jsonl', 'result contradicts findings.jsonl'],
      (run) => appendFile(join(run, 'findings.jsonl'), '{}\n'),
    ],
    [
      'a row more in the test split',
      ['input changed test/a.jsonl'],
      () => appendFile(join(folder, 'bench/test/a.jsonl'), '{"id":"t3","question":"?"}\n'),
    ],
    [
      'an answer that is another',
      ['input changed answers.jsonl'],
      () => edit(join(folder, 'bench/answers.jsonl'), 'yes', 'no'),
    ],
    [
      'a config that is another',
      ['input changed audit.yaml'],
      () => edit(join(folder, 'bench/audit.yaml'), 'candidate', 'baseline'),
    ],
    [
      'a file that the patterns take in since',
      ['input added test/b.jsonl'],
      () => writeFile(join(folder, 'bench/test/b.jsonl'), '{}\n'),
    ],
    [
      'a medium that is gone',
      ['media missing 3.png'],
      () => unlink(join(folder, 'bench/images/3.png')),
    ],
    [
      'a medium that is another',
      ['media changed 3.png'],
      () => cp(join(folder, 'bench/images/4.png'), join(folder, 'bench/images/3.png')),
    ],
    [
      'a split that is gone',
      ['input missing train/a.jsonl'],
      () => unlink(join(folder, 'bench/train/a.jsonl')),
    ],
    [
      'a file beside the report',
      ['output added notes.txt'],
      (run) => writeFile(join(run, 'notes.txt'), 'x'),
    ],
  ])('%s', async (_, expected, change) => {
    await change(await runFolder());
    await expect(found()).resolves.toEqual(expected);
  });

  test('and the gate is told which inputs', async () => {
    await unlink(join(folder, 'bench/images/3.png'));
    await appendFile(join(folder, 'bench/answers.jsonl'), '\n');
    await expect(changedInputs(await runFolder())).resolves.toEqual({
      changed: ['answers.jsonl', '3.png'],
    });
  });

  test('a report whose hash was edited in the manifest too does not follow from the result', async () => {
    const run = await runFolder();
    const report = join(run, 'report.html');
    const before = hashBytes(await readFile(report));
    await edit(report, 'Benchmark audit', 'Benchmark award');
    await edit(join(run, 'manifest.json'), before, hashBytes(await readFile(report)));
    await expect(found()).resolves.toEqual(['result contradicts report.html']);
  });

  test('a verdict that was edited everywhere is not that of its audits', async () => {
    const run = await runFolder();
    const { verdict } = (await readRun(run)).run;
    await edit(join(run, 'result.json'), `"verdict": "${verdict}"`, '"verdict": "not-run"');
    expect(await found()).toContain('result contradicts result.json');
  });

  test('a run without a manifest can not be told', async () => {
    await unlink(join(await runFolder(), 'manifest.json'));
    await expect(verifyRun(latest())).rejects.toThrow('manifest.json: is not there; run the audit');
    const { changed, unchecked } = await changedInputs(await runFolder());
    expect({ changed, told: unchecked?.includes('manifest.json') }).toEqual({
      changed: [],
      told: true,
    });
  });
});

describe('a signed run', () => {
  test('is verified by the public key, not by another, and not once its manifest is edited', async () => {
    const key = join(folder, 'ours.pem');
    const { publicKeyFile } = await writeKeyPair(key, undefined);
    expect((await stat(key)).mode & 0o777).toBe(0o600);
    await expect(writeKeyPair(key, undefined)).rejects.toThrow('is there already');
    await expect(verifyRun(latest(), { publicKey: publicKeyFile })).resolves.toMatchObject({
      unchanged: false,
      signature: { status: 'absent' },
    });
    await signRun(latest(), key, undefined);
    await expect(verifyRun(latest(), { publicKey: publicKeyFile })).resolves.toMatchObject({
      unchanged: true,
      signature: { status: 'valid' },
    });
    const other = await writeKeyPair(join(folder, 'theirs.pem'), undefined);
    await expect(verifyRun(latest(), { publicKey: other.publicKeyFile })).resolves.toMatchObject({
      unchanged: false,
      signature: { status: 'invalid' },
    });
    await edit(join(await runFolder(), 'manifest.json'), '"seed": 0', '"seed": 1');
    const changes = await verifyRun(latest(), { publicKey: publicKeyFile });
    expect(changes.signature.status).toBe('invalid');
    expect(changes.unchanged).toBe(false);
  });
});

test('a redacted run names no medium, and says that they are not compared', async () => {
  const redacted = await audit(folder, { redactIds: true });
  const text = await readFile(join(redacted, 'manifest.json'), 'utf8');
  expect(text).not.toContain('1.png');
  await expect(stat(join(redacted, 'media.jsonl'))).rejects.toThrow();
  await expect(verifyRun(redacted)).resolves.toMatchObject({
    unchanged: true,
    unchecked: ['5 media: a redacted run does not name them.'],
  });
});

describe('the command', () => {
  const run = promisify(execFile);

  test('exits 0 where nothing changed, 1 where something did, 2 where there is nothing to verify', async () => {
    const clean = await run(process.execPath, [cli, 'verify', latest()]);
    expect(clean.stdout).toContain('UNCHANGED: everything that was compared is as it was.');
    await rename(join(folder, 'bench/images/3.png'), join(folder, 'bench/images/9.png'));
    await expect(run(process.execPath, [cli, 'verify', latest(), '--json'])).rejects.toMatchObject({
      code: 1,
      stdout: expect.stringContaining('"unchanged": false'),
    });
    await expect(run(process.execPath, [cli, 'verify', folder])).rejects.toMatchObject({ code: 2 });
  });
});
