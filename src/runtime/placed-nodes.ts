import { AuditError } from '../errors.ts';
import type { Device } from '../model/model.ts';

/** A node of a graph that ran. */
export interface PlacedNode {
  readonly name: string;
  readonly operator: string;
  /** As ONNX Runtime names it, for example 'CUDAExecutionProvider'. */
  readonly provider: string;
}

/**
 * The nodes of a run, each once, with the provider it ran on; those inside loops included.
 *
 * @param profile the JSON that ONNX Runtime writes about a session with profiling.
 */
export function placedNodes(profile: string): readonly PlacedNode[] {
  const events = JSON.parse(profile) as readonly ProfileEvent[];
  const nodes = new Map<string, PlacedNode>();
  for (const { cat, name, args } of events) {
    if (cat !== 'Node' || args?.provider === undefined || args.op_name === undefined) continue;
    const node = name.replace(/_kernel_time$/, '');
    nodes.set(node, { name: node, operator: args.op_name, provider: args.provider });
  }
  return [...nodes.values()];
}

interface ProfileEvent {
  readonly cat: string;
  readonly name: string;
  readonly args?: { readonly provider?: string; readonly op_name?: string };
}

/** How many nodes ran on each provider, the most first: `CUDA 612, CPU 14`. */
export function describeProviders(nodes: readonly PlacedNode[]): string {
  const counts = new Map<string, number>();
  for (const { provider } of nodes) counts.set(provider, (counts.get(provider) ?? 0) + 1);
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([provider, count]) => `${provider.replace('ExecutionProvider', '')} ${count}`)
    .join(', ');
}

/** Where the time of a model goes; on the CPU they would make a run on a GPU one in name only. */
const HEAVY =
  /^(Fused)?(MatMul|Gemm|Conv)|Attention$|^(MatMulNBits|Loop|LayerNormalization|SimplifiedLayerNormalization)$/;
/** Nodes that an error names. */
const NAMED = 5;

/**
 * Refuses a run whose heavy work was left to the CPU. Work on shapes may be: ONNX Runtime
 * prefers to do it there.
 *
 * @throws {AuditError} that names the nodes.
 */
export function requireOnDevice(
  graphName: string,
  nodes: readonly PlacedNode[],
  device: Device,
): void {
  const left = nodes.filter(
    ({ operator, provider }) => provider === 'CPUExecutionProvider' && HEAVY.test(operator),
  );
  if (nodes.length > 0 && left.length === 0) return;
  const names = left.slice(0, NAMED).map(({ name, operator }) => `${name} (${operator})`);
  throw new AuditError({
    code: 'device-fallback',
    location: graphName,
    problem:
      nodes.length === 0
        ? `nothing is known of where its nodes ran on ${device}`
        : `${left.length} of its nodes ran on the CPU, not on ${device}: ${names.join(', ')}${left.length > NAMED ? ' ...' : ''}`,
    remedy: 'use --device cpu, or the version of onnxruntime-node that docs/models.md names',
  });
}
