import type { Node } from './node.ts';
import type { Value } from './value.ts';

/** Nodes in an order in which they can run. Constants are reached through the nodes. */
export interface Graph {
  readonly name: string;
  readonly inputs: Value[];
  readonly outputs: Value[];
  nodes: Node[];
}

/** The graphs inside a node: the branches of an `If`, the body of a `Loop`. */
export function subgraphsOf(node: Node): readonly Graph[] {
  return Object.values(node.attributes).flatMap((attribute) =>
    'graph' in attribute ? [attribute.graph] : [],
  );
}

/** Every value a graph reads, its outputs and those of the graphs inside it included. */
export function valuesReadBy(graph: Graph): ReadonlySet<Value> {
  const read = new Set<Value>(graph.outputs);
  for (const node of graph.nodes) {
    for (const value of node.inputs) {
      if (value !== undefined) read.add(value);
    }
    for (const subgraph of subgraphsOf(node)) {
      for (const value of valuesReadBy(subgraph)) read.add(value);
    }
  }
  return read;
}

/** The constants a graph reads, each once, in the order in which it reads them. */
export function constantsOf(graph: Graph): readonly Value[] {
  return [...valuesReadBy(graph)].filter((value) => value.initializer !== undefined);
}
