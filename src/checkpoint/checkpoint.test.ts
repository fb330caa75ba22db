import { cpSync, readFileSync, symlinkSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, truncate, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCheckpoint, readFloats, requireTensor } from './checkpoint.ts';
import { readSafetensors, readSafetensorsHeader, writeSafetensors } from './safetensors.ts';

const TINY = join(import.meta.dirname, '../../test/fixtures/tiny-qwen3vl');
const SHARD = 'model-00002-of-00002.safetensors';
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'checkpoint-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('openCheckpoint', () => {
  it('finds every tensor of both shards and reads no data', async () => {
    const checkpoint = await openCheckpoint(TINY);
    expect(checkpoint.tensors.size).toBe(122);
    expect(checkpoint.files).toHaveLength(2);
    expect(checkpoint.tensors.get('lm_head.weight')).toMatchObject({
      type: 'BF16',
      shape: [2048, 128],
      sizeBytes: 2048 * 128 * 2,
    });
    expect(checkpoint.documents.chatTemplate).toContain('<|im_start|>');
  });

  it('says what is wrong with a folder that is none, or has no config or weights', async () => {
    await expect(openCheckpoint(join(folder, 'none'))).rejects.toThrow(
      `${folder}/none: is no folder that can be read; give the folder that holds config.json`,
    );
    await expect(openCheckpoint(folder)).rejects.toThrow(
      `${folder}: has no config.json; give the folder of a whole checkpoint`,
    );
    await writeFile(join(folder, 'config.json'), '{}');
    await expect(openCheckpoint(folder)).rejects.toThrow(
      `${folder}: has neither model.safetensors nor model.safetensors.index.json; give a folder`,
    );
    await writeFile(join(folder, 'config.json'), '{');
    await expect(openCheckpoint(folder)).rejects.toThrow(
      `${folder}/config.json: is no valid JSON; download the file again`,
    );
  });

  it('names a missing shard with a tensor it should hold', async () => {
    cpSync(TINY, folder, { recursive: true });
    await unlink(join(folder, SHARD));
    await expect(openCheckpoint(folder)).rejects.toThrow(
      /model-00002-of-00002.safetensors: is missing; model.safetensors.index.json places tensor \S+ there; download the missing shard/,
    );
  });

  it('names the first tensor that a truncated shard has lost', async () => {
    cpSync(TINY, folder, { recursive: true });
    await truncate(join(folder, SHARD), 500_000);
    await expect(openCheckpoint(folder)).rejects.toThrow(
      /has 500000 bytes, but tensor \S+ ends at byte \d+; the download was cut short: download the file again/,
    );
  });

  it('refuses shards that were swapped', async () => {
    cpSync(TINY, folder, { recursive: true });
    const [first, second] = [join(folder, 'model-00001-of-00002.safetensors'), join(folder, SHARD)];
    await rename(first, `${first}.kept`);
    await rename(second, first);
    await rename(`${first}.kept`, second);
    await expect(openCheckpoint(folder)).rejects.toThrow(
      /has no tensor \S+, which model.safetensors.index.json places there/,
    );
  });

  it('follows links to shards, as in a Hugging Face cache', async () => {
    const linked = join(folder, 'linked');
    cpSync(TINY, linked, { recursive: true });
    for (const file of ['model-00001-of-00002.safetensors', SHARD]) {
      await rename(join(linked, file), join(folder, `${file}.blob`));
      symlinkSync(`../${file}.blob`, join(linked, file));
    }
    expect((await openCheckpoint(linked)).tensors.size).toBe(122);
  });
});

describe('requireTensor', () => {
  it('names the tensor, what was found and what was expected', async () => {
    const checkpoint = await openCheckpoint(TINY);
    expect(requireTensor(checkpoint, 'lm_head.weight', [undefined, 128]).shape).toEqual([
      2048, 128,
    ]);
    expect(() => requireTensor(checkpoint, 'lm_head.weight', [undefined, 64])).toThrow(
      'has tensor lm_head.weight BF16[2048, 128], expected [any, 64]; check that config.json',
    );
    expect(() => requireTensor(checkpoint, 'lm_head.bias', [2048])).toThrow(
      'has no tensor lm_head.bias [2048]; give a checkpoint that is complete',
    );
  });
});

