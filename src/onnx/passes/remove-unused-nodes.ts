import { type Graph, valuesReadBy } from '../graph.ts';

/**
 * Removes nodes nobody reads, and then those that only they read.
 *
 * 1. A node goes if none of its outputs is read by a node, by a graph inside a node, or
 *    put out by the graph.
 *
 * @returns Whether the graph changed.
 */
export function removeUnusedNodes(graph: Graph): boolean {
  const before = graph.nodes.length;
  let count: number;
  do {
    count = graph.nodes.length;
    const read = valuesReadBy(graph);
    graph.nodes = graph.nodes.filter((node) => node.outputs.some((value) => read.has(value)));
  } while (graph.nodes.length < count);
  return graph.nodes.length < before;
}
