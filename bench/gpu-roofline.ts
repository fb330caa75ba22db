import { performance } from 'node:perf_hooks';
import type { Device } from '../src/model/model.ts';
import type { Qwen3VlConfig } from '../src/model/qwen3-vl/config.ts';
import { parameterCounts } from '../src/model/qwen3-vl/memory.ts';
import { loop } from '../src/onnx/ops/control-flow.ts';
import { add, cast } from '../src/onnx/ops/elementwise.ts';
import { Tape } from '../src/onnx/tape.ts';
import { createSession } from '../src/runtime/session.ts';

/** What a device can do at most, from its data sheet. */
export interface Peak {
  /** Bytes a second. */
  readonly bandwidth: number;
  /** Dense operations a second in bfloat16. */
  readonly flops: number;
}

/** By a part of the name nvidia-smi gives. Source: NVIDIA's data sheets, SXM where there are two. */
const PEAKS: readonly (readonly [RegExp, Peak])[] = [
  [/H200/, { bandwidth: 4.8e12, flops: 989e12 }],
  [/H100.*PCIe/, { bandwidth: 2.0e12, flops: 756e12 }],
  [/H100/, { bandwidth: 3.35e12, flops: 989e12 }],
  [/A100.*80GB/, { bandwidth: 2.039e12, flops: 312e12 }],
  [/A100/, { bandwidth: 1.555e12, flops: 312e12 }],
  [/L40S/, { bandwidth: 0.864e12, flops: 362e12 }],
  [/\bL4\b/, { bandwidth: 0.3e12, flops: 121e12 }],
];

/** @returns undefined for a device that is not in the table. */
export function peakOf(name: string): Peak | undefined {
  return PEAKS.find(([pattern]) => pattern.test(name))?.[1];
}

/**
 * Bytes a second that the device reads and writes in a plain sum: each pass of a loop reads a
 * vector and writes another, and nothing but one number leaves the device.
 *
 * @param count numbers of the vector; it should be far larger than any cache.
 */
export async function measureBandwidth(device: Device, count: number): Promise<number> {
  const tape = new Tape('bandwidth');
  const start = tape.input('start', 'float32', []);
  const trips = tape.input('trips', 'int64', []);
  const wide = { type: 'float32', shape: [count] } as const;
  const vector = tape.op('Expand', [start, tape.shape([count])], wide);
  const [ends] = loop(tape, { trips, initial: [vector], name: 'passes' }, (body, i, [x]) => {
    const sum = add(body, x!, start);
    const first = body.op('Slice', [sum, body.shape([0]), body.shape([1]), body.shape([0])], {
      type: 'float32',
      shape: [1],
    });
    const next = add(body, i, body.scalar(1, 'int64'));
    return { condition: cast(body, next, 'bool'), carried: [sum], collected: [first] };
  });
  tape.output('ends', ends!);
  const session = await createSession(tape.graph, { weightsFolder: '.', device });
  const seconds = async (passes: number): Promise<number> => {
    const before = performance.now();
    await session.run({
      start: { data: Float32Array.of(1), shape: [] },
      trips: { data: BigInt64Array.of(BigInt(passes)), shape: [] },
    });
    return (performance.now() - before) / 1000;
  };
  await seconds(2);
  const passes = 20;
  // What starting and ending takes is in both, and so falls out.
  const taken: number[] = [];
  for (let round = 0; round < 5; round++)
    taken.push((await seconds(2 + passes)) - (await seconds(2)));
  await session.close();
  return (2 * 4 * count * passes) / taken.sort((a, b) => a - b)[2]!;
}

/**
 * Bytes that one step of the decoder has to read: every matrix once, whatever the batch, and the
 * keys and values of each row.
 */
export function stepBytes(
  config: Qwen3VlConfig,
  { batch, tokens, numberBytes }: { batch: number; tokens: number; numberBytes: number },
): number {
  const { text } = config;
  const table = text.vocabularySize * text.hiddenSize;
  // A table that is not the head too is looked up, not read through.
  const read = parameterCounts(config).decoder - (text.tieWordEmbeddings ? 0 : table);
  const cache = 2 * text.layerCount * text.keyValueHeadCount * text.headDim * tokens * batch;
  return numberBytes * (read + cache);
}

/** Operations of taking in a prompt, attention over it not counted. */
export function prefillFlops(config: Qwen3VlConfig, tokens: number): number {
  const { text } = config;
  const { decoder } = parameterCounts(config);
  const tables = text.vocabularySize * text.hiddenSize * (text.tieWordEmbeddings ? 1 : 2);
  // The head is multiplied for one token alone.
  return 2 * (decoder - tables) * tokens + 2 * text.vocabularySize * text.hiddenSize;
}
