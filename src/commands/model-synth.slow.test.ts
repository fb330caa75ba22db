import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCheckpoint } from '../checkpoint/checkpoint.ts';
import { parseQwen3VlConfig } from '../model/qwen3-vl/config.ts';
import { buildVisionTower } from '../model/qwen3-vl/vision-tower.ts';
import { silentProgress } from '../progress.ts';
import { inspectModel } from './model-inspect.ts';
import { synthModel } from './model-synth.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'synth-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('synthModel', () => {
  // Writes 0.9 GB: the embedding table keeps its published size.
  it('writes as few layers as asked for, in shards of the size asked for, complete', async () => {
    const out = join(folder, 'out');
    const options = { like: 'qwen3-vl-2b', layers: 1, visionLayers: 1, shardBytes: 4e8, out };
    const said = await synthModel(options, silentProgress);
    expect(said).toBe(
      `${out}: random weights like qwen3-vl-2b, 1 decoder layers, 1 vision layers, seed 0`,
    );
    const facts = await inspectModel(out);
    expect(facts.missing).toEqual([]);
    expect(facts.unused).toEqual([]);
    expect(facts.files.length).toBeGreaterThan(1);
    const checkpoint = await openCheckpoint(out);
    const config = parseQwen3VlConfig(checkpoint);
    expect(config.vision).toMatchObject({ depth: 1, deepstackLayers: [0] });
    expect(buildVisionTower(config, checkpoint).outputs).toHaveLength(2);
  });
});
