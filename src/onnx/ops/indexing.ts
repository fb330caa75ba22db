import type { Tape } from '../tape.ts';
import type { Value } from '../value.ts';
import { reshape } from './layout.ts';

/** Rows of a table: table f[n, ...], index i64[...k] gives f[...k, ...]. */
export function gather(tape: Tape, table: Value, index: Value): Value {
  const shape = [...index.shape, ...table.shape.slice(1)];
  return tape.op('Gather', [table, index], { type: table.type, shape }, { axis: { int: 0 } });
}

/** The part of x at one place of its first axis: x f[n, ...] gives f[...]. */
export function take(tape: Tape, x: Value, place: number): Value {
  return tape.op(
    'Gather',
    [x, tape.scalar(place, 'int64')],
    { type: x.type, shape: x.shape.slice(1) },
    { axis: { int: 0 } },
  );
}

/**
 * x with some of its rows set, or added to.
 *
 * @param x f[rows, n]
 * @param rowIndex i64[k] or i64[k, 1], no row twice; k may be 0.
 * @param rows f[k, n]
 */
export function scatterRows(
  tape: Tape,
  x: Value,
  rowIndex: Value,
  rows: Value,
  mode: 'set' | 'add',
): Value {
  const isColumn = rowIndex.shape.length === 2;
  const index = isColumn
    ? rowIndex
    : tape.op('Unsqueeze', [rowIndex, tape.shape([1])], {
        type: 'int64',
        shape: [...rowIndex.shape, 1],
      });
  // The operator can add by itself, but not in every type on every device.
  const sums = (): Value => {
    const before = gather(tape, x, rowIndex);
    const taken = isColumn ? reshape(tape, before, [-1, Number(x.shape[1])], rows.shape) : before;
    return tape.op('Add', [taken, rows], rows);
  };
  const updates = mode === 'set' ? rows : sums();
  return tape.op('ScatterND', [x, index, updates], x);
}
