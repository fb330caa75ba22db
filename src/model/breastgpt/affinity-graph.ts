import type { Graph } from '../../onnx/graph.ts';
import { cast } from '../../onnx/ops/elementwise.ts';
import { Tape } from '../../onnx/tape.ts';
import type { Value } from '../../onnx/value.ts';
import type { SelectorPrecision } from '../media-settings.ts';

/** Cosines are divided by it before the softmax. */
export const COVERAGE_TEMPERATURE = 0.2;

/**
 * Affinities of some rows of a feature matrix to all of them: exp(cosine / temperature), at
 * most exp(5), so that no row needs its maximum taken off.
 *
 * Inputs: `block` f32[rows, width] and `all` f32[count, width], unit vectors.
 * Output: `affinities` f32[rows, count].
 *
 * @param precision 'bfloat16' rounds cosines and exponents as the authors do.
 */
export function buildAffinities(width: number, precision: SelectorPrecision): Graph {
  const tape = new Tape('affinities');
  const block = tape.input('block', 'float32', ['rows', width]);
  const all = tape.input('all', 'float32', ['count', width]);
  const square = { type: 'float32', shape: ['rows', 'count'] } as const;
  const rounded = (x: Value): Value =>
    precision === 'bfloat16' ? cast(tape, cast(tape, x, 'bfloat16'), 'float32') : x;
  const cosines = tape.op('Gemm', [block, all], square, { transB: { int: 1 } });
  const temperature = tape.scalar(COVERAGE_TEMPERATURE, 'float32');
  const exponents = tape.op('Div', [rounded(cosines), temperature], square);
  tape.output('affinities', tape.op('Exp', [rounded(exponents)], square));
  return tape.graph;
}
