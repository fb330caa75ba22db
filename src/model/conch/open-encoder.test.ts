import { copyFileSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TINY_CONCH, writeTinyConch } from '../../../test/tiny-conch.ts';
import { CONCH_V1_5 } from './config.ts';
import { openTileEncoder } from './open-encoder.ts';
import { synthesizeConch } from './synthesize.ts';
import { conchOutlines } from './tensor-outlines.ts';

let folder: string;
let cache: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'encoder-'));
  cache = join(folder, 'cache');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('openTileEncoder', () => {
  it('reads the sizes off the tensors, from a folder or a file', async () => {
    const encoder = await openTileEncoder(await writeTinyConch(folder), cache);
    expect(encoder).toMatchObject({ name: 'conch-v1.5', config: TINY_CONCH });
    const same = await openTileEncoder(join(folder, 'model.safetensors'), cache);
    expect(same.fingerprint).toBe(encoder.fingerprint);
  });

  it('tells encoders apart by their weights', async () => {
    const first = await openTileEncoder(await writeTinyConch(join(folder, 'a'), 1), cache);
    const second = await openTileEncoder(await writeTinyConch(join(folder, 'b'), 2), cache);
    expect(first.fingerprint).toMatch(/^[0-9a-f]{16}$/);
    expect(second.fingerprint).not.toBe(first.fingerprint);
  });

  it('reads what synthesizeConch writes', async () => {
    await synthesizeConch(TINY_CONCH, join(folder, 'random'));
    expect((await openTileEncoder(join(folder, 'random'), cache)).config).toEqual(TINY_CONCH);
  });

  it('says in one line how to convert a pickle, and does not open it', async () => {
    const path = join(folder, 'pytorch_model_vision.bin');
    writeFileSync(path, 'not looked at');
    for (const given of [folder, path]) {
      await expect(openTileEncoder(given, cache)).rejects.toThrow(
        `${path}: is a pickle, which can run code while it is read; convert it once: python -c "import torch;`,
      );
    }
  });

  it('names a folder without weights, with several, and one that is missing', async () => {
    await expect(openTileEncoder(folder, cache)).rejects.toThrow('holds no safetensors file');
    await writeTinyConch(folder);
    copyFileSync(join(folder, 'model.safetensors'), join(folder, 'other.safetensors'));
    await expect(openTileEncoder(folder, cache)).rejects.toThrow('holds 2 safetensors files');
    const missing = join(folder, 'missing');
    await expect(openTileEncoder(missing, cache)).rejects.toThrow(
      `${missing}: is no file or folder`,
    );
  });

  it('refuses weights that were cut short', async () => {
    const path = join(await writeTinyConch(folder), 'model.safetensors');
    truncateSync(path, 100_000);
    await expect(openTileEncoder(path, cache)).rejects.toThrow('the download was cut short');
  });
});

describe('conchOutlines', () => {
  it('lists the 304 million weights of the release', () => {
    const outlines = conchOutlines(CONCH_V1_5);
    const sizeOf = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);
    // timm's vit_large_patch16_224 without its head has 303,301,632; LayerScale adds 24 x 2 x 1024,
    // the pooler 768 + 2 x 1024 + 2 x 768 + 768^2 x 2 + 2 x 768 x 1024, the last norm 2 x 768.
    const trunk = outlines.filter(({ name }) => name.startsWith('trunk.'));
    expect(trunk.reduce((sum, { shape }) => sum + sizeOf(shape), 0)).toBe(303_301_632 + 49_152);
    expect(outlines.reduce((sum, { shape }) => sum + sizeOf(shape), 0)).toBe(306_109_184);
  });
});
