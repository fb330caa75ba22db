import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TINY_CONCH, writeTinyConch } from '../../../test/tiny-conch.ts';
import { readFloats } from '../../checkpoint/checkpoint.ts';
import { largestDifference } from '../../parity/stage.ts';
import { TileSession } from '../../runtime/tile-session.ts';
import { createRandom } from '../../statistics/index.ts';
import { openTileEncoder, type TileEncoder } from './open-encoder.ts';
import { stretchPositions } from './stretch-positions.ts';

let folder: string;
let encoder: TileEncoder;
let session: TileSession;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'conch-'));
  encoder = await openTileEncoder(await writeTinyConch(folder), folder);
  session = await TileSession.open(encoder);
});
afterAll(async () => {
  await session.close();
  rmSync(folder, { recursive: true });
});

/** Rows of numbers: slow and plain. */
type Rows = readonly (readonly number[])[];
type Tensors = ReadonlyMap<string, readonly number[]>;

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, i) => sum + value * b[i]!, 0);
const plus = (a: Rows, b: Rows): Rows =>
  a.map((row, r) => row.map((value, i) => value + b[r]![i]!));
const chunks = (values: readonly number[], size: number): Rows =>
  Array.from({ length: values.length / size }, (_, i) => values.slice(i * size, (i + 1) * size));

function linear(x: Rows, tensors: Tensors, name: string, bias = true): Rows {
  const weights = chunks(tensors.get(`${name}.weight`)!, x[0]!.length);
  const added = bias ? tensors.get(`${name}.bias`)! : weights.map(() => 0);
  return x.map((row) => weights.map((column, i) => dot(row, column) + added[i]!));
}

function norm(x: Rows, tensors: Tensors, name: string, epsilon: number): Rows {
  const scale = tensors.get(`${name}.weight`)!;
  const bias = tensors.get(`${name}.bias`)!;
  return x.map((row) => {
    const mean = row.reduce((a, b) => a + b) / row.length;
    const variance = row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / row.length;
    return row.map((v, i) => ((v - mean) / Math.sqrt(variance + epsilon)) * scale[i]! + bias[i]!);
  });
}

/** Softmax attention of every query over all keys, head by head. */
function attend(query: Rows, key: Rows, value: Rows, headDim: number): Rows {
  return query.map((row) => {
    const heads = chunks(row, headDim).map((asked, head) => {
      const own = (x: readonly number[]) => x.slice(head * headDim, (head + 1) * headDim);
      const scores = key.map((each) => dot(asked, own(each)) / Math.sqrt(headDim));
      const most = Math.max(...scores);
      const powers = scores.map((score) => Math.exp(score - most));
      const total = powers.reduce((a, b) => a + b);
      const mixed = new Array<number>(headDim).fill(0);
      value.forEach((each, token) => {
        own(each).forEach((number, i) => {
          mixed[i]! += (powers[token]! / total) * number;
        });
      });
      return mixed;
    });
    return heads.flat();
  });
}

/** x Phi(x), with the error function as a series (Abramowitz and Stegun 7.1.6). */
function gelu(x: number): number {
  const z = x / Math.SQRT2;
  if (Math.abs(z) > 5) return Math.max(x, 0);
  let term = z;
  let sum = z;
  for (let n = 1; n < 200; n++) {
    term *= (2 * z * z) / (2 * n + 1);
    sum += term;
  }
  return (x / 2) * (1 + (2 / Math.sqrt(Math.PI)) * Math.exp(-z * z) * sum);
}

