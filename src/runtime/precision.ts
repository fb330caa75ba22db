import { availableMemory } from 'node:process';
import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import { AuditError } from '../errors.ts';
import { type Device, isQuantised, type Precision } from '../model/model.ts';
import type { Graph } from '../onnx/graph.ts';
import { holdWeights } from '../onnx/passes/hold-weights.ts';
import { mapWeights } from '../onnx/passes/map-weights.ts';
import { quantizeLinear } from '../onnx/passes/quantize-linear.ts';
import { type QuantizeOptions, quantizedWeights } from './quantized-weights.ts';

/** A graph with the folder its weights lie in. */
export interface PlacedGraph {
  readonly graph: Graph;
  readonly weightsFolder: string;
  /** Whether casts of stored weights may be worked out while the graph is loaded. */
  readonly foldConstants: boolean;
}

/** Float32 is picked while it takes no more than this share of the free memory. */
const COMFORTABLE_SHARE = 0.4;

/** Precisions that only some devices have. */
const ONLY_ON: Partial<Record<Precision, Device>> = {
  float16: 'webgpu',
  bfloat16: 'cuda',
  'bfloat16-mapped': 'cpu',
};

/** What 'auto' stands for where memory does not decide. */
const AUTO: Partial<Record<Device, Precision>> = { webgpu: 'float16', cuda: 'bfloat16' };

/** Options of `choosePrecision`. */
export interface ChoosePrecisionOptions {
  /** Default 'cpu'. */
  readonly device?: Device;
  /** Default: what the machine has free. */
  readonly freeBytes?: number;
}

/**
 * The precision for a checkpoint: the one asked for, or for 'auto' float16 on WebGPU, bfloat16 on CUDA; on the CPU
 * float32 while the weights fit comfortably, else stored 16-bit weights left mapped.
 *
 * @throws {AuditError} if the device lacks the one asked for, or mapped weights are asked for but
 *   stored as float32.
 */
export function choosePrecision(
  checkpoint: Checkpoint,
  asked: Precision | 'auto',
  { device = 'cpu', freeBytes = availableMemory() }: ChoosePrecisionOptions = {},
): Precision {
  const only = asked === 'auto' ? undefined : ONLY_ON[asked];
  if (only !== undefined && only !== device) {
    throw new AuditError({
      code: 'precision-unusable',
      location: `--precision ${asked}`,
      problem: `is for --device ${only}, not for ${device}`,
      remedy: 'leave --precision out, or use float32',
    });
  }
  if (device === 'cuda' && asked !== 'auto' && asked !== 'bfloat16') {
    throw new AuditError({
      code: 'precision-unusable',
      location: `--precision ${asked}`,
      problem: 'is not for --device cuda, whose attention kernels take 16 bits alone',
      remedy: 'leave --precision out, which means bfloat16 there, or use another --device',
    });
  }
  const fixed = asked === 'auto' ? AUTO[device] : undefined;
  if (fixed !== undefined) return fixed;
  const tensors = [...checkpoint.tensors.values()];
  const narrow = tensors.some(({ type }) => type === 'BF16' || type === 'F16');
  if (asked === 'bfloat16-mapped' && !narrow) {
    throw new AuditError({
      code: 'precision-unusable',
      location: checkpoint.folder,
      problem: 'has float32 weights, which bfloat16-mapped does not apply to',
      remedy: 'use --precision float32',
    });
  }
  if (asked !== 'auto') return asked;
  const numbers = tensors.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
  return !narrow || numbers * 4 <= COMFORTABLE_SHARE * freeBytes ? 'float32' : 'bfloat16-mapped';
}

/** How a model's graphs are placed. */
export interface Placement {
  readonly device: Device;
  readonly precision: Precision;
}

/**
 * A branch in front of the decoder, its weights as stored: cast while it is loaded, or mapped and
 * cast when used. It is narrowed nowhere: the branches are a small part of the memory, and a
 * selector would pick other tokens by other features.
 */
export function placeBranch(
  graph: Graph,
  checkpoint: Checkpoint,
  { device, precision }: Placement,
): PlacedGraph {
  const mapped = precision === 'bfloat16-mapped';
  if (mapped) mapWeights(graph);
  if (device === 'webgpu') holdWeights(graph, 'float32');
  return { graph, weightsFolder: checkpoint.folder, foldConstants: !mapped };
}

/** The decoder in a precision. It alone is quantised or computes in float16. */
export async function placeDecoder(
  graph: Graph,
  checkpoint: Checkpoint,
  placement: Placement,
  options: QuantizeOptions,
): Promise<PlacedGraph> {
  const { device, precision } = placement;
  if (precision === 'float16') {
    holdWeights(graph, 'float16');
    return { graph, weightsFolder: checkpoint.folder, foldConstants: true };
  }
  if (!isQuantised(precision)) return placeBranch(graph, checkpoint, placement);
  const bits = precision === 'int8' ? 8 : 4;
  const { folder, weights } = await quantizedWeights(graph, checkpoint, bits, options);
  quantizeLinear(graph, weights, { roundsActivations: device === 'cpu' });
  if (device === 'webgpu') holdWeights(graph, 'float16');
  return { graph, weightsFolder: folder, foldConstants: true };
}
