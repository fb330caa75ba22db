import { add, multiply } from '../../onnx/ops/elementwise.ts';
import { gather } from '../../onnx/ops/indexing.ts';
import { columns, concat, reshape, transpose } from '../../onnx/ops/layout.ts';
import type { Tape } from '../../onnx/tape.ts';
import type { Value } from '../../onnx/value.ts';

/** One pattern of who attends to whom: inside segments, every `dilation`-th row. */
export interface DilatedBranch {
  readonly segment: number;
  readonly dilation: number;
}

/** The published patterns. The first visits every row with every head. */
export const BRANCHES: readonly DilatedBranch[] = [
  { segment: 512, dilation: 1 },
  { segment: 1024, dilation: 2 },
  { segment: 2048, dilation: 4 },
];

/** What a head that does not visit a row has in place of a log-sum-exp. */
const NOT_VISITED = -1e8;

/** The rows that one group of heads of a branch looks at. */
export interface HeadGroup {
  readonly branch: number;
  readonly group: number;
}

/** Every group of heads: `dilation` of them in each branch. */
export const HEAD_GROUPS: readonly HeadGroup[] = BRANCHES.flatMap(({ dilation }, branch) =>
  Array.from({ length: dilation }, (_, group) => ({ branch, group })),
);

/** Indices that are fed for one group of heads. */
export interface GroupIndices {
  /** i64[segments, length]: rows of the slide; `count` stands for a row of zeros. */
  readonly rows: BigInt64Array;
  readonly segments: number;
  readonly length: number;
  /** i64[count]: where each row of the slide is in `rows`; segments * length if nowhere. */
  readonly places: BigInt64Array;
}

/** Which rows a group of heads looks at in a slide of `count` tiles. */
export function groupIndices(count: number, { branch, group }: HeadGroup): GroupIndices {
  const { segment, dilation } = BRANCHES[branch]!;
  const size = Math.min(segment, count);
  const segments = Math.ceil(count / size);
  const length = Math.ceil(size / dilation);
  const rows = new BigInt64Array(segments * length).fill(BigInt(count));
  const places = new BigInt64Array(count).fill(BigInt(rows.length));
  for (let part = 0; part < segments; part++) {
    for (let i = 0; i < length; i++) {
      const inside = i * dilation + group;
      const row = part * size + inside;
      // Beyond the segment or the slide there are zeros, which take part unmasked.
      if (inside >= size || row >= count) continue;
      rows[part * length + i] = BigInt(row);
      places[row] = BigInt(part * length + i);
    }
  }
  return { rows, segments, length, places };
}

/** The values that a group's indices are fed as. */
export interface GroupInputs extends HeadGroup {
  /** i64[segments, length] */
  readonly rows: Value;
  /** i64[count] */
  readonly places: Value;
}

/** f32[count, heads * headDim] */
export interface Projections {
  readonly query: Value;
  readonly key: Value;
  readonly value: Value;
}

/**
 * LongNet's dilated attention: each branch attends inside its segments, over rows a dilation
 * apart, and the branches are mixed by the softmax of their log-sum-exps, head by head.
 * Rows of zeros that fill segments up are not masked: they take probability and give nothing.
 *
 * Source: BreastGPT's LongNet (torchscale DilatedAttention), MODEL.md section 7.
 *
 * @returns f32[count, heads * headDim]
 */
export function dilatedAttention(
  tape: Tape,
  projections: Projections,
  groups: readonly GroupInputs[],
  headCount: number,
): Value {
  const padded = Object.fromEntries(
    Object.entries(projections).map(([name, x]) => [name, withZeroRow(tape, x, 0)]),
  ) as unknown as Projections;
  const results = BRANCHES.map((_, branch) =>
    attendBranch(
      tape,
      padded,
      groups.filter((group) => group.branch === branch),
      headCount,
    ),
  );
  return mixBranches(tape, results, headCount);
}

interface BranchResult {
  /** f32[count, heads * headDim] */
  readonly mixed: Value;
  /** f32[count, heads] */
  readonly logSumExp: Value;
}

