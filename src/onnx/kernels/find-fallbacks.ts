import { type Graph, subgraphsOf } from '../graph.ts';
import type { Node } from '../node.ts';
import type { ElementType, Value } from '../value.ts';
import type { Kernel } from './kernel.ts';
import { OPERATOR_VERSIONS } from './operator-versions.ts';

/** A node that an execution provider would leave to the CPU. */
export interface Fallback {
  /** Name of the node. */
  readonly node: string;
  readonly operator: string;
  readonly problem: string;
}

/**
 * The nodes of a graph, and of the graphs inside it, that a provider has no kernel for.
 *
 * 1. Some kernel is registered for the operator's version. One without an end counts for its
 *    first version alone: a later change of the operator may ask for more than it does.
 * 2. The element type of the first parameter of each type variable is one the kernel takes.
 * 3. Parameters of one variable have one type, so that a value declared with a wrong type is
 *    found as well.
 *
 * A kernel can still refuse attributes or sizes, and ONNX Runtime may leave work on shapes to
 * the CPU: the count of nodes by provider at run time has the last word.
 *
 * Source of rules 1 and 2: onnxruntime, core/framework/kernel_registry.cc.
 *
 * @param kernels of the provider.
 */
export function findFallbacks(graph: Graph, kernels: readonly Kernel[]): readonly Fallback[] {
  return graph.nodes.flatMap((node) => {
    const problem = problemOf(node, kernels);
    const { name, operator } = node;
    return [
      ...(problem === undefined ? [] : [{ node: name, operator, problem }]),
      ...subgraphsOf(node).flatMap((inner) => findFallbacks(inner, kernels)),
    ];
  });
}

function problemOf(node: Node, kernels: readonly Kernel[]): string | undefined {
  const { operator, domain } = node;
  const own = kernels.filter((kernel) => kernel.operator === operator && kernel.domain === domain);
  if (own.length === 0) return 'has no kernel';
  const version = domain === '' ? OPERATOR_VERSIONS[operator] : 1;
  if (version === undefined) return 'is of no known version';
  const kernel = own.find(
    ({ from, to }) => (to === undefined ? from : to) >= version && from <= version,
  );
  if (kernel === undefined) {
    const known = own.map(({ from, to }) => (to === undefined ? `${from}` : `${from} to ${to}`));
    return `is version ${version}, with kernels for ${known.join(', ')}`;
  }
  return typeProblem(node, kernel);
}

function typeProblem({ operator, inputs, outputs }: Node, kernel: Kernel): string | undefined {
  const bound = new Map<string, ElementType>();
  const parameters = [
    ...parametersOf(inputs, kernel.inputs),
    ...parametersOf(outputs, kernel.outputs),
  ];
  for (const [parameter, { name, type }] of parameters) {
    const allowed = kernel.types[parameter];
    const isVariable = /^[A-Z]/.test(parameter);
    if (allowed !== undefined && !allowed.includes(type)) return `takes no ${type} (${name})`;
    if (!isVariable && parameter !== type) return `takes ${parameter}, not ${type} (${name})`;
    // What a loop carries may be of many types.
    if (!isVariable || MIXED.has(operator)) continue;
    const before = bound.get(parameter) ?? type;
    if (before !== type) return `mixes ${before} and ${type} (${name})`;
    bound.set(parameter, type);
  }
  return undefined;
}

const MIXED: ReadonlySet<string> = new Set(['Loop', 'If']);

/** Each value with its parameter; values beyond the last one belong to that. */
function parametersOf(
  values: readonly (Value | undefined)[],
  parameters: readonly string[],
): readonly (readonly [string, Value])[] {
  return values.flatMap((value, i) =>
    value === undefined ? [] : [[parameters[Math.min(i, parameters.length - 1)]!, value] as const],
  );
}
