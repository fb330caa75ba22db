import type { Tape } from '../tape.ts';
import type { Dimension, Value } from '../value.ts';

/**
 * x with other axes. Sizes known only when the graph runs: one may be -1 (what is
 * left), 0 keeps the size x has on that axis.
 *
 * @param sizes what the operator is given.
 * @param shape what is known about the result.
 */
export function reshape(
  tape: Tape,
  x: Value,
  sizes: readonly number[],
  shape: readonly Dimension[],
): Value {
  return tape.op('Reshape', [x, tape.shape(sizes)], { type: x.type, shape });
}

/** x with the axes `like` has, but for the last, which stays: f[rows, n] to f[..., n]. */
export function reshapeLike(tape: Tape, x: Value, like: Value): Value {
  const size = x.shape.at(-1)!;
  const leading = tape.op('Shape', [like], { type: 'int64', shape: [like.shape.length] });
  const sizes = tape.op(
    'Concat',
    [leading, tape.shape([-1])],
    { type: 'int64', shape: [like.shape.length + 1] },
    { axis: { int: 0 } },
  );
  return tape.op('Reshape', [x, sizes], { type: x.type, shape: [...like.shape, size] });
}

/** Cuts x along its last axis into `count` equal parts. */
export function split(tape: Tape, x: Value, count: number): readonly Value[] {
  const shape = [...x.shape.slice(0, -1), Number(x.shape.at(-1)) / count];
  const part = { type: x.type, shape };
  return tape.ops(
    'Split',
    [x],
    Array.from({ length: count }, () => part),
    {
      axis: { int: -1 },
      num_outputs: { int: count },
    },
  );
}

/** Lays values of one shape on a new first axis. */
export function stack(tape: Tape, values: readonly Value[]): Value {
  const first = values[0]!;
  const raised = values.map((value) =>
    tape.op('Unsqueeze', [value, tape.shape([0])], {
      type: value.type,
      shape: [1, ...value.shape],
    }),
  );
  return tape.op(
    'Concat',
    raised,
    { type: first.type, shape: [values.length, ...first.shape] },
    { axis: { int: 0 } },
  );
}

/** x with its axes in another order. */
export function transpose(tape: Tape, x: Value, order: readonly number[]): Value {
  const shape = order.map((axis) => x.shape[axis]!);
  return tape.op('Transpose', [x], { type: x.type, shape }, { perm: { ints: order } });
}

/** The part start..end of x along an axis. */
export function slice(tape: Tape, x: Value, axis: number, start: number, end: number): Value {
  const inputs = [x, tape.shape([start]), tape.shape([end]), tape.shape([axis])];
  return tape.op('Slice', inputs, { type: x.type, shape: x.shape.with(axis, end - start) });
}

/** Columns start..end of x f[rows, n]. */
export function columns(tape: Tape, x: Value, start: number, end: number): Value {
  return start === 0 && end === x.shape[1] ? x : slice(tape, x, 1, start, end);
}

/** Rows start..end of x f[n, ...]. */
export function rows(tape: Tape, x: Value, start: number, end: number): Value {
  return slice(tape, x, 0, start, end);
}

/** Values one after another along an axis. */
export function concat(
  tape: Tape,
  values: readonly Value[],
  axis: number,
  shape: readonly Dimension[],
): Value {
  if (values.length === 1) return values[0]!;
  return tape.op('Concat', values, { type: values[0]!.type, shape }, { axis: { int: axis } });
}
