import type { CheckpointTensor } from '../../checkpoint/checkpoint.ts';
import type { Graph } from '../graph.ts';
import { constantsOf } from '../graph.ts';
import { createNode, endingIn, MICROSOFT_DOMAIN, type Node } from '../node.ts';
import { QUANTIZED_BLOCK } from '../quantize-blockwise.ts';
import { storedWeight } from '../stored-weight.ts';
import { type Dimension, storedValue } from '../value.ts';
import { removeUnusedNodes } from './remove-unused-nodes.ts';

/** A weight matrix in blocks, as `quantizeBlockwise` makes them. */
export interface QuantizedWeight {
  /** u8[out, blocks, block * bits / 8] */
  readonly values: CheckpointTensor;
  /** f32[out, blocks] */
  readonly scales: CheckpointTensor;
}

/** Where a quantised graph finds its weights. */
export interface QuantizedWeights {
  readonly bits: 4 | 8;
  /** By name of the stored weight. */
  readonly matrices: ReadonlyMap<string, QuantizedWeight>;
  /** Every other tensor of the graph as stored, by name, in the same folder. */
  readonly others: ReadonlyMap<string, CheckpointTensor>;
}

/** Options of `quantizeLinear`. */
export interface QuantizeLinearOptions {
  /** Whether activations are rounded to int8 too, which is what makes it fast on a CPU. */
  readonly roundsActivations: boolean;
}

/**
 * Multiplies by quantised weights.
 *
 * 1. `Gemm(x, Cast(weight))` becomes `MatMulNBits(x, values, scales)` if the weight is
 *    among the quantised matrices; a bias is added after it.
 * 2. Every other weight in a file is read from the quantised weights' folder, since a
 *    session reads from one folder only.
 *
 * @returns Whether the graph changed.
 */
export function quantizeLinear(
  graph: Graph,
  weights: QuantizedWeights,
  { roundsActivations }: QuantizeLinearOptions = { roundsActivations: true },
): boolean {
  let changed = false;
  graph.nodes = graph.nodes.flatMap((node) => {
    const matrix = weights.matrices.get(storedWeight(node)?.name ?? '');
    if (matrix === undefined) return [node];
    changed = true;
    return quantizedProduct(node, matrix, weights.bits, roundsActivations ? 4 : 1);
  });
  removeUnusedNodes(graph);
  relocate(graph, weights.others);
  return changed;
}

function quantizedProduct(
  node: Node,
  matrix: QuantizedWeight,
  bits: 4 | 8,
  accuracyLevel: 1 | 4,
): Node[] {
  const [x, , bias] = node.inputs;
  const result = node.outputs[0]!;
  const [rows, columns] = storedWeight(node)!.shape as readonly [Dimension, Dimension];
  const product = createNode(
    'MatMulNBits',
    [x, storedValue(matrix.values, 'uint8'), storedValue(matrix.scales, 'float32')],
    [result],
    {
      K: { int: Number(columns) },
      N: { int: Number(rows) },
      bits: { int: bits },
      block_size: { int: QUANTIZED_BLOCK },
      // The operator's name for what it computes in: 1 is float32, 4 is int8.
      accuracy_level: { int: accuracyLevel },
    },
    { name: `${node.name}.int${bits}`, domain: MICROSOFT_DOMAIN },
  );
  if (bias === undefined) return [endingIn(product, result)];
  const sum = createNode(
    'Add',
    [product.outputs[0], bias],
    [result],
    {},
    { name: `${node.name}.bias` },
  );
  return [product, endingIn(sum, result)];
}

function relocate(graph: Graph, others: ReadonlyMap<string, CheckpointTensor>): void {
  for (const value of constantsOf(graph)) {
    const tensor = others.get(value.name);
    if (value.initializer?.kind === 'external' && tensor !== undefined) {
      value.initializer = storedValue(tensor, value.type).initializer;
    }
  }
}