/** The forward pass as the authors' definition reads, for one tile. */
function forward(patches: Float32Array, tensors: Tensors): readonly number[] {
  const { hiddenSize, layerCount, patchSize, gridSize, featureDim } = TINY_CONCH;
  const [first, ...stored] = chunks(tensors.get('trunk.pos_embed')!, hiddenSize);
  const shares = chunks([...stretchPositions(7, gridSize)], stored.length);
  const positions = shares.map((row) =>
    first!.map((_, i) =>
      dot(
        row,
        stored.map((each) => each[i]!),
      ),
    ),
  );
  const cut = chunks([...patches], 3 * patchSize ** 2);
  const embedded = plus(linear(cut, tensors, 'trunk.patch_embed.proj'), positions);
  let x: Rows = [...plus([tensors.get('trunk.cls_token')!], [first!]), ...embedded];
  const scaled = (rows: Rows, name: string): Rows =>
    rows.map((row) => row.map((value, i) => value * tensors.get(name)![i]!));
  for (let layer = 0; layer < layerCount; layer++) {
    const prefix = `trunk.blocks.${layer}.`;
    const qkv = linear(norm(x, tensors, `${prefix}norm1`, 1e-6), tensors, `${prefix}attn.qkv`);
    const part = (i: number): Rows =>
      qkv.map((row) => row.slice(i * hiddenSize, (i + 1) * hiddenSize));
    const mixed = linear(attend(part(0), part(1), part(2), 64), tensors, `${prefix}attn.proj`);
    x = plus(x, scaled(mixed, `${prefix}ls1.gamma`));
    const wide = linear(norm(x, tensors, `${prefix}norm2`, 1e-6), tensors, `${prefix}mlp.fc1`);
    const bent = wide.map((row) => row.map(gelu));
    x = plus(x, scaled(linear(bent, tensors, `${prefix}mlp.fc2`), `${prefix}ls2.gamma`));
  }
  const pooler = 'attn_pool_contrast.';
  const context = norm(norm(x, tensors, 'trunk.norm', 1e-6), tensors, `${pooler}ln_k`, 1e-5);
  const both = linear(context, tensors, `${pooler}to_kv`, false);
  const asked = norm([tensors.get(`${pooler}query`)!], tensors, `${pooler}ln_q`, 1e-5);
  const pooled = attend(
    linear(asked, tensors, `${pooler}to_q`, false),
    both.map((row) => row.slice(0, featureDim)),
    both.map((row) => row.slice(featureDim)),
    featureDim / 8,
  );
  return norm(linear(pooled, tensors, `${pooler}to_out`, false), tensors, 'ln_contrast', 1e-5)[0]!;
}

describe('the tile encoder', () => {
  it('computes what a plain forward pass computes, tile by tile and in batches', async () => {
    const tensors = new Map<string, readonly number[]>();
    for (const [name, tensor] of encoder.checkpoint.tensors) {
      tensors.set(name, [...(await readFloats(encoder.checkpoint, tensor))]);
    }
    const random = createRandom(5);
    const tiles = Array.from({ length: 3 }, (_, tile) =>
      Float32Array.from({ length: 3 * 448 ** 2 }, (_, i) =>
        Math.sin((i * (tile + 1)) / 4000 + random.nextFloat()),
      ),
    );
    const features = await session.encode(tiles);
    expect(features).toHaveLength(3 * 64);
    const expected = forward(tiles[0]!, tensors);
    expect(largestDifference(features.subarray(0, 64), expected)).toBeLessThan(2e-5);
    const alone = await session.encode(tiles.slice(2));
    expect(largestDifference(features.subarray(128), alone)).toBeLessThan(1e-5);
    // The tiles differ by far more than the tolerance.
    expect(largestDifference(features.subarray(0, 64), features.subarray(64, 128))).toBeGreaterThan(
      0.05,
    );
  });
});

describe('stretchPositions', () => {
  it('mixes as torch does with the scale that the authors give it', () => {
    // torch 1.13: F.interpolate(squares of 1..9 as [1, 1, 3, 3], scale_factor=(5.1 / 3, 5.1 / 3),
    // mode='bicubic')
    const expected = [
      [-0.69587, 0.13043, 1.80852, 4.65181, 6.72517],
      [3.82424, 5.60152, 8.84608, 13.34026, 16.44694],
      [14.12284, 17.46659, 23.29147, 30.50504, 35.31384],
      [34.64932, 39.64395, 48.18821, 58.26771, 64.87038],
      [50.14042, 56.16838, 66.41476, 78.2881, 86.01357],
    ].flat();
    const shares = stretchPositions(3, 5);
    const stretched = expected.map((_, place) =>
      Array.from({ length: 9 }, (_, i) => (i + 1) ** 2 * shares[place * 9 + i]!).reduce(
        (a, b) => a + b,
      ),
    );
    expect(largestDifference(stretched, expected)).toBeLessThan(1e-4);
  });

  it('leaves a grid of the same side as it is', () => {
    expect([...stretchPositions(2, 2)]).toEqual([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]);
  });
});
