import { type Graph, subgraphsOf } from '../graph.ts';
import { createCast, endingIn, type Node } from '../node.ts';
import type { ElementType, Value } from '../value.ts';
import { removeUnusedNodes } from './remove-unused-nodes.ts';

/** Operators that always compute in the narrow type. */
const NARROW: ReadonlySet<string> = new Set([
  'Gemm',
  'MatMul',
  'MultiHeadAttention',
  'GroupQueryAttention',
  'RotaryEmbedding',
  'LayerNormalization',
  'SimplifiedLayerNormalization',
]);

/** Operators that compute in the type of the first floating-point value they read. */
const FOLLOWING: ReadonlySet<string> = new Set([
  'Add',
  'Concat',
  'Expand',
  'Gather',
  'Gelu',
  'Identity',
  'Mul',
  'QuickGelu',
  'Reshape',
  'ScatterND',
  'Slice',
  'Split',
  'Transpose',
  'Unsqueeze',
]);

/**
 * Computes in 16 bits what bears it, in a graph written in float32.
 *
 * 1. Matrix products, attention, rotary embeddings and norms read and write the narrow type;
 *    sums, activations and layout operators follow what they read; all others, such as softmax
 *    and argmax, stay in float32.
 * 2. A weight that is stored in the narrow type is read as it is, without a cast.
 * 3. A loop carries in the narrow type what it carried in float32.
 * 4. Inputs and outputs of the graph stay in float32 and are cast at its border.
 *
 * @throws {TypeError} for a graph with branches.
 */
export function narrowFloats(graph: Graph, type: 'bfloat16' | 'float16'): void {
  new Narrowing(graph, type).run();
  removeUnusedNodes(graph);
}

/** One graph, which may be the body of a loop in another, on its way. */
class Narrowing {
  readonly #graph: Graph;
  readonly #type: ElementType;
  readonly #outer: Narrowing | undefined;
  readonly #nodes: Node[] = [];
  /** Values that are now made in the narrow type, by the float32 value they were. */
  readonly #replaced = new Map<Value, Value>();
  /** The casts made here. */
  readonly #casts = new Map<Value, Value>();

  constructor(graph: Graph, type: ElementType, outer?: Narrowing) {
    this.#graph = graph;
    this.#type = type;
    this.#outer = outer;
  }

  run(): void {
    for (const node of this.#graph.nodes) this.#place(node);
    for (const output of this.#graph.outputs) {
      const made = this.#replacement(output);
      if (made !== undefined) this.#emit(castNode(made, output));
    }
    this.#graph.nodes = this.#nodes;
  }

  /** As `run`, but what the loop carries goes out in the narrow type. */
  #runBody(carriedCount: number): void {
    for (const node of this.#graph.nodes) this.#place(node);
    for (const [i, value] of this.#graph.outputs.entries()) {
      const isCarried = i >= 1 && i <= carriedCount;
      this.#graph.outputs[i] = isCarried ? this.#narrow(value)! : this.#wide(value)!;
    }
    this.#graph.nodes = this.#nodes;
  }

  #place(node: Node): void {
    if (node.operator === 'Loop') {
      this.#placeLoop(node);
      return;
    }
    if (subgraphsOf(node).length > 0) {
      throw new TypeError(`narrowFloats: ${node.name} has branches, which are not supported`);
    }
    const [input] = node.inputs;
    if (node.operator === 'Cast' && isHalf(input) && node.outputs[0]!.type === 'float32') {
      this.#replaced.set(node.outputs[0]!, this.#cast(input!, this.#type));
      return;
    }
    const isNarrow =
      NARROW.has(node.operator) || (FOLLOWING.has(node.operator) && this.#readsNarrow(node));
    const inputs = node.inputs.map((value) => (isNarrow ? this.#narrow(value) : this.#wide(value)));
    const outputs = isNarrow ? node.outputs.map((value) => this.#replace(value)) : node.outputs;
    this.#emit({ ...node, inputs, outputs });
  }

  #placeLoop(node: Node): void {
    const { body } = node.attributes as { body: { graph: Graph } };
    const carriedCount = node.inputs.length - 2;
    const inner = new Narrowing(body.graph, this.#type, this);
    const inputs = node.inputs.map((value, i) => (i < 2 ? value : this.#narrow(value)));
    for (const [i, value] of body.graph.inputs.entries()) {
      if (i >= 2) body.graph.inputs[i] = inner.#replace(value);
    }
    const outputs = node.outputs.map((value, i) =>
      i < carriedCount ? this.#replace(value) : value,
    );
    inner.#runBody(carriedCount);
    this.#emit({ ...node, inputs, outputs });
  }

  /** The value in the narrow type; itself if it is no floating-point number. */
  #narrow(value: Value | undefined): Value | undefined {
    if (value?.type !== 'float32') return value;
    return this.#replacement(value) ?? this.#cast(value, this.#type);
  }

  #wide(value: Value | undefined): Value | undefined {
    if (value === undefined) return undefined;
    const made = this.#replacement(value);
    return made === undefined ? value : this.#cast(made, 'float32');
  }

  #readsNarrow({ inputs }: Node): boolean {
    const first = inputs.find((value) => value?.type === 'float32' || value?.type === this.#type);
    return (
      first !== undefined && (first.type !== 'float32' || this.#replacement(first) !== undefined)
    );
  }

  #replacement(value: Value): Value | undefined {
    return (
      this.#replaced.get(value) ??
      (this.#outer === undefined ? undefined : this.#outer.#replacement(value))
    );
  }

  #replace(value: Value): Value {
    if (value.type !== 'float32') return value;
    const narrow = { ...value, name: `${value.name}.${this.#type}`, type: this.#type };
    this.#replaced.set(value, narrow);
    return narrow;
  }

  #cast(value: Value, type: ElementType): Value {
    if (value.type === type) return value;
    const known = this.#casts.get(value);
    if (known !== undefined) return known;
    const name = `${this.#graph.name}.${value.name}.${type}`;
    const node = castNode(value, { ...value, name, type, initializer: undefined });
    const result = node.outputs[0]!;
    this.#casts.set(value, result);
    this.#emit(node);
    return result;
  }

  #emit(node: Node): void {
    for (const output of node.outputs) output.producer = node;
    this.#nodes.push(node);
  }
}

function isHalf(value: Value | undefined): boolean {
  return value?.type === 'bfloat16' || value?.type === 'float16';
}

function castNode(from: Value, to: Value): Node {
  return endingIn(createCast(from, to.type, `${to.name}.cast`), to);
}
