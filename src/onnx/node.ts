import type { Graph } from './graph.ts';
import { type Dimension, ELEMENT_TYPE_CODES, type ElementType, type Value } from './value.ts';

/** An attribute with its kind spelled out, since 1 may be an int or a float. */
export type Attribute =
  | { readonly int: number }
  | { readonly float: number }
  | { readonly string: string }
  | { readonly ints: readonly number[] }
  | { readonly graph: Graph };

export type Attributes = Readonly<Record<string, Attribute>>;

/** The operator set that ONNX Runtime adds to the standard one. */
export const MICROSOFT_DOMAIN = 'com.microsoft';

/** One operation. A pass may replace an input; the outputs stay. */
export interface Node {
  readonly name: string;
  readonly operator: string;
  /** '' is the standard operator set. */
  readonly domain: string;
  /** undefined stands for an optional input that is left out. */
  readonly inputs: (Value | undefined)[];
  readonly outputs: readonly Value[];
  readonly attributes: Attributes;
}

/** What an operation puts out. */
export interface ResultType {
  readonly type: ElementType;
  readonly shape: readonly Dimension[];
}

/** Options of a node. */
export interface NodeOptions {
  /** Name of the node and of its first output. */
  readonly name: string;
  /** Operator set; default the standard one. */
  readonly domain?: string;
}

/** A node with the values it puts out, which know it as their producer. */
export function createNode(
  operator: string,
  inputs: readonly (Value | undefined)[],
  results: readonly ResultType[],
  attributes: Attributes,
  { name, domain = '' }: NodeOptions,
): Node {
  const outputs: Value[] = results.map(({ type, shape }, index) => ({
    name: index === 0 ? name : `${name}.${index}`,
    type,
    shape,
    producer: undefined,
    initializer: undefined,
  }));
  const node: Node = { name, operator, domain, inputs: [...inputs], outputs, attributes };
  for (const output of outputs) output.producer = node;
  return node;
}

/** A node that brings a value to another element type. */
export function createCast(from: Value, type: ElementType, name: string): Node {
  const to = { to: { int: ELEMENT_TYPE_CODES[type] } };
  return createNode('Cast', [from], [{ type, shape: from.shape }], to, { name });
}

/** The node with a value that others already read as its first output. */
export function endingIn(node: Node, result: Value): Node {
  const ending = { ...node, outputs: [result, ...node.outputs.slice(1)] };
  result.producer = ending;
  return ending;
}
