import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { appendFile, cp, readFile, rename, rm, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { auditedFolder, edit } from '../../test/audited-folder.ts';
import { cli } from '../../test/built-cli.ts';
import { changedInputs } from '../manifest/changed-inputs.ts';
import { hashBytes } from '../manifest/hash-file.ts';
import { manifestJsonSchema } from '../manifest/manifest.ts';
import { readManifest, readMediaListing } from '../manifest/read-manifest.ts';
import { signRun, writeKeyPair } from './sign.ts';
import { verifyRun } from './verify.ts';

const { folder, latest, runFolder, auditAgain } = auditedFolder();

const found = async (): Promise<string[]> =>
  (await verifyRun(latest())).changes.map(({ part, kind, file }) => `${part} ${kind} ${file}`);

/** Edits a file of the run and its hash in the manifest: what somebody does who knows of it. */
async function forge(name: string, change: (text: string) => string): Promise<void> {
  const run = await runFolder();
  const text = await readFile(join(run, name), 'utf8');
  const changed = change(text);
  if (changed === text) throw new Error(`${name} did not change`);
  await writeFile(join(run, name), changed);
  await edit(join(run, 'manifest.json'), hashBytes(text), hashBytes(changed));
}

const withoutLine = (needle: string) => (text: string) =>
  text
    .split('\n')
    .filter((line) => !line.includes(needle))
    .join('\n');

describe('a manifest', () => {
  test('holds by its published schema, names no place of the machine, and where everything lies', async () => {
    const run = await runFolder();
    const text = await readFile(join(run, 'manifest.json'), 'utf8');
    const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(
      manifestJsonSchema(),
    );
    expect(validate(JSON.parse(text)), JSON.stringify(validate.errors)).toBe(true);
    const listing = await readFile(join(run, 'media.jsonl'), 'utf8');
    for (const content of [text, listing]) expect(content).not.toContain(folder());
    const { manifest } = await readManifest(run);
    const bytes = await readFile(join(folder(), 'bench/test/a.jsonl'));
    expect(manifest.inputs.find(({ role }) => role === 'test')).toEqual({
      path: 'test/a.jsonl',
      role: 'test',
      file: '../../bench/test/a.jsonl',
      sha256: hashBytes(bytes),
      sizeBytes: bytes.length,
    });
  });

  test('lists media with a hash, one within a row without a place, one that was missing without a hash', async () => {
    const listed = await readMediaListing(await runFolder(), 'media.jsonl');
    const facts = listed.map(({ path, file, sha256 }) => [
      path.replace(/^inline:.*/, 'inline'),
      file !== undefined,
      sha256 !== undefined,
    ]);
    expect(facts).toEqual([
      ...[1, 2, 3, 4, 5].map((id) => [`${id}.png`, true, true]),
      ['7.png', true, false],
      ['inline', false, true],
    ]);
  });

  test('tells the options that changed the result, and no others', async () => {
    const run = await auditAgain({ seed: 3, limit: 2, thumbnails: false, ask: true });
    const { manifest } = await readManifest(run);
    expect(manifest.options).toEqual({ seed: 3, limit: 2, thumbnails: false });
    expect(manifest.seed).toBe(3);
    await expect(verifyRun(run)).resolves.toMatchObject({ unchanged: true });
  });

  test('hashes media that no audit has read', async () => {
    const config = join(folder(), 'bench', 'audit.yaml');
    await edit(config, 'image-reuse: {}, ', '');
    const run = await auditAgain();
    const listed = await readMediaListing(run, 'media.jsonl');
    const picture = await readFile(join(folder(), 'bench/images/1.png'));
    expect(listed.find(({ path }) => path === '1.png')?.sha256).toBe(hashBytes(picture));
    await cp(join(folder(), 'bench/images/2.png'), join(folder(), 'bench/images/1.png'));
    await expect(found()).resolves.toEqual(['media changed 1.png']);
  });
});

describe('what came later is told', () => {
  test.each<[string, string[], () => Promise<unknown>]>([
    [
      'a medium that the run missed',
      ['media added 7.png'],
      () => cp(join(folder(), 'bench/images/1.png'), join(folder(), 'bench/images/7.png')),
    ],
    [
      'answers that the pattern takes in',
      ['input added answers-2.jsonl'],
      () => writeFile(join(folder(), 'bench/answers-2.jsonl'), '{}\n'),
    ],
    [
      'a file under another name',
      ['input missing test/a.jsonl', 'input added test/b.jsonl'],
      () => rename(join(folder(), 'bench/test/a.jsonl'), join(folder(), 'bench/test/b.jsonl')),
    ],
  ])('%s', async (_, expected, change) => {
    await change();
    await expect(found()).resolves.toEqual(expected);
    const { changed } = await changedInputs(await runFolder());
    expect(changed).toEqual(expected.map((line) => line.split(' ')[2]));
  });
});

describe('whoever edits the run and knows of the manifest', () => {
  test('and takes a medium off its list contradicts the result', async () => {
    await forge('media.jsonl', withoutLine('"3.png"'));
    await expect(found()).resolves.toEqual(['result contradicts result.json']);
  });

  test('and takes the media out of the manifest contradicts the result', async () => {
    await edit(
      join(await runFolder(), 'manifest.json'),
      '"media": {',
      '"media": {"count": 7}, "_": {',
    );
    await expect(verifyRun(latest())).rejects.toThrow('Unrecognized key');
    await edit(
      join(await runFolder(), 'manifest.json'),
      /"media": \{"count": 7\}, "_": \{[^}]*\},/.exec(
        await readFile(join(await runFolder(), 'manifest.json'), 'utf8'),
      )![0],
      '',
    );
    await expect(found()).resolves.toEqual(['result contradicts result.json']);
  });

  test('and another seed, config, tool or input in the result contradicts the manifest', async () => {
    for (const [from, to] of [
      ['"seed": 0', '"seed": 1'],
      ['"name": "verified"', '"name": "Verified"'],
      ['"path": "answers.jsonl"', '"path": "answerz.jsonl"'],
    ] as const) {
      await forge('result.json', (text) => text.replaceAll(from, to));
      expect(await found()).toContain('result contradicts result.json');
    }
  });

  test('and takes a finding out of result.json and findings.jsonl is betrayed by the report', async () => {
    await forge('findings.jsonl', (text) => text.split('\n').slice(1).join('\n'));
    const result = join(await runFolder(), 'result.json');
    const run = JSON.parse(await readFile(result, 'utf8'));
    const at = run.audits.findIndex((one: { findings: unknown[] }) => one.findings.length > 0);
    run.audits[at].findings.shift();
    await forge('result.json', () => `${JSON.stringify(run, null, 2)}\n`);
    await expect(found()).resolves.toEqual(['result contradicts report.html']);
  });

  test('and the version of the tool, so that reports can not be made again, is not told unchanged without a word', async () => {
    const run = await runFolder();
    await forge('result.json', (text) => text.replace('"version": "', '"version": "9.'));
    await edit(join(run, 'manifest.json'), '"version": "', '"version": "9.');
    await expect(verifyRun(run)).resolves.toMatchObject({
      unchanged: true,
      unchecked: [expect.stringMatching(/^Whether report.html .* version 9\./)],
    });
  });
});

