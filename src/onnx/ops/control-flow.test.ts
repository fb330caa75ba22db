import { expect, it } from 'vitest';
import { runGraph } from '../../../test/run-graph.ts';
import { Tape } from '../tape.ts';
import { loop } from './control-flow.ts';
import { add, cast } from './elementwise.ts';
import { concat } from './layout.ts';

/** Appends the largest number, plus one, to a list whose first number is then dropped from the sum. */
function counting(): Tape {
  const tape = new Tape('counting');
  const start = tape.input('start', 'int64', ['n']);
  const trips = tape.input('trips', 'int64', []);
  const left = tape.input('left', 'int64', []);
  const [sums] = loop(
    tape,
    { trips, initial: [start, left], name: 'steps' },
    (body, i, carried) => {
      const [list, countdown] = carried as [typeof start, typeof left];
      const sum = body.op(
        'ReduceSum',
        [list],
        { type: 'int64', shape: [] },
        { keepdims: { int: 0 } },
      );
      const next = add(body, countdown, body.scalar(-1, 'int64'));
      const one = body.op('Reshape', [i, body.shape([1])], { type: 'int64', shape: [1] });
      return {
        condition: cast(body, next, 'bool'),
        carried: [concat(body, [list, one], 0, ['n']), next],
        collected: [sum],
      };
    },
  );
  tape.output('sums', sums!);
  return tape;
}

const int64 = (...values: bigint[]) => ({
  data: BigInt64Array.from(values),
  shape: [values.length],
});
const run = async (trips: bigint, left: bigint) => {
  const scalar = (value: bigint) => ({ data: BigInt64Array.of(value), shape: [] });
  const feeds = { start: int64(5n, 7n), trips: scalar(trips), left: scalar(left) };
  return (await runGraph(counting().graph, feeds)).sums!;
};

it('carries values that grow, and lays what is collected one after another', async () => {
  // The lists are 5 7; 5 7 0; 5 7 0 1; 5 7 0 1 2.
  expect(await run(4n, 100n)).toEqual(int64(12n, 12n, 13n, 15n));
});

it('stops where the condition says so, and where the trips are used up', async () => {
  expect((await run(100n, 3n)).shape).toEqual([3]);
  expect((await run(1n, 3n)).shape).toEqual([1]);
  expect((await run(0n, 3n)).shape).toEqual([0]);
});
