import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runGraph } from '../../../test/run-graph.ts';
import type { CheckpointTensor } from '../../checkpoint/checkpoint.ts';
import type { Graph } from '../graph.ts';
import { cast } from '../ops/elementwise.ts';
import { gather } from '../ops/indexing.ts';
import { linear } from '../ops/linear.ts';
import { layerNorm } from '../ops/normalization.ts';
import { Tape } from '../tape.ts';
import { holdWeights } from './hold-weights.ts';

// bfloat16: 1, 2, 3, 4 as a 2 x 2 matrix, then 1, -1 as a bias.
const BYTES = new Uint8Array(Uint16Array.of(0x3f80, 0x4000, 0x4040, 0x4080, 0x3f80, 0xbf80).buffer);
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'narrow-'));
  await writeFile(join(folder, 'w.bin'), BYTES);
});
afterAll(() => rm(folder, { recursive: true }));

describe('holdWeights', () => {
  it('looks rows up in a table cast to the type', async () => {
    for (const type of ['float16', 'float32'] as const) {
      const tape = new Tape('lookup');
      const index = tape.input('index', 'int64', ['k']);
      tape.output('y', cast(tape, gather(tape, tape.weight(matrix), index), 'float32'));
      holdWeights(tape.graph, type);
      expect(tape.graph.nodes[0]).toMatchObject({ operator: 'Cast', inputs: [{ name: 'w' }] });
      const { y } = await runGraph(tape.graph, { index: int64([1n, 0n]) }, folder);
      expect(y).toEqual({ data: Float32Array.of(3, 4, 1, 2), shape: [2, 2] });
    }
  });

  it('multiplies rows beyond the reach of float16, and rows of zeros', async () => {
    const graph = product();
    holdWeights(graph, 'float16');
    const x = { data: Float32Array.of(1e6, 0, 0, 0, 1e-6, 2e-6), shape: [3, 2] };
    const { y } = await runGraph(graph, { x }, folder);
    // x W^T + b by hand; a half has 11 bits.
    const expected = [1e6 + 1, 3e6 - 1, 1, -1, 1 + 5e-6, -1 + 11e-6];
    for (const [i, value] of expected.entries()) {
      expect(Math.abs((y!.data[i]! as number) - value)).toBeLessThan(Math.abs(value) / 1000);
    }
  });

  it('scales nothing that comes from a norm, and leaves float32 products as they are', () => {
    const operators = (graph: Graph, type: 'float16' | 'float32'): readonly string[] => {
      holdWeights(graph, type);
      return graph.nodes.map(({ operator }) => operator);
    };
    expect(operators(product(true), 'float16')).not.toContain('ReduceMax');
    expect(operators(product(), 'float16')).toContain('ReduceMax');
    expect(operators(product(), 'float32')).toEqual(['Cast', 'Cast', 'Gemm']);
  });

  it('holds a table that is a matrix as well once', () => {
    const tape = new Tape('tied');
    const index = tape.input('index', 'int64', ['k']);
    const x = cast(tape, gather(tape, tape.weight(matrix), index), 'float32');
    tape.output('y', linear(tape, x, matrix));
    holdWeights(tape.graph, 'float16');
    const reading = tape.graph.nodes.filter(({ inputs }) => inputs[0]?.name === 'w');
    expect(reading).toHaveLength(1);
  });
});

const matrix = tensor('w', [2, 2], 0);
const bias = tensor('b', [2], 8);

/** x W^T + b, of a norm of x if asked for. */
function product(normed = false): Graph {
  const tape = new Tape('product');
  const x = tape.input('x', 'float32', ['rows', 2]);
  const input = normed ? layerNorm(tape, x, bias, bias, 1e-6) : x;
  tape.output('y', linear(tape, input, matrix, bias));
  return tape.graph;
}

function tensor(name: string, shape: readonly number[], offsetBytes: number): CheckpointTensor {
  const sizeBytes = 2 * shape.reduce((a, b) => a * b, 1);
  return { name, type: 'BF16', shape, file: 'w.bin', offsetBytes, sizeBytes };
}

function int64(values: readonly bigint[]) {
  return { data: BigInt64Array.from(values), shape: [values.length] };
}
