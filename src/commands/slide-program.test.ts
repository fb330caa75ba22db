import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import h5wasm from 'h5wasm/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cli } from '../../test/built-cli.ts';
import { slidePicture, writeSvs } from '../../test/synthetic-slide.ts';
import { writeTinyConch } from '../../test/tiny-conch.ts';
import { readFeatureFile } from '../slide/feature-file.ts';

let folder: string;
let env: NodeJS.ProcessEnv;
let made: ReturnType<typeof audit>;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'audit-slide-'));
  env = { ...process.env, XDG_CACHE_HOME: join(folder, 'cache') };
  const picture = slidePicture(1700, 1700, { left: 100, top: 100, right: 1600, bottom: 1600 });
  await writeSvs(join(folder, 'slide.svs'), picture, 0.5);
  await writeTinyConch(join(folder, 'encoder'));
  await h5wasm.ready;
  made = encode('--out', 'a.h5');
});
afterAll(() => rmSync(folder, { recursive: true }));

function audit(...words: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...words], {
    cwd: folder,
    encoding: 'utf8',
    env,
  });
  return { status, stdout, stderr };
}

const encode = (...words: string[]) =>
  audit('slide', 'encode', 'slide.svs', '--encoder', 'encoder', ...words);
const check = (published: string, ...words: string[]) =>
  audit('slide', 'check', 'slide.svs', '--encoder', 'encoder', '--published', published, ...words);

/** The features of our file as Trident would have written them. */
async function withoutMark(
  ours: string,
  name: string,
  { noise = 0, away = 0 } = {},
): Promise<string> {
  const { features, corners } = await readFeatureFile(join(folder, ours), 64);
  const file = new h5wasm.File(join(folder, name), 'w');
  const data = features.map((value, i) => value + noise * Math.cos(i));
  file.create_dataset({ name: 'features', data, shape: [corners.length, 64], dtype: '<f' });
  const places = BigInt64Array.from(corners.flat(), (place) => BigInt(place + away));
  const shape = [corners.length, 2];
  const coords = file.create_dataset({ name: 'coords', data: places, shape, dtype: '<q' });
  coords.create_attribute('patch_size', 512);
  coords.create_attribute('patch_size_level0', 512);
  file.close();
  return name;
}

describe('audit slide encode', () => {
  it('writes features, says so on stderr, and leaves stdout alone', () => {
    const { status, stdout, stderr } = made;
    expect(stderr).toMatch(
      /^looking for tissue in slide.svs\n20x \(0.5 microns a pixel\): 13 tiles of 512 px\na.h5: 13 tiles by conch-v1.5 [0-9a-f]{16}, unverified; [\d.]+ s\n$/,
    );
    expect(stdout).toBe('');
    expect(status).toBe(0);
    expect(existsSync(join(folder, 'a.h5'))).toBe(true);
  });

  it('prints a summary with --json', () => {
    const { status, stdout } = encode('--out', 'json.h5', '--least-tissue', '0.9', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      slide: 'slide.svs',
      out: 'json.h5',
      finish: 'done',
      tiles: 4,
      micronsPerPixel: 0.5,
      encoder: { encoder: 'conch-v1.5' },
      status: 'unverified',
    });
    expect(status).toBe(0);
  });

  it('goes on after Ctrl-C', async () => {
    const words = ['slide', 'encode', 'slide.svs', '--encoder', 'encoder', '--out', 'stop.h5'];
    const child = spawn(process.execPath, [cli, ...words], { cwd: folder, env });
    let stderr = '';
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
      if (!child.killed && stderr.includes('13 tiles of')) child.kill('SIGINT');
    });
    const code = await new Promise((resolve) => child.on('exit', resolve));
    expect(stderr).toMatch(
      /interrupted after \d+ of 13 tiles; the same command goes on from there/,
    );
    expect(code).toBe(130);
    expect(existsSync(join(folder, 'stop.h5'))).toBe(false);
    expect(existsSync(join(folder, 'stop.h5.part'))).toBe(true);
    const again = encode('--out', 'stop.h5');
    expect(again.status).toBe(0);
    expect(existsSync(join(folder, 'stop.h5.part'))).toBe(false);
  });

  it.each([
    ['no slide', ['missing.svs', '--encoder', 'encoder'], 'missing.svs: can not be opened'],
    ['a slide that is none', ['text.svs', '--encoder', 'encoder'], 'text.svs: is no TIFF'],
    ['no encoder', ['slide.svs', '--encoder', 'nowhere'], 'nowhere: is no file or folder'],
    ['a pickle', ['slide.svs', '--encoder', 'model.bin'], 'model.bin: is a pickle'],
    ['no --encoder', ['slide.svs'], "required option '--encoder <path>' not specified"],
    [
      'a scale that is none',
      ['slide.svs', '--encoder', 'encoder', '--mpp', '0'],
      'expected a number above 0, 10 at most',
    ],
    [
      'a slide that is too coarse',
      ['slide.svs', '--encoder', 'encoder', '--mpp', '1'],
      'has 1 microns a pixel, which is coarser than 20x',
    ],
  ])('exits 2 with one line for %s', (_, words, line) => {
    writeFileSync(join(folder, 'text.svs'), 'text, and no TIFF');
    writeFileSync(join(folder, 'model.bin'), 'no weights');
    const { status, stdout, stderr } = audit('slide', 'encode', ...words, '--out', 'x.h5');
    expect(stderr).toContain(line);
    expect(stderr).not.toContain('    at ');
    expect(stdout).toBe('');
    expect(status).toBe(2);
  });
});

