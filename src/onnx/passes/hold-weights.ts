import type { Graph } from '../graph.ts';
import { type Attributes, createCast, createNode, endingIn, type Node } from '../node.ts';
import { storedWeight } from '../stored-weight.ts';
import { type Dimension, type ElementType, inlineValue, type Value } from '../value.ts';
import { removeUnusedNodes } from './remove-unused-nodes.ts';

/** Keeps a row of zeros from being divided by zero. */
const SMALLEST_SCALE = 1e-30;

/** Operators whose rows are of moderate size, whatever they read. */
const NORMS: ReadonlySet<string> = new Set(['LayerNormalization', 'SimplifiedLayerNormalization']);

/**
 * Holds weights in a type that a device can compute with, in a graph written in float32.
 *
 * 1. `Cast(Gather(table, i))` of a stored 16-bit table becomes a lookup in the table cast to the
 *    type, which is done while the graph is loaded.
 * 2. For float16: `Gemm(x, Cast(weight), bias)` becomes a product in float16 that is cast back,
 *    with the bias added in float32. Residuals, norms, activations and softmax stay in float32.
 * 3. For float16: an x that does not come from a norm has its rows divided by their largest
 *    magnitude before the product, and the result multiplied by it. Some numbers in Qwen's MLPs
 *    and residuals are larger than the 65,504 that float16 reaches.
 */
export function holdWeights(graph: Graph, type: 'float16' | 'float32'): void {
  const holding = new Holding(graph.name, type);
  graph.nodes = graph.nodes.flatMap((node) => holding.rewrite(node));
  removeUnusedNodes(graph);
}

class Holding {
  readonly #type: 'float16' | 'float32';
  readonly #tiny: Value;
  /** Casts of stored weights, by weight: a table that is a matrix as well is held once. */
  readonly #held = new Map<Value, Value>();

  constructor(name: string, type: 'float16' | 'float32') {
    this.#type = type;
    this.#tiny = inlineValue(`${name}.smallest-scale`, Float32Array.of(SMALLEST_SCALE), []);
  }

  /** The nodes in place of a node. */
  rewrite(node: Node): readonly Node[] {
    const table = lookedUpTable(node);
    if (table !== undefined) return this.#lookUp(node, table);
    const weight = this.#type === 'float16' ? storedWeight(node) : undefined;
    return weight === undefined ? [node] : this.#product(node, weight);
  }

  #lookUp(node: Node, table: Value): readonly Node[] {
    const result = node.outputs[0]!;
    const found = { type: this.#type, shape: result.shape };
    const nodes: Node[] = [];
    const held = this.#hold(table, nodes);
    const index = node.inputs[0]!.producer!.inputs[1];
    const attributes = { axis: { int: 0 } };
    push(nodes, 'Gather', [held, index], found, attributes, `${node.name}.lookup`);
    return withResult(nodes, node, 'float32');
  }

  #product(node: Node, weight: Value): readonly Node[] {
    const [x, , bias] = node.inputs as [Value, Value, Value | undefined];
    const shape = node.outputs[0]!.shape;
    const nodes: Node[] = [];
    const held = this.#hold(weight, nodes);
    const scale = isNormed(x) ? undefined : this.#scaleOf(x, node.name, nodes);
    const scaled =
      scale === undefined ? x : push(nodes, 'Div', [x, scale], x, {}, `${node.name}.scaled`);
    const narrow = pushCast(nodes, scaled, 'float16', `${node.name}.narrow`);
    const inputs = [narrow, held];
    const half = { type: 'float16', shape } as const;
    const product = push(nodes, 'Gemm', inputs, half, node.attributes, `${node.name}.half`);
    if (scale === undefined && bias === undefined) return withResult(nodes, node, 'float32');
    let wide = pushCast(nodes, product, 'float32', `${node.name}.wide`);
    if (scale !== undefined)
      wide = push(nodes, 'Mul', [wide, scale], wide, {}, `${node.name}.unscaled`);
    if (bias !== undefined) push(nodes, 'Add', [wide, bias], wide, {}, `${node.name}.biased`);
    return withResult(nodes, node, 'float32');
  }

  /** f32[rows, 1]: the largest magnitude of each row. */
  #scaleOf(x: Value, name: string, nodes: Node[]): Value {
    const perRow = { type: 'float32', shape: [x.shape[0]!, 1] } as const;
    const sizes = push(nodes, 'Abs', [x], x, {}, `${name}.sizes`);
    const keep = { keepdims: { int: 1 } };
    const lastAxis = inlineValue(`${name}.axes`, BigInt64Array.of(1n), [1]);
    const largest = push(nodes, 'ReduceMax', [sizes, lastAxis], perRow, keep, `${name}.largest`);
    return push(nodes, 'Add', [largest, this.#tiny], perRow, {}, `${name}.scale`);
  }

  #hold(weight: Value, nodes: Node[]): Value {
    const known = this.#held.get(weight);
    if (known !== undefined) return known;
    const held = pushCast(nodes, weight, this.#type, `${weight.name}.${this.#type}`);
    this.#held.set(weight, held);
    return held;
  }
}

/** The 16-bit table that the node casts rows of. */
function lookedUpTable({ operator, inputs }: Node): Value | undefined {
  const gather = operator === 'Cast' ? inputs[0]?.producer : undefined;
  const table = gather?.operator === 'Gather' ? gather.inputs[0] : undefined;
  return table?.initializer?.kind === 'external' ? table : undefined;
}

function isNormed(x: Value): boolean {
  const node = x.producer;
  if (node === undefined) return false;
  return NORMS.has(node.operator) || (node.operator === 'Reshape' && isNormed(node.inputs[0]!));
}

function push(
  nodes: Node[],
  operator: string,
  inputs: readonly (Value | undefined)[],
  result: { readonly type: ElementType; readonly shape: readonly Dimension[] },
  attributes: Attributes,
  name: string,
): Value {
  const node = createNode(operator, inputs, [result], attributes, { name });
  nodes.push(node);
  return node.outputs[0]!;
}

function pushCast(nodes: Node[], x: Value, type: ElementType, name: string): Value {
  if (x.type === type) return x;
  const node = createCast(x, type, name);
  nodes.push(node);
  return node.outputs[0]!;
}

/** The nodes with the value that others already read as their last output. */
function withResult(nodes: Node[], replaced: Node, type: ElementType): readonly Node[] {
  const result = replaced.outputs[0]!;
  pushCast(nodes, nodes.at(-1)!.outputs[0]!, type, `${replaced.name}.cast`);
  return [...nodes.slice(0, -1), endingIn(nodes.at(-1)!, result)];
}