function attendBranch(
  tape: Tape,
  padded: Projections,
  groups: readonly GroupInputs[],
  headCount: number,
): BranchResult {
  const width = Number(padded.query.shape[1]);
  const headDim = width / headCount;
  // Where the heads can not be shared out evenly the last groups have fewer, or none.
  const perGroup = Math.ceil(headCount / groups.length);
  const parts = groups.flatMap((group) => {
    const first = Math.min(headCount, group.group * perGroup);
    const last = Math.min(headCount, first + perGroup);
    return first === last ? [] : [attendGroup(tape, padded, group, headDim, first, last)];
  });
  return {
    mixed: concat(
      tape,
      parts.map((part) => part.mixed),
      1,
      ['count', width],
    ),
    logSumExp: concat(
      tape,
      parts.map((part) => part.logSumExp),
      1,
      ['count', headCount],
    ),
  };
}

function attendGroup(
  tape: Tape,
  padded: Projections,
  { rows, places }: GroupInputs,
  headDim: number,
  firstHead: number,
  lastHead: number,
): BranchResult {
  const heads = lastHead - firstHead;
  const width = heads * headDim;
  const perHead = (x: Value): Value => {
    const own = columns(tape, x, firstHead * headDim, lastHead * headDim);
    const taken = gather(tape, own, rows); //                     [segments, length, width]
    const shape = ['segments', 'length', heads, headDim];
    const split = reshape(tape, taken, [0, 0, heads, headDim], shape);
    return transpose(tape, split, [0, 2, 1, 3]); //               [segments, heads, length, headDim]
  };
  const square = { type: 'float32', shape: ['segments', heads, 'length', 'length'] } as const;
  const perRow = { type: 'float32', shape: ['segments', heads, 'length', 1] } as const;
  const largest = (x: Value): Value =>
    tape.op('ReduceMax', [x, tape.shape([3])], perRow, { keepdims: { int: 1 } });
  const query = multiply(tape, perHead(padded.query), tape.scalar(headDim ** -0.5, 'float32'));
  const keys = transpose(tape, perHead(padded.key), [0, 1, 3, 2]);
  const scores = tape.op('MatMul', [query, keys], square);
  const shares = tape.op('Softmax', [scores], square, { axis: { int: -1 } });
  const values = perHead(padded.value);
  const mixed = tape.op('MatMul', [shares, values], values);
  // The largest share is exp(0) / sum exp(score - largest score), which gives the sum for free.
  const logShare = tape.op('Log', [largest(shares)], perRow);
  const logSumExp = tape.op('Sub', [largest(scores), logShare], perRow);
  const backToRows = (x: Value, size: number, missing: number): Value => {
    const lined = reshape(tape, transpose(tape, x, [0, 2, 1, 3]), [-1, size], ['visited', size]);
    return gather(tape, withZeroRow(tape, lined, missing), places); // [count, size]
  };
  return {
    mixed: backToRows(mixed, width, 0),
    logSumExp: backToRows(logSumExp, heads, NOT_VISITED),
  };
}

/** x f32[rows, n] with one more row, of one number. */
function withZeroRow(tape: Tape, x: Value, fill: number): Value {
  const width = Number(x.shape[1]);
  const row = tape.constant(new Float32Array(width).fill(fill), [1, width], 'extra-row');
  return concat(tape, [x, row], 0, [`${x.shape[0]} + 1`, width]);
}

function mixBranches(tape: Tape, results: readonly BranchResult[], headCount: number): Value {
  const width = Number(results[0]!.mixed.shape[1]);
  const perHead = { type: 'float32', shape: ['count', headCount] } as const;
  const zero = tape.scalar(0, 'float32');
  const visited = results.map(({ logSumExp }) => {
    // The authors take a log-sum-exp of exactly 0 for a row that was not visited.
    const isZero = tape.op('Equal', [logSumExp, zero], { ...perHead, type: 'bool' });
    return tape.op('Where', [isZero, tape.scalar(NOT_VISITED, 'float32'), logSumExp], perHead);
  });
  const largest = tape.op('Max', visited, perHead);
  const powers = visited.map((lse) =>
    tape.op('Exp', [tape.op('Sub', [lse, largest], perHead)], perHead),
  );
  const total = powers.reduce((sum, power) => add(tape, sum, power));
  const heads = { type: 'float32', shape: ['count', headCount, width / headCount] } as const;
  const weighted = results.map(({ mixed }, branch) => {
    const share = tape.op('Div', [powers[branch], total], perHead);
    const column = reshape(tape, share, [0, headCount, 1], ['count', headCount, 1]);
    const byHead = reshape(tape, mixed, [0, headCount, width / headCount], heads.shape);
    return tape.op('Mul', [byHead, column], heads);
  });
  return reshape(
    tape,
    weighted.reduce((sum, part) => add(tape, sum, part)),
    [0, width],
    ['count', width],
  );
}