describe('audit slide check', () => {
  it('fails, passes, and is a gate for what features read as', async () => {
    const wrong = check(await withoutMark('a.h5', 'wrong.h5', { noise: 0.3 }));
    expect(wrong.stdout).toMatch(/9 of 9 tiles are off:\ntile at 0, 0 +cosine 0\.9/);
    expect(wrong.stdout).toMatch(/\n\nFAIL\n$/);
    expect(wrong.status).toBe(1);
    const right = check(await withoutMark('a.h5', 'right.h5'), '--tiles', '8');
    expect(right.stdout).toMatch(/cosine +1\.000000 +at least 0\.9998\n/);
    expect(right.stdout).toMatch(/variation not explained +[\d.e-]+ +at most 0\.01\n/);
    expect(right.stdout).toMatch(/\n\nPASS\n$/);
    expect(right.status).toBe(0);
    const record = /Record: (.*)\n/.exec(right.stdout)![1]!;
    expect(JSON.parse(readFileSync(record, 'utf8'))).toMatchObject({ tiles: 8, passed: true });
    expect(encode('--out', 'after.h5').stderr).toMatch(/, verified; /);
  });

  it('is inconclusive for features of another slide', async () => {
    await withoutMark('a.h5', 'elsewhere.h5', { away: 40_000 });
    const { status, stdout } = check('elsewhere.h5', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      verdict: 'inconclusive',
      reason: '0 tiles of elsewhere.h5 lie on this slide; 8 are needed',
    });
    expect(status).toBe(3);
  });

  it('exits 2 for a file that is no HDF5, and for our own features', () => {
    writeFileSync(join(folder, 'text.h5'), 'text');
    expect(check('text.h5')).toMatchObject({
      status: 2,
      stdout: '',
      stderr: expect.stringMatching(/^audit: text.h5: is no HDF5 file; give an HDF5 file .*\n$/),
    });
    expect(check('a.h5').stderr).toContain('a.h5: was made by Touchstone itself');
  });
});

describe('audit slide --help', () => {
  it('shows an example and the exit codes', () => {
    for (const name of ['encode', 'check']) {
      const { stdout, status } = audit('slide', name, '--help');
      expect(stdout).toContain(`$ audit slide ${name} slide.svs --encoder ./conch_v1_5`);
      expect(stdout).toContain('130  interrupted');
      expect(status).toBe(0);
    }
  });
});