describe('a run that is broken is told, not given up', () => {
  test.each<[string, string[], string | undefined, (run: string) => Promise<unknown>]>([
    [
      'its list of media is gone',
      ['output missing media.jsonl'],
      '7 media: media.jsonl can not be read',
      (run) => unlink(join(run, 'media.jsonl')),
    ],
    [
      'its list of media is half a line',
      ['output changed media.jsonl'],
      '7 media: media.jsonl is no JSON',
      (run) => writeFile(join(run, 'media.jsonl'), '{"path'),
    ],
    [
      'its result is gone',
      ['output missing result.json'],
      undefined,
      (run) => unlink(join(run, 'result.json')),
    ],
    [
      'its result is no result',
      ['output changed result.json', 'result changed result.json'],
      undefined,
      (run) => writeFile(join(run, 'result.json'), '{}'),
    ],
    [
      'its pictures are no pictures',
      ['output changed pictures.json'],
      'Whether report.html and findings.jsonl follow from result.json: the report',
      (run) => writeFile(join(run, 'pictures.json'), '{'),
    ],
    [
      'somebody left a folder in it',
      ['output added notes/a.txt'],
      undefined,
      (run) => cp(join(folder(), 'bench/answers.jsonl'), join(run, 'notes', 'a.txt')),
    ],
  ])('where %s', async (_, expected, unchecked, change) => {
    await change(await runFolder());
    const verification = await verifyRun(latest());
    expect(verification.changes.map(({ part, kind, file }) => `${part} ${kind} ${file}`)).toEqual(
      expected,
    );
    expect(verification.unchecked.map((text) => text.slice(0, unchecked?.length))).toEqual(
      unchecked === undefined ? [] : [unchecked],
    );
  });

  test('and the gate is told that result or media can not be relied on', async () => {
    const run = await runFolder();
    await edit(join(run, 'result.json'), '"verdict": ', '"verdict":  ');
    await expect(changedInputs(run)).resolves.toEqual({ changed: ['result.json'] });
    await rm(join(run, 'media.jsonl'));
    const { changed, unchecked } = await changedInputs(run);
    expect(changed).toEqual(['media.jsonl', 'result.json']);
    expect(unchecked).toMatch(/^7 media: media.jsonl can not be read/);
    await writeFile(join(run, 'manifest.json'), '{');
    expect((await changedInputs(run)).unchecked).toContain('manifest.json: is no JSON');
  });
});

