import type { Graph } from '../../onnx/graph.ts';
import { Tape } from '../../onnx/tape.ts';

/** Cosines are divided by it before the softmax. */
const TEMPERATURE = 0.2;

/**
 * Some rows of a similarity matrix.
 *
 * Inputs: `block` f32[rows, width] and `all` f32[count, width], unit vectors.
 * Output: `similarities` f32[rows, count], exp((cosine - 1) / temperature).
 */
export function buildSimilarityRows(width: number): Graph {
  const tape = new Tape('similarity-rows');
  const block = tape.input('block', 'float32', ['rows', width]);
  const all = tape.input('all', 'float32', ['count', width]);
  const scores = { type: 'float32', shape: ['rows', 'count'] } as const;
  const shifted = tape.op('Gemm', [block, all, tape.scalar(-1 / TEMPERATURE, 'float32')], scores, {
    transB: { int: 1 },
    alpha: { float: 1 / TEMPERATURE },
  });
  tape.output('similarities', tape.op('Exp', [shifted], scores));
  return tape.graph;
}
