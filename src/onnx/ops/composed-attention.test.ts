import { expect, it } from 'vitest';
import { runGraph } from '../../../test/run-graph.ts';
import { largestDifference } from '../../parity/stage.ts';
import { createRandom } from '../../statistics/index.ts';
import { Tape } from '../tape.ts';
import { multiHeadAttention } from './attention.ts';
import { composedMultiHeadAttention } from './composed-attention.ts';

const WIDTH = 12;
const HEADS = 3;

it.each([
  { rows: 4, parts: 4 },
  { rows: 40, parts: 4 },
  { rows: 7, parts: 1 },
])('is attention of $rows rows, taken in $parts parts', async ({ rows, parts }) => {
  const random = createRandom(rows);
  const numbers = () =>
    Float32Array.from({ length: rows * WIDTH }, () => (4 * random.nextUint32()) / 2 ** 32 - 2);
  const tape = new Tape('attention');
  const input = (name: string) => tape.input(name, 'float32', ['rows', WIDTH]);
  const [query, key, value] = [input('query'), input('key'), input('value')];
  tape.output('fused', multiHeadAttention(tape, query, key, value, HEADS));
  tape.output('composed', composedMultiHeadAttention(tape, query, key, value, HEADS, parts));
  const shape = [rows, WIDTH];
  const { fused, composed } = await runGraph(tape.graph, {
    query: { data: numbers(), shape },
    key: { data: numbers(), shape },
    value: { data: numbers(), shape },
  });
  expect(composed!.shape).toEqual(shape);
  expect(
    largestDifference(composed!.data as Float32Array, fused!.data as Float32Array),
  ).toBeLessThan(1e-5);
});
