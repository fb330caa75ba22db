import { type Graph, subgraphsOf } from '../graph.ts';
import { createNode, endingIn, type Node } from '../node.ts';
import { inlineValue, type Value } from '../value.ts';

/**
 * Writes operators that ONNX Runtime's CUDA provider has no kernel for in opset 21, since their
 * kernels were registered before the operators last changed, as others that it has.
 *
 * 1. `Equal(a, b)` of numbers becomes `Not(Or(Less(a, b), Less(b, a)))`.
 * 2. `ReduceMax` over one axis that stays becomes the values of `TopK` with k = 1.
 *
 * Both give the same numbers, but for NaN.
 *
 * @returns Whether the graph changed.
 */
export function avoidFallbacks(graph: Graph): boolean {
  let changed = false;
  graph.nodes = graph.nodes.flatMap((node) => {
    for (const inner of subgraphsOf(node)) changed = avoidFallbacks(inner) || changed;
    const rewrite = REWRITES[node.operator];
    const nodes = rewrite?.(node) ?? [node];
    if (nodes[0] !== node) changed = true;
    return nodes;
  });
  return changed;
}

const REWRITES: Readonly<Record<string, (node: Node) => readonly Node[] | undefined>> = {
  Equal: rewriteEqual,
  ReduceMax: rewriteReduceMax,
};

function rewriteEqual(node: Node): readonly Node[] {
  const [a, b] = node.inputs as [Value, Value];
  const result = node.outputs[0]!;
  const less = step('Less', [a, b], result, `${node.name}.less`);
  const greater = step('Less', [b, a], result, `${node.name}.greater`);
  const differs = step(
    'Or',
    [less.outputs[0]!, greater.outputs[0]!],
    result,
    `${node.name}.differs`,
  );
  return [
    less,
    greater,
    differs,
    endingIn(step('Not', [differs.outputs[0]!], result, node.name), result),
  ];
}

function rewriteReduceMax(node: Node): readonly Node[] | undefined {
  const [x, axes] = node.inputs as [Value, Value | undefined];
  const bytes = axes?.initializer?.kind === 'inline' ? axes.initializer.data : undefined;
  const { keepdims } = node.attributes;
  const staysAxis = keepdims === undefined || ('int' in keepdims && keepdims.int === 1);
  if (bytes?.length !== 8 || !staysAxis) return undefined;
  const axis = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigInt64(0, true));
  const result = node.outputs[0]!;
  const one = inlineValue(`${node.name}.one`, BigInt64Array.of(1n), [1]);
  const index = { type: 'int64', shape: result.shape } as const;
  const largest = createNode('TopK', [x, one], [result, index], { axis: { int: axis } }, node);
  return [endingIn(largest, result)];
}

function step(operator: string, inputs: readonly Value[], result: Value, name: string): Node {
  return createNode(operator, inputs, [result], {}, { name });
}
