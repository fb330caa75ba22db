import { expect, it } from 'vitest';
import { runGraph } from '../../../test/run-graph.ts';
import { cast } from '../ops/elementwise.ts';
import { Tape } from '../tape.ts';
import { avoidFallbacks } from './avoid-fallbacks.ts';

const feeds = {
  a: { data: Float32Array.of(1, -2, 3, 3, 0, -0.5), shape: [2, 3] },
  b: { data: Float32Array.of(1, 2, 3, 4, 0, -0.5), shape: [2, 3] },
};

function comparison(): Tape {
  const tape = new Tape('comparison');
  const a = tape.input('a', 'float32', [2, 3]);
  const b = tape.input('b', 'float32', [2, 3]);
  const equal = tape.op('Equal', [a, b], { type: 'bool', shape: [2, 3] });
  tape.output('equal', cast(tape, equal, 'int32'));
  const result = { type: 'float32', shape: [2, 1] } as const;
  const inputs = [a, tape.shape([1])];
  tape.output('largest', tape.op('ReduceMax', inputs, result, { keepdims: { int: 1 } }));
  return tape;
}

it('writes Equal and ReduceMax as operators that CUDA has, with the same results', async () => {
  const { graph } = comparison();
  expect(avoidFallbacks(graph)).toBe(true);
  expect(graph.nodes.map(({ operator }) => operator)).toEqual([
    'Less',
    'Less',
    'Or',
    'Not',
    'Cast',
    'TopK',
  ]);
  expect(avoidFallbacks(graph)).toBe(false);
  const expected = {
    equal: { data: Int32Array.of(1, 0, 1, 0, 1, 1), shape: [2, 3] },
    largest: { data: Float32Array.of(3, 3), shape: [2, 1] },
  };
  expect(await runGraph(comparison().graph, feeds)).toEqual(expected);
  expect(await runGraph(graph, feeds)).toEqual(expected);
});

it('leaves a ReduceMax whose axis goes, or is fed, as it is', () => {
  const tape = new Tape('others');
  const x = tape.input('x', 'float32', [2, 3]);
  const axes = tape.input('axes', 'int64', [1]);
  const result = { type: 'float32', shape: [2] } as const;
  tape.op('ReduceMax', [x, tape.shape([1])], result, { keepdims: { int: 0 } });
  tape.op('ReduceMax', [x, axes], result, { keepdims: { int: 1 } });
  expect(avoidFallbacks(tape.graph)).toBe(false);
});
