import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PUBLISHED_SIZES } from '../model/qwen3-vl/published-sizes.ts';
import { silentProgress } from '../progress.ts';
import { synthModel, withDepth } from './model-synth.ts';

const FIXTURES = join(import.meta.dirname, '../../test/fixtures');
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'synth-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('withDepth', () => {
  const { vision } = PUBLISHED_SIZES['qwen3-vl-8b']!;

  it.each([
    [27, [8, 16, 24]],
    [25, [8, 16, 24]],
    [24, [6, 12, 18]],
    [4, [1, 2, 3]],
    [3, [0, 1, 2]],
    [2, [0, 1]],
    [1, [0]],
  ])('has the DeepStack levels of a tower of %d layers inside it', (depth, expected) => {
    expect(withDepth(vision, depth)).toEqual({ ...vision, depth, deepstackLayers: expected });
  });
});

describe('synthModel', () => {
  it.each(['qwen3-vl-2b', 'breastgpt-8b'])('refuses a tokenizer not made for %s', async (like) => {
    const tokenizer = join(FIXTURES, 'tiny-breastgpt');
    await expect(
      synthModel({ like, out: join(folder, 'out'), tokenizer }, silentProgress),
    ).rejects.toThrow(/tokenizer.json: has <\|image_pad\|> at \d+, expected 151655/);
    expect(await readdir(folder)).toEqual([]);
  });
});
