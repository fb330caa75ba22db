import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import type { Qwen3VlConfig } from '../model/qwen3-vl/config.ts';
import { buildDecoder } from '../model/qwen3-vl/decoder.ts';
import { buildGreedyDecoder } from '../model/qwen3-vl/greedy-decoder.ts';
import { buildVisionTower } from '../model/qwen3-vl/vision-tower.ts';
import type { Graph } from '../onnx/graph.ts';
import { avoidFallbacks } from '../onnx/passes/avoid-fallbacks.ts';
import { narrowFloats } from '../onnx/passes/narrow-floats.ts';
import type { Progress } from '../progress.ts';
import { GreedyDecoder } from './decoder/greedy-decoder.ts';
import type { CacheForm } from './decoder/key-value-cache.ts';
import { createDeviceSession, lazySession } from './device-session.ts';
import type { EncodedPrompt } from './encoder/encoded-prompt.ts';
import type { Session } from './session.ts';

/** The graph as it runs on CUDA in bfloat16: the decoder and, but for a selector, the vision tower. */
export function inBfloat16(graph: Graph): Graph {
  narrowFloats(graph, 'bfloat16');
  avoidFallbacks(graph);
  return graph;
}

/**
 * The graph as it runs on CUDA in float32: the branches before a selector, since a rounding of
 * their features can tip which tokens it keeps.
 */
export function inFloat32(graph: Graph): Graph {
  avoidFallbacks(graph);
  return graph;
}

/** Options of `openOnCuda`. */
export interface OpenOnCudaOptions {
  readonly progress: Progress;
  /** Whether tokens are selected by the features of the branches. */
  readonly hasSelector: boolean;
  readonly threads?: number;
}

/** The parts of a model whose place depends on the device. */
export interface ModelParts {
  /** Where the whole greedy decode is one run. */
  readonly greedy?: GreedyDecoder;
  /** Step by step, with its cache in that form; default preallocated. */
  readonly decoder: Session;
  readonly cache?: CacheForm;
  readonly vision: Session;
  /** Opens a graph of the slide branch. */
  readonly openSlide: (graph: Graph) => Promise<Session>;
}

/**
 * Loads decoder and vision tower on an NVIDIA GPU and answers a prompt of one token, so that a
 * decoder whose work falls back to the CPU is refused at once.
 *
 * @throws {AuditError} if ONNX Runtime's CUDA provider is not there or refuses a graph.
 */
export async function openOnCuda(
  qwen: Qwen3VlConfig,
  checkpoint: Checkpoint,
  { hasSelector, ...options }: OpenOnCudaOptions,
): Promise<ModelParts> {
  const open = (graph: Graph): Promise<Session> =>
    createDeviceSession(graph, { ...options, device: 'cuda', weightsFolder: checkpoint.folder });
  const greedy = new GreedyDecoder(
    await open(inBfloat16(buildGreedyDecoder(qwen, checkpoint))),
    qwen,
  );
  await greedy.generate([oneToken(qwen)], { maxNewTokens: 2, stopIds: [] });
  return {
    greedy,
    // For checks alone: once used it holds the weights a second time.
    decoder: lazySession(() => open(inBfloat16(buildDecoder(qwen, checkpoint)))),
    vision: await open((hasSelector ? inFloat32 : inBfloat16)(buildVisionTower(qwen, checkpoint))),
    openSlide: (graph) => open(inFloat32(graph)),
  };
}

function oneToken({ vision }: Qwen3VlConfig): EncodedPrompt {
  const zero = Int32Array.of(0);
  return {
    inputIds: zero,
    visualIndex: new Int32Array(),
    positionIds: [zero, zero, zero],
    nextPosition: 1,
    merged: new Float32Array(),
    deepstack: vision.deepstackLayers.map(() => new Float32Array()),
  };
}
