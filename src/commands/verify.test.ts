import { execFile } from 'node:child_process';
import { appendFile, cp, readFile, rename, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { auditedFolder, edit } from '../../test/audited-folder.ts';
import { cli } from '../../test/built-cli.ts';
import { changedInputs } from '../manifest/changed-inputs.ts';
import { hashBytes } from '../manifest/hash-file.ts';
import { readManifest } from '../manifest/read-manifest.ts';
import { readRun } from './read-run.ts';
import { signRun, writeKeyPair } from './sign.ts';
import { verifyRun } from './verify.ts';

const { folder: current, latest, runFolder, auditAgain } = auditedFolder();

const found = async () =>
  (await verifyRun(latest())).changes.map(({ part, kind, file }) => `${part} ${kind} ${file}`);

describe('a run that nobody touched', () => {
  test('is unchanged, every file of it and behind it compared', async () => {
    await expect(verifyRun(latest())).resolves.toMatchObject({
      unchanged: true,
      changes: [],
      unchecked: [],
      compared: { outputs: 5, inputs: 4, media: 6, checkpoints: 0 },
      signature: { status: 'absent' },
    });
    await expect(changedInputs(await runFolder())).resolves.toEqual({ changed: [] });
  });

  test('is unchanged in another place, its benchmark moved along or named', async () => {
    const moved = `${current()}-moved`;
    await cp(join(current(), 'results'), join(moved, 'received'), { recursive: true });
    await cp(join(current(), 'bench'), join(moved, 'data'), { recursive: true });
    const path = join(moved, 'received', 'latest');
    expect((await verifyRun(path)).changes.length).toBeGreaterThan(0);
    await expect(verifyRun(path, { moved: { bench: join(moved, 'data') } })).resolves.toMatchObject(
      {
        unchanged: true,
      },
    );
    await rm(moved, { recursive: true });
  });

  test('holds no secret of its config', async () => {
    const run = await runFolder();
    for (const file of ['manifest.json', 'result.json', 'report.html'])
      expect(await readFile(join(run, file), 'utf8')).not.toContain('s3cret');
  });

  test('gives a manifest that differs from that of an equal run by its date alone', async () => {
    const { manifest } = await readManifest(await runFolder());
    const again = await readManifest(await auditAgain());
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
      () => appendFile(join(current(), 'bench/test/a.jsonl'), '{"id":"t3","question":"?"}\n'),
    ],
    [
      'an answer that is another',
      ['input changed answers.jsonl'],
      () => edit(join(current(), 'bench/answers.jsonl'), 'yes', 'no'),
    ],
    [
      'a config that is another',
      ['input changed audit.yaml'],
      () => edit(join(current(), 'bench/audit.yaml'), 'candidate', 'baseline'),
    ],
    [
      'a file that the patterns take in since',
      ['input added test/b.jsonl'],
      () => writeFile(join(current(), 'bench/test/b.jsonl'), '{}\n'),
    ],
    [
      'a medium that is gone',
      ['media missing 3.png'],
      () => unlink(join(current(), 'bench/images/3.png')),
    ],
    [
      'a medium that is another',
      ['media changed 3.png'],
      () => cp(join(current(), 'bench/images/4.png'), join(current(), 'bench/images/3.png')),
    ],
    [
      'a split that is gone',
      ['input missing train/a.jsonl'],
      () => unlink(join(current(), 'bench/train/a.jsonl')),
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
    await unlink(join(current(), 'bench/images/3.png'));
    await appendFile(join(current(), 'bench/answers.jsonl'), '\n');
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
    await expect(verifyRun(latest())).rejects.toThrow(
      'manifest.json: is not there; name a run folder, or run the audit again',
    );
    const { changed, unchecked } = await changedInputs(await runFolder());
    expect({ changed, told: unchecked?.includes('manifest.json') }).toEqual({
      changed: [],
      told: true,
    });
  });
});

describe('a signed run', () => {
  test('is verified by the public key, not by another, and not once its manifest is edited', async () => {
    const key = join(current(), 'ours.pem');
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
    const other = await writeKeyPair(join(current(), 'theirs.pem'), undefined);
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
  const redacted = await auditAgain({ redactIds: true });
  const text = await readFile(join(redacted, 'manifest.json'), 'utf8');
  expect(text).not.toContain('1.png');
  await expect(stat(join(redacted, 'media.jsonl'))).rejects.toThrow();
  await expect(verifyRun(redacted)).resolves.toMatchObject({
    unchanged: true,
    unchecked: ['7 media: the manifest does not list them, as that of a redacted run.'],
  });
});

describe('the command', () => {
  const run = promisify(execFile);

  test('exits 0 where nothing changed, 1 where something did, 2 where there is nothing to verify', async () => {
    const clean = await run(process.execPath, [cli, 'verify', latest()]);
    expect(clean.stdout).toContain('UNCHANGED: everything that was compared is as it was.');
    await rename(join(current(), 'bench/images/3.png'), join(current(), 'bench/images/9.png'));
    await expect(run(process.execPath, [cli, 'verify', latest(), '--json'])).rejects.toMatchObject({
      code: 1,
      stdout: expect.stringContaining('"unchanged": false'),
    });
    await expect(run(process.execPath, [cli, 'verify', current()])).rejects.toMatchObject({
      code: 2,
    });
  });
});
