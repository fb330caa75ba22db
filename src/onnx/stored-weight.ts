import type { Node } from './node.ts';
import type { Value } from './value.ts';

/**
 * The weight a matrix product reads from a file through a cast to float32.
 *
 * @returns undefined for any other node.
 */
export function storedWeight(node: Node): Value | undefined {
  if (node.operator !== 'Gemm') return undefined;
  const cast = node.inputs[1]?.producer;
  const stored = cast?.operator === 'Cast' ? cast.inputs[0] : node.inputs[1];
  return stored?.initializer?.kind === 'external' ? stored : undefined;
}
