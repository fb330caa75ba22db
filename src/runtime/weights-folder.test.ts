import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCheckpoint, readFloats } from '../checkpoint/checkpoint.ts';
import { writeSafetensors } from '../checkpoint/safetensors.ts';
import { loadModel } from './load-model.ts';
import { followLinks } from './weights-folder.ts';

const TINY = join(import.meta.dirname, '../../test/fixtures/tiny-qwen3vl');
const SHARDS = ['model-00001-of-00002.safetensors', 'model-00002-of-00002.safetensors'];
const QUESTION = { messages: [{ role: 'user', content: 'Is there a mass?' }] } as const;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'links-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Shards as links to blobs, as in the cache of huggingface_hub. */
function linkedCheckpoint(blobFolders: readonly [string, string]): string {
  const snapshot = join(folder, 'snapshots/main');
  cpSync(TINY, snapshot, { recursive: true });
  SHARDS.forEach((shard, i) => {
    const blobs = join(folder, blobFolders[i]!);
    mkdirSync(blobs, { recursive: true });
    renameSync(join(snapshot, shard), join(blobs, `blob-${i}`));
    symlinkSync(`../../${blobFolders[i]}/blob-${i}`, join(snapshot, shard));
  });
  return snapshot;
}

async function answer(path: string): Promise<readonly number[]> {
  const model = await loadModel(path, { thread: 'same', precision: 'float32' });
  const [generation] = await model.generate([QUESTION], {
    maxNewTokens: 6,
    sampling: { kind: 'greedy' },
  });
  await model.close();
  return generation!.tokenIds;
}

describe('followLinks', () => {
  it('lets a model run from a Hugging Face cache, and from one file', async () => {
    const expected = await answer(TINY);
    expect(await answer(linkedCheckpoint(['blobs', 'blobs']))).toEqual(expected);

    const single = join(folder, 'single');
    const tiny = await openCheckpoint(TINY);
    cpSync(TINY, single, { recursive: true });
    for (const name of [...SHARDS, 'model.safetensors.index.json']) rmSync(join(single, name));
    // Stored as float32: exact, since bfloat16 numbers are float32 numbers.
    const outlines = [...tiny.tensors.values()].map((tensor) => ({
      ...tensor,
      type: 'F32' as const,
    }));
    await writeSafetensors(join(single, 'model.safetensors'), outlines, async function* ({ name }) {
      const numbers = await readFloats(tiny, tiny.tensors.get(name)!);
      yield new Uint8Array(numbers.buffer);
    });
    expect(await answer(single)).toEqual(expected);
    await expect(
      loadModel(single, { thread: 'same', precision: 'bfloat16-mapped' }),
    ).rejects.toThrow('has float32 weights, which bfloat16-mapped does not apply to');
  });

  it('names both folders where the files are scattered', async () => {
    const checkpoint = await openCheckpoint(linkedCheckpoint(['here', 'there']));
    await expect(followLinks(checkpoint)).rejects.toThrow(
      /has weight files in .*\/here and in .*\/there; put all \*.safetensors files/,
    );
  });
});
