import type { Graph } from '../graph.ts';
import { createCast, createNode, type Node } from '../node.ts';
import { storedWeight } from '../stored-weight.ts';
import { inlineValue, type Value } from '../value.ts';
import { removeUnusedNodes } from './remove-unused-nodes.ts';

/**
 * Leaves the weights of matrix products in their files, mapped into memory, and casts
 * each at the moment it is multiplied. ONNX Runtime otherwise casts all of them while it
 * loads, which takes the memory of a float32 copy.
 *
 * 1. `Gemm(x, Cast(weight))` becomes `If(true) { Gemm(x, Cast(weight)) }`, where the
 *    condition reads an input, so that nothing can be worked out at load.
 *    Constant folding must be off in the session: it looks into branches, too.
 * 2. The cast outside goes unless somebody else reads it.
 *
 * @returns Whether the graph changed.
 */
export function mapWeights(graph: Graph): boolean {
  const mapped = graph.nodes.filter((node) => {
    const stored = storedWeight(node);
    return stored !== undefined && stored.type !== 'float32';
  });
  if (mapped.length === 0) return false;
  const condition = alwaysTrue(graph.inputs[0]!);
  const replaced = new Map(mapped.map((node) => [node, mapWeight(node, condition.outputs[0]!)]));
  graph.nodes = [...condition.nodes, ...graph.nodes.map((node) => replaced.get(node) ?? node)];
  removeUnusedNodes(graph);
  return true;
}

function alwaysTrue(input: Value): { nodes: Node[]; outputs: readonly Value[] } {
  const shape = createNode(
    'Shape',
    [input],
    [{ type: 'int64', shape: [input.shape.length] }],
    {},
    { name: 'mapped-weights.shape' },
  );
  const size = createNode(
    'ReduceSum',
    [shape.outputs[0]!],
    [{ type: 'int64', shape: [] }],
    { keepdims: { int: 0 } },
    { name: 'mapped-weights.size' },
  );
  const flag = createCast(size.outputs[0]!, 'bool', 'mapped-weights.true');
  return { nodes: [shape, size, flag], outputs: flag.outputs };
}

function mapWeight(node: Node, condition: Value): Node {
  const result = node.outputs[0]!;
  const stored = storedWeight(node)!;
  const cast = createCast(stored, 'float32', `${node.name}.then.weight`);
  const product = createNode(
    'Gemm',
    node.inputs.with(1, cast.outputs[0]),
    [result],
    node.attributes,
    { name: `${node.name}.then` },
  );
  const never = createNode(
    'ConstantOfShape',
    [inlineValue(`${node.name}.else.shape`, new BigInt64Array(2), [2])],
    [result],
    {},
    { name: `${node.name}.else` },
  );
  const mapped: Node = {
    name: node.name,
    operator: 'If',
    domain: '',
    inputs: [condition],
    outputs: node.outputs,
    attributes: {
      then_branch: { graph: branch(`${node.name}.then`, [cast, product]) },
      else_branch: { graph: branch(`${node.name}.else`, [never]) },
    },
  };
  result.producer = mapped;
  return mapped;
}

function branch(name: string, nodes: Node[]): Graph {
  return { name, inputs: [], outputs: [...nodes.at(-1)!.outputs], nodes };
}