describe('readFloats', () => {
  it('reads every floating-point type, whole or in part', async () => {
    const numbers = [1, -2, 0.5, 65504];
    const bytes = {
      F32: new Uint8Array(Float32Array.from(numbers).buffer),
      // 1, -2, 0.5 and 65504 in half precision and (65504 rounded to 65280) in bfloat16.
      F16: new Uint8Array(Uint16Array.of(0x3c00, 0xc000, 0x3800, 0x7bff).buffer),
      BF16: new Uint8Array(Uint16Array.of(0x3f80, 0xc000, 0x3f00, 0x477f).buffer),
    };
    const types = ['F32', 'F16', 'BF16'] as const;
    const outlines = types.map((type) => ({ name: type, type, shape: [4] }));
    await writeSafetensors(join(folder, 'model.safetensors'), outlines, ({ type }) => [
      bytes[type as keyof typeof bytes],
    ]);
    await writeFile(join(folder, 'config.json'), '{}');
    const checkpoint = await openCheckpoint(folder);
    for (const type of types) {
      const expected = type === 'BF16' ? [1, -2, 0.5, 65280] : numbers;
      const tensor = checkpoint.tensors.get(type)!;
      expect([...(await readFloats(checkpoint, tensor))]).toEqual(expected);
      const part = await readFloats(checkpoint, tensor, { start: 1, count: 2 });
      expect([...part]).toEqual(expected.slice(1, 3));
    }
  });

  it('never takes bytes for zeros that a file has lost since it was opened', async () => {
    const outline = { name: 'a', type: 'F32', shape: [4] } as const;
    const path = join(folder, 'model.safetensors');
    await writeSafetensors(path, [outline], () => [new Uint8Array(16).fill(1)]);
    await writeFile(join(folder, 'config.json'), '{}');
    const checkpoint = await openCheckpoint(folder);
    const tensor = checkpoint.tensors.get('a')!;
    await truncate(path, tensor.offsetBytes + 8);
    await expect(readFloats(checkpoint, tensor)).rejects.toThrow(
      `${path}: ends at byte ${tensor.offsetBytes + 8}, but was to be read up to byte ${tensor.offsetBytes + 16}`,
    );
    expect(await readFloats(checkpoint, tensor, { start: 0, count: 2 })).toHaveLength(2);
    await unlink(path);
    await expect(readFloats(checkpoint, tensor)).rejects.toThrow(`${path}: can not be opened`);
  });

  it('refuses integers, and so does requireTensor', async () => {
    const outline = { name: 'ids', type: 'I32', shape: [1] } as const;
    await writeSafetensors(join(folder, 'model.safetensors'), [outline], () => [new Uint8Array(4)]);
    await writeFile(join(folder, 'config.json'), '{}');
    const checkpoint = await openCheckpoint(folder);
    await expect(readFloats(checkpoint, checkpoint.tensors.get('ids')!)).rejects.toThrow(
      'has tensor ids of type I32, expected F32, BF16, F16; give a checkpoint',
    );
    expect(() => requireTensor(checkpoint, 'ids', [1])).toThrow('has tensor ids of type I32');
  });
});

describe('readSafetensorsHeader', () => {
  const path = () => join(folder, 'x.safetensors');

  it('reads back what was written, to the byte', async () => {
    const data = Uint8Array.of(1, 2, 3, 4, 5, 6);
    const outline = { name: 'größe', type: 'U8', shape: [2, 3] } as const;
    await writeSafetensors(path(), [outline], () => [data.subarray(0, 2), data.subarray(2)]);
    expect((await readSafetensors(path())).get('größe')).toEqual({
      type: 'U8',
      shape: [2, 3],
      data,
    });
    expect(readFileSync(path()).readBigUInt64LE() % 8n).toBe(0n);
  });

  it.each([
    ['an empty file', Buffer.alloc(0), 'has 0 bytes, too few for a safetensors header'],
    [
      'a header that claims 2^60 bytes',
      Buffer.concat([littleEndian(2n ** 60n), Buffer.alloc(100)]),
      'claims a header of 1152921504606846976 bytes; the most is 100000000',
    ],
    [
      'a header longer than the file',
      Buffer.concat([littleEndian(1000n), Buffer.alloc(100)]),
      'claims a header of 1000 bytes but has 108 bytes in all',
    ],
    ['a header that is no JSON', withHeader('{"a"'), 'has a header that is no JSON object'],
    [
      'a tensor without offsets',
      withHeader('{"a":{"dtype":"F32","shape":[1]}}'),
      'describes tensor a without type, shape and two offsets',
    ],
    [
      'an unknown type',
      withHeader('{"a":{"dtype":"F3","shape":[1],"data_offsets":[0,4]}}', 4),
      'has tensor a of type F3; known types: F64, F32,',
    ],
    [
      'a type named as what every object has',
      withHeader('{"a":{"dtype":"toString","shape":[1],"data_offsets":[0,4]}}', 4),
      'has tensor a of type toString; known types: F64, F32,',
    ],
    [
      'a shape that does not fit the bytes',
      withHeader('{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}', 4),
      'gives tensor a 4 bytes; F32[2] takes 8',
    ],
    [
      'overlapping tensors',
      withHeader(
        '{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[2,6]}}',
        6,
      ),
      'has tensor b, which overlaps a',
    ],
    [
      'a hole',
      withHeader('{"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}', 2),
      'has tensor a, which leaves a hole after the header',
    ],
    [
      'bytes after the last tensor',
      withHeader('{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}', 3),
      'has 2 bytes after its last tensor',
    ],
  ])('refuses %s', async (_, bytes, problem) => {
    await writeFile(path(), bytes);
    await expect(readSafetensorsHeader(path())).rejects.toThrow(`${path()}: ${problem}`);
  });
});

it('refuses a folder where weights should be', async () => {
  await mkdir(join(folder, 'x.safetensors'));
  await expect(readSafetensorsHeader(join(folder, 'x.safetensors'))).rejects.toThrow(
    `${folder}/x.safetensors: is no file; save or download the file again`,
  );
});

describe('writeSafetensors', () => {
  it('refuses chunks that do not fill the shape', async () => {
    const outline = { name: 'a', type: 'F32', shape: [2] } as const;
    await expect(
      writeSafetensors(join(folder, 'x'), [outline], () => [new Uint8Array(4)]),
    ).rejects.toThrow(new RangeError('writeSafetensors: a takes 8 bytes, got 4'));
  });
});

function littleEndian(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  return bytes;
}

function withHeader(json: string, dataBytes = 0): Buffer {
  return Buffer.concat([
    littleEndian(BigInt(json.length)),
    Buffer.from(json),
    Buffer.alloc(dataBytes),
  ]);
}
