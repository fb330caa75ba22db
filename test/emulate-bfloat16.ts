import { type Graph, subgraphsOf } from '../src/onnx/graph.ts';
import { createNode, type Node } from '../src/onnx/node.ts';
import { ELEMENT_TYPE_CODES, type ElementType, type Value } from '../src/onnx/value.ts';

/**
 * Makes of a graph with bfloat16 inside one that a CPU can run: every operation computes in
 * float32 and its result is rounded to bfloat16, which is what kernels with float32 sums do.
 */
export function emulateBfloat16(graph: Graph, wide: Map<Value, Value> = new Map()): void {
  const nodes: Node[] = [];
  const widened = (value: Value): Value => {
    if (value.type !== 'bfloat16') return value;
    const known = wide.get(value) ?? { ...value, type: 'float32' as const };
    wide.set(value, known);
    return known;
  };
  const stored = (weight: Value): Value => {
    const node = castNode(weight, 'float32', `${graph.name}.${weight.name}.${nodes.length}`);
    nodes.push(node);
    return node.outputs[0]!;
  };
  const read = (value: Value | undefined): Value | undefined =>
    value?.type === 'bfloat16' && value.initializer !== undefined
      ? stored(value)
      : value && widened(value);
  const round = (exact: Value, output: Value): void => {
    const rounded = castNode(exact, 'bfloat16', `${exact.name}.rounded`);
    const back = castNode(rounded.outputs[0]!, 'float32', `${exact.name}.wide`);
    nodes.push(rounded, { ...back, outputs: [widened(output)] });
  };
  graph.inputs.splice(0, graph.inputs.length, ...graph.inputs.map(widened));
  for (const node of graph.nodes) {
    const inputs = node.inputs.map(read);
    for (const inner of subgraphsOf(node)) emulateBfloat16(inner, wide);
    const isHalf = ({ type }: Value): boolean => type === 'bfloat16';
    const exact = node.outputs.map(
      (value): Value =>
        isHalf(value) ? { ...value, type: 'float32', name: `${value.name}.exact` } : value,
    );
    // A cast to bfloat16 is a rounding and nothing else.
    const isCast = node.operator === 'Cast' && isHalf(node.outputs[0]!);
    nodes.push({
      ...node,
      inputs,
      outputs: exact,
      ...(isCast ? { operator: 'Identity', attributes: {} } : {}),
    });
    for (const [i, output] of node.outputs.entries()) {
      if (isHalf(output)) round(exact[i]!, output);
    }
  }
  graph.outputs.splice(0, graph.outputs.length, ...graph.outputs.map(widened));
  graph.nodes = nodes;
}

function castNode(from: Value, type: ElementType, name: string): Node {
  const attributes = { to: { int: ELEMENT_TYPE_CODES[type] } };
  return createNode('Cast', [from], [{ type, shape: from.shape }], attributes, { name });
}
