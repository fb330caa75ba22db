import { cpSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fingerprintCheckpoint } from './fingerprint.ts';

let folder: string;
let cacheFolder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fingerprint-'));
  cacheFolder = mkdtempSync(join(tmpdir(), 'hashes-'));
});
afterEach(() => {
  for (const each of [folder, cacheFolder]) rmSync(each, { recursive: true });
});

it('is the same in another folder, with other dates and a note beside it', async () => {
  writeFileSync(join(folder, 'config.json'), 'abc');
  writeFileSync(join(folder, 'model.safetensors'), '');
  const before = await fingerprintCheckpoint(folder, { cacheFolder });
  // SHA-256 of "abc": FIPS 180-2, appendix B.1.
  expect(before.files[0]).toEqual({
    file: 'config.json',
    sizeBytes: 3,
    sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  });
  const copy = join(folder, 'copy');
  cpSync(join(folder, 'config.json'), join(copy, 'config.json'));
  cpSync(join(folder, 'model.safetensors'), join(copy, 'model.safetensors'));
  utimesSync(join(copy, 'config.json'), 1, 1);
  writeFileSync(join(copy, 'README.md'), 'a note');
  expect(await fingerprintCheckpoint(copy, { cacheFolder })).toEqual(before);
});

it('changes with a byte of any file, a large one whose hash was kept included', async () => {
  const bytes = new Uint8Array(2 ** 26);
  writeFileSync(join(folder, 'model.safetensors'), bytes);
  const before = await fingerprintCheckpoint(folder, { cacheFolder });
  expect(await fingerprintCheckpoint(folder, { cacheFolder })).toEqual(before);
  expect(readdirSync(join(cacheFolder, 'file-hashes'))).toHaveLength(1);
  bytes[12_345] = 1;
  writeFileSync(join(folder, 'model.safetensors'), bytes);
  utimesSync(join(folder, 'model.safetensors'), 1, 1);
  expect((await fingerprintCheckpoint(folder, { cacheFolder })).id).not.toBe(before.id);
});