test('folders that were given as --data and --train are found where they lie now', async () => {
  const [data, train] = [join(folder(), 'data'), join(folder(), 'training')];
  await cp(join(folder(), 'bench'), data, { recursive: true });
  await cp(join(folder(), 'bench'), train, { recursive: true });
  const run = await auditAgain({ data, train });
  await expect(verifyRun(run)).resolves.toMatchObject({ unchanged: true });
  await rename(data, `${data}-2`);
  await rename(train, `${train}-2`);
  // Every split and every medium but the one that was missing before and the one within a row.
  const gone = (await verifyRun(run)).changes.filter(({ kind }) => kind === 'missing');
  expect(gone.map(({ file }) => file)).toEqual([
    ...['test/a.jsonl', 'train/a.jsonl'],
    ...['1.png', '2.png', 'train:3.png', 'train:4.png', 'train:5.png'],
  ]);
  const moved = { data: `${data}-2`, train: `${train}-2` };
  await expect(verifyRun(run, { moved })).resolves.toMatchObject({ unchanged: true });
  await appendFile(join(train, '..', 'training-2', 'images', '3.png'), 'x');
  expect((await verifyRun(run, { moved })).changes).toMatchObject([
    { kind: 'changed', file: 'train:3.png' },
  ]);
});

describe('signing', () => {
  const run = promisify(execFile);
  const audit = (words: string[], env: Record<string, string> = {}) =>
    run(process.execPath, [cli, ...words], { cwd: folder(), env: { ...process.env, ...env } });

  test('refuses a run that was edited since', async () => {
    const key = join(folder(), 'ours.pem');
    await writeKeyPair(key, undefined);
    await appendFile(join(await runFolder(), 'report.html'), '<!-- -->');
    await expect(signRun(latest(), key, undefined)).rejects.toThrow(
      /report\.html: is changed since the run was written; audit verify says/,
    );
  });

  test('a signature whose file is broken is told without a key as well', async () => {
    const key = join(folder(), 'ours.pem');
    await writeKeyPair(key, undefined);
    await signRun(latest(), key, undefined);
    await expect(verifyRun(latest())).resolves.toMatchObject({
      unchanged: true,
      signature: { status: 'unchecked' },
    });
    await writeFile(join(await runFolder(), 'manifest.sig'), 'signed');
    await expect(found()).resolves.toEqual(['signature changed manifest.sig']);
  });

  test('goes from keygen to verify by the commands, with a passphrase', async () => {
    const locked = ['--passphrase-env', 'TOUCHSTONE_TEST_PASS'];
    const pass = { TOUCHSTONE_TEST_PASS: 'open sesame' };
    await audit(['keygen', '--out', 'k.pem', ...locked], pass);
    await audit(['sign', 'results/latest', '--key', 'k.pem', ...locked], pass);
    const verified = await audit(['verify', 'results/latest', '--public-key', 'k.pub.pem']);
    expect(verified.stdout).toMatch(/Signature: valid, key [0-9a-f]{16}\./);
  });

  test.each([
    [
      'a passphrase that is not there',
      ['keygen', '--out', 'k.pem', '--passphrase-env', 'NONE_SUCH'],
    ],
    ['a key that is none', ['sign', 'results/latest', '--key', 'bench/audit.yaml']],
    ['a key of another kind', ['verify', 'results/latest', '--public-key', 'rsa.pem']],
    ['a key that is missing', ['verify', 'results/latest', '--public-key', 'none.pem']],
    ['a run that is none', ['verify', 'bench']],
  ])('%s ends with exit code 2 and one line', async (_, words) => {
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const pem = publicKey.export({ format: 'pem', type: 'spki' }).toString();
    await writeFile(join(folder(), 'rsa.pem'), pem);
    await expect(audit(words)).rejects.toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/^audit: [^\n]*\n$/),
    });
  });
});
