import { describe, expect, it } from 'vitest';
import { runGraph } from '../../test/run-graph.ts';
import { add, multiply } from './ops/elementwise.ts';
import { scatterRows } from './ops/indexing.ts';
import { stack } from './ops/layout.ts';
import { removeUnusedNodes } from './passes/remove-unused-nodes.ts';
import { Tape } from './tape.ts';

describe('Tape', () => {
  it('records operations that ONNX Runtime then runs', async () => {
    const tape = new Tape('sum');
    const x = tape.input('x', 'float32', ['rows', 2]);
    tape.output('y', add(tape, multiply(tape, x, x), tape.scalar(1, 'float32')));
    const data = Float32Array.of(1, 2, 3, 4);
    const { y } = await runGraph(tape.graph, { x: { data, shape: [2, 2] } });
    expect(y).toEqual({ data: Float32Array.of(2, 5, 10, 17), shape: [2, 2] });
  });

  it('gives the same constant for the same number and other names for other operations', () => {
    const tape = new Tape('names');
    expect(tape.scalar(1, 'int64')).toBe(tape.scalar(1, 'int64'));
    expect(tape.scalar(1, 'int64')).not.toBe(tape.scalar(1, 'float32'));
    const x = tape.input('x', 'float32', [2]);
    expect([add(tape, x, x).name, add(tape, x, x).name]).toEqual(['Add', 'Add_1']);
  });

  it('refuses a stored type that no graph uses', () => {
    const tensor = { name: 't', type: 'I8', shape: [1], file: 'f', offsetBytes: 0, sizeBytes: 1 };
    expect(() => new Tape('x').weight({ ...tensor, type: 'I8' })).toThrow(
      new TypeError('Tape.weight: t has type I8, which no graph uses'),
    );
  });
});

describe('scatterRows', () => {
  it('sets and adds rows, and leaves all as they are where there are none', async () => {
    const tape = new Tape('scatter');
    const x = tape.input('x', 'float32', ['rows', 2]);
    const index = tape.input('index', 'int64', ['k']);
    const rows = tape.input('rows', 'float32', ['k', 2]);
    const both = [
      scatterRows(tape, x, index, rows, 'set'),
      scatterRows(tape, x, index, rows, 'add'),
    ];
    tape.output('both', stack(tape, both));
    const feeds = { x: { data: Float32Array.of(1, 2, 3, 4), shape: [2, 2] } };
    const one = await runGraph(tape.graph, {
      ...feeds,
      index: { data: BigInt64Array.of(1n), shape: [1] },
      rows: { data: Float32Array.of(10, 20), shape: [1, 2] },
    });
    expect(one.both).toEqual({
      data: Float32Array.of(1, 2, 10, 20, 1, 2, 13, 24),
      shape: [2, 2, 2],
    });
    const none = await runGraph(tape.graph, {
      ...feeds,
      index: { data: new BigInt64Array(0), shape: [0] },
      rows: { data: new Float32Array(0), shape: [0, 2] },
    });
    expect(none.both!.data).toEqual(Float32Array.of(1, 2, 3, 4, 1, 2, 3, 4));
  });
});

describe('removeUnusedNodes', () => {
  it('removes a chain that nobody reads and says whether it changed the graph', () => {
    const tape = new Tape('dead');
    const x = tape.input('x', 'float32', [2]);
    const kept = add(tape, x, x);
    multiply(tape, multiply(tape, x, x), kept);
    tape.output('y', kept);
    expect(removeUnusedNodes(tape.graph)).toBe(true);
    expect(tape.graph.nodes.map((node) => node.operator)).toEqual(['Add']);
    expect(removeUnusedNodes(tape.graph)).toBe(false);
  });
});
