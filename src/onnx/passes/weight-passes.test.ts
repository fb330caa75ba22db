import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runGraph } from '../../../test/run-graph.ts';
import type { CheckpointTensor } from '../../checkpoint/checkpoint.ts';
import { largestDifference } from '../../parity/stage.ts';
import { createRandom } from '../../statistics/index.ts';
import type { Graph } from '../graph.ts';
import { linear } from '../ops/linear.ts';
import { quantizeBlockwise } from '../quantize-blockwise.ts';
import { Tape } from '../tape.ts';
import { mapWeights } from './map-weights.ts';
import { quantizeLinear } from './quantize-linear.ts';

const ROWS = 5;
const OUT = 6;
const IN = 64;
let folder: string;
const source = createRandom(1);
const random = (): number => source.nextUint32() / 2 ** 32;
// Numbers that bfloat16 holds exactly, so that both stored types say the same.
const matrix = Float32Array.from({ length: OUT * IN }, () => bfloat16(random() - 0.5));
const bias = Float32Array.from({ length: OUT }, () => random());
const x = Float32Array.from({ length: ROWS * IN }, () => random() - 0.5);
const expected = Float32Array.from({ length: ROWS * OUT }, (_, i) => {
  const [row, out] = [Math.trunc(i / OUT), i % OUT];
  let sum = bias[out]!;
  for (let k = 0; k < IN; k++) sum += x[row * IN + k]! * matrix[out * IN + k]!;
  return sum;
});

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weights-'));
  const halves = new Uint16Array(new Uint32Array(matrix.buffer).map((bits) => bits >>> 16));
  // An odd offset: data in safetensors files need not be aligned.
  await writeFile(
    join(folder, 'weights.bin'),
    Buffer.concat([Buffer.alloc(7), Buffer.from(halves.buffer), Buffer.from(bias.buffer)]),
  );
  for (const bits of [4, 8] as const) {
    const { values, scales } = quantizeBlockwise(matrix, IN, bits);
    const parts = [values, new Uint8Array(scales.buffer), new Uint8Array(bias.buffer)];
    await writeFile(join(folder, `int${bits}.bin`), Buffer.concat(parts));
  }
});
afterAll(() => rm(folder, { recursive: true }));

describe('mapWeights', () => {
  it('multiplies by a weight that stays in its file', async () => {
    const graph = product();
    expect(mapWeights(graph)).toBe(true);
    expect(graph.nodes.map((node) => node.operator)).toEqual(['Shape', 'ReduceSum', 'Cast', 'If']);
    expect(await difference(graph)).toBeLessThan(1e-5);
    expect(mapWeights(graph)).toBe(false);
  });
});

describe('quantizeLinear', () => {
  it.each([
    [8, 0.05],
    [4, 0.4],
  ] as const)('multiplies by %i-bit weights, within %f', async (bits, tolerance) => {
    const graph = product();
    const perBlock = 4 * bits;
    const valueBytes = (OUT * IN * bits) / 8;
    const file = `int${bits}.bin`;
    const values = tensor('q.values', 'U8', [OUT, IN / 32, perBlock], file, 0, valueBytes);
    const scales = tensor('q.scales', 'F32', [OUT, IN / 32], file, valueBytes, OUT * (IN / 32) * 4);
    const after = valueBytes + OUT * (IN / 32) * 4;
    const changed = quantizeLinear(graph, {
      bits,
      matrices: new Map([['q.weight', { values, scales }]]),
      others: new Map([['q.bias', tensor('q.bias', 'F32', [OUT], file, after, OUT * 4)]]),
    });
    expect(changed).toBe(true);
    expect(graph.nodes.map((node) => node.operator)).toEqual(['MatMulNBits', 'Add']);
    expect(await difference(graph)).toBeLessThan(tolerance);
  });

  it('leaves a graph without such weights as it is', () => {
    const graph = product();
    expect(quantizeLinear(graph, { bits: 4, matrices: new Map(), others: new Map() })).toBe(false);
  });
});

function product(): Graph {
  const tape = new Tape('product');
  const input = tape.input('x', 'float32', ['rows', IN]);
  const weight = tensor('q.weight', 'BF16', [OUT, IN], 'weights.bin', 7, OUT * IN * 2);
  const offset = tensor('q.bias', 'F32', [OUT], 'weights.bin', 7 + OUT * IN * 2, OUT * 4);
  tape.output('y', linear(tape, input, weight, offset));
  return tape.graph;
}

async function difference(graph: Graph): Promise<number> {
  const { y } = await runGraph(graph, { x: { data: x, shape: [ROWS, IN] } }, folder);
  return largestDifference(y!.data as Float32Array, expected);
}

function tensor(
  name: string,
  type: CheckpointTensor['type'],
  shape: readonly number[],
  file: string,
  offsetBytes: number,
  sizeBytes: number,
): CheckpointTensor {
  return { name, type, shape, file, offsetBytes, sizeBytes };
}

function bfloat16(value: number): number {
  const bits = new Uint32Array(Float32Array.of(value).buffer);
  bits[0] = bits[0]! & 0xffff0000;
  return new Float32Array(bits.buffer)[0]!;
}
