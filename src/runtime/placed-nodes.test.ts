import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCheckpoint } from '../checkpoint/checkpoint.ts';
import { parseQwen3VlConfig } from '../model/qwen3-vl/config.ts';
import { buildGreedyDecoder } from '../model/qwen3-vl/greedy-decoder.ts';
import type { Progress } from '../progress.ts';
import { GreedyDecoder } from './decoder/greedy-decoder.ts';
import { createDeviceSession } from './device-session.ts';
import {
  describeProviders,
  type PlacedNode,
  placedNodes,
  requireOnDevice,
} from './placed-nodes.ts';

const CUDA = 'CUDAExecutionProvider';
const CPU = 'CPUExecutionProvider';

/** An event as ONNX Runtime 1.30 writes it; the fields that are not read are left out. */
const event = (name: string, operator: string, provider: string) => ({
  cat: 'Node',
  name: `${name}_kernel_time`,
  ph: 'X',
  dur: 22,
  args: { op_name: operator, provider },
});
const SESSION = { cat: 'Session', name: 'model_run', args: {} };

const HEALTHY = [
  SESSION,
  event('q_proj', 'Gemm', CUDA),
  event('q_proj', 'Gemm', CUDA),
  event('GroupQueryAttention_3', 'GroupQueryAttention', CUDA),
  event('Shape_4', 'Shape', CPU),
];

const placed = (events: readonly unknown[]): readonly PlacedNode[] =>
  placedNodes(JSON.stringify(events));

describe('placedNodes', () => {
  it('counts each node once, however often it ran', () => {
    expect(placed(HEALTHY)).toEqual([
      { name: 'q_proj', operator: 'Gemm', provider: CUDA },
      { name: 'GroupQueryAttention_3', operator: 'GroupQueryAttention', provider: CUDA },
      { name: 'Shape_4', operator: 'Shape', provider: CPU },
    ]);
    expect(describeProviders(placed(HEALTHY))).toBe('CUDA 2, CPU 1');
  });
});

describe('requireOnDevice', () => {
  it('lets work on shapes stay on the CPU', () => {
    expect(() => requireOnDevice('greedy-decoder', placed(HEALTHY), 'cuda')).not.toThrow();
  });

  it.each([
    ['MatMul'],
    ['Gemm'],
    ['FusedMatMul'],
    ['MatMulNBits'],
    ['MultiHeadAttention'],
    ['GroupQueryAttention'],
    ['Conv'],
    ['Loop'],
    ['SimplifiedLayerNormalization'],
  ])('refuses a %s on the CPU, by name', (operator) => {
    const nodes = placed([...HEALTHY, event('layer_7', operator, CPU)]);
    expect(() => requireOnDevice('greedy-decoder', nodes, 'cuda')).toThrow(
      `greedy-decoder: 1 of its nodes ran on the CPU, not on cuda: layer_7 (${operator}); use --device cpu`,
    );
  });

  it('names the first five of many', () => {
    const many = Array.from({ length: 8 }, (_, i) => event(`gemm_${i}`, 'Gemm', CPU));
    expect(() => requireOnDevice('vision-tower', placed(many), 'cuda')).toThrow(
      /8 of its nodes .+ gemm_4 \(Gemm\) \.\.\.; use/,
    );
  });

  it('takes no profile for a proof', () => {
    expect(() => requireOnDevice('vision-tower', placed([SESSION]), 'cuda')).toThrow(
      /^vision-tower: nothing is known of where its nodes ran/,
    );
  });
});

describe('createDeviceSession', () => {
  it('finds that the first run of a graph, loop and all, was on the CPU', async () => {
    const folder = join(import.meta.dirname, '../../test/fixtures/tiny-qwen3vl');
    const checkpoint = await openCheckpoint(folder);
    const config = parseQwen3VlConfig(checkpoint);
    const notes: (string | undefined)[] = [];
    const progress: Progress = {
      start: (label) => ({ advance: () => {}, done: (note) => notes.push(label, note) }),
    };
    const session = await createDeviceSession(buildGreedyDecoder(config, checkpoint), {
      weightsFolder: folder,
      device: 'cpu',
      progress,
      threads: 1,
    });
    const decoder = new GreedyDecoder(session, config);
    const positions = Int32Array.of(0, 1);
    const prompt = {
      inputIds: Int32Array.of(5, 6),
      visualIndex: new Int32Array(),
      positionIds: [positions, positions, positions] as const,
      nextPosition: 2,
      merged: new Float32Array(),
      deepstack: config.vision.deepstackLayers.map(() => new Float32Array()),
    };
    const ask = () => decoder.generate([prompt], { maxNewTokens: 2, stopIds: [] });
    await expect(ask()).rejects.toThrow(
      /^greedy-decoder: \d+ of its nodes ran on the CPU, not on cpu: .*self_attn\.q_proj.* \(Gemm\)/,
    );
    expect(notes[0]).toBe('greedy-decoder, nodes by provider');
    expect(notes[1]).toMatch(/^CPU \d+$/);
    await expect(ask()).rejects.toThrow(/^greedy-decoder: \d+ of its nodes/);
    expect(notes).toHaveLength(2);
    await decoder.close();
  });
});
