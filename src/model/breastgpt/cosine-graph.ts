import type { Graph } from '../../onnx/graph.ts';
import { Tape } from '../../onnx/tape.ts';

/**
 * Some rows of a matrix of cosines.
 *
 * Inputs: `block` f32[rows, width] and `all` f32[count, width], unit vectors.
 * Output: `cosines` f32[rows, count].
 */
export function buildCosineRows(width: number): Graph {
  const tape = new Tape('cosine-rows');
  const block = tape.input('block', 'float32', ['rows', width]);
  const all = tape.input('all', 'float32', ['count', width]);
  const shape = ['rows', 'count'];
  const transposed = { transB: { int: 1 } };
  tape.output('cosines', tape.op('Gemm', [block, all], { type: 'float32', shape }, transposed));
  return tape.graph;
}
