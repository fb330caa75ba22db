import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { largestDifference, runGraph, type TestTensor } from '../../../test/run-graph.ts';
import { type Checkpoint, openCheckpoint } from '../../checkpoint/checkpoint.ts';
import { readSafetensors } from '../../checkpoint/safetensors.ts';
import type { Graph } from '../../onnx/graph.ts';
import { mapWeights } from '../../onnx/passes/map-weights.ts';
import { parseQwen3VlConfig, type Qwen3VlConfig } from './config.ts';
import { buildDecoder } from './decoder.ts';
import { mropeCosSin, type PositionIds } from './rope.ts';
import { visionInputs } from './vision-inputs.ts';
import { buildVisionTower } from './vision-tower.ts';

const FIXTURES = join(import.meta.dirname, '../../../test/fixtures');
const checkpoint = await openCheckpoint(join(FIXTURES, 'tiny-qwen3vl'));
const config = parseQwen3VlConfig(checkpoint);

// Tolerances of the fixtures' own README: float32 on both sides.
const FEATURE_TOLERANCE = 2e-4;
const LOGIT_TOLERANCE = 1e-3;

describe.each(['qwen_image', 'qwen_two', 'qwen_text'])('%s, against transformers', (name) => {
  it('has the reference vision features and logits', async () => {
    const errors = await errorsOf(await readCase(name), checkpoint, config);
    expect(errors.features).toBeLessThan(FEATURE_TOLERANCE);
    expect(errors.logits).toBeLessThan(LOGIT_TOLERANCE);
  });

  it('has them with weights left in their files', async () => {
    const errors = await errorsOf(await readCase(name), checkpoint, config, { mapped: true });
    expect(errors.features).toBeLessThan(FEATURE_TOLERANCE);
    expect(errors.logits).toBeLessThan(LOGIT_TOLERANCE);
  });
});

describe('the comparison turns red', () => {
  it('without DeepStack', async () => {
    const errors = await errorsOf(await readCase('qwen_image'), checkpoint, config, {
      deepstack: false,
    });
    expect(errors.logits).toBeGreaterThan(10 * LOGIT_TOLERANCE);
  });

  it('with plain rope, every axis following time', async () => {
    const errors = await errorsOf(await readCase('qwen_image'), checkpoint, {
      ...config,
      text: { ...config.text, mropeSection: [config.text.headDim / 2, 0, 0] },
    });
    expect(errors.logits).toBeGreaterThan(10 * LOGIT_TOLERANCE);
  });

  it('with patches in plain row order', async () => {
    const errors = await errorsOf(
      await readCase('qwen_image'),
      checkpoint,
      {
        ...config,
        vision: { ...config.vision, spatialMergeSize: 2 },
      },
      { transposed: true },
    );
    expect(errors.features).toBeGreaterThan(10 * FEATURE_TOLERANCE);
  });
});

interface Case {
  readonly inputIds: Int32Array;
  readonly positionIds: PositionIds;
  /** Rows of `pixels` of each image. */
  readonly grids: readonly { readonly height: number; readonly width: number }[];
  readonly pixels: Uint8Array;
  readonly merged: Float32Array;
  readonly deepstack: Float32Array;
  readonly logits: Float32Array;
}

async function readCase(name: string): Promise<Case> {
  const tensors = await readSafetensors(join(FIXTURES, 'cases', `${name}.safetensors`));
  const ints = (key: string) => (tensors.get(key)?.data ?? new Int32Array()) as Int32Array;
  const floats = (key: string) => (tensors.get(key)?.data ?? new Float32Array()) as Float32Array;
  const inputIds = ints('input_ids');
  const grid = ints('image_grid_thw');
  const positions = ints('position_ids');
  const axis = (i: number) => positions.slice(i * inputIds.length, (i + 1) * inputIds.length);
  return {
    inputIds,
    positionIds: [axis(0), axis(1), axis(2)],
    grids: Array.from({ length: grid.length / 3 }, (_, i) => ({
      height: grid[3 * i + 1]!,
      width: grid[3 * i + 2]!,
    })),
    pixels: (tensors.get('pixel_u8')?.data ?? new Uint8Array()) as Uint8Array,
    merged: floats('image.merged'),
    deepstack: floats('image.deepstack'),
    logits: floats('logits_last'),
  };
}

interface Changes {
  readonly mapped?: boolean;
  readonly deepstack?: boolean;
  readonly transposed?: boolean;
}

async function errorsOf(
  reference: Case,
  weights: Checkpoint,
  changed: Qwen3VlConfig,
  { mapped = false, deepstack = true, transposed = false }: Changes = {},
): Promise<{ features: number; logits: number }> {
  const built = [buildVisionTower(changed, weights), buildDecoder(changed, weights)] as const;
  if (mapped) for (const graph of built) expect(mapWeights(graph)).toBe(true);
  const features = await visionFeatures(built[0], reference, changed, transposed);
  const visible = deepstack ? features.deepstack : new Float32Array(features.deepstack.length);
  const logits = await lastLogits(built[1], reference, changed, features.merged, visible);
  return {
    features: Math.max(
      largestDifference(features.merged, reference.merged),
      largestDifference(features.deepstack, reference.deepstack),
    ),
    logits: largestDifference(logits, reference.logits),
  };
}

interface Features {
  readonly merged: Float32Array;
  readonly deepstack: Float32Array;
}

async function visionFeatures(
  graph: Graph,
  reference: Case,
  { vision, text }: Qwen3VlConfig,
  transposed: boolean,
): Promise<Features> {
  const parts: Features[] = [];
  let start = 0;
  for (const grid of reference.grids) {
    const patches = grid.height * grid.width;
    const pixels = reference.pixels.subarray(start * 1536, (start + patches) * 1536);
    const inputs = visionInputs(
      config,
      transposed ? { height: grid.width, width: grid.height } : grid,
    );
    const half = vision.hiddenSize / vision.headCount / 2;
    const result = await runGraph(
      graph,
      {
        patches: floats(
          Float32Array.from(pixels, (level) => (level - 127.5) / 127.5),
          [patches, 1536],
        ),
        position_index: { data: inputs.positionIndex, shape: [4, patches] },
        position_weight: floats(inputs.positionWeight, [4, patches]),
        cos: floats(inputs.cos, [patches, half]),
        sin: floats(inputs.sin, [patches, half]),
      },
      checkpoint.folder,
    );
    parts.push({
      merged: result.merged!.data as Float32Array,
      deepstack: result.deepstack!.data as Float32Array,
    });
    start += patches;
  }
  const levels = vision.deepstackLayers.map((_, level) =>
    joined(
      parts.map(({ merged, deepstack }) =>
        deepstack.subarray(level * merged.length, (level + 1) * merged.length),
      ),
    ),
  );
  expect(joined(levels).length).toBe(levels.length * joined(parts.map((p) => p.merged)).length);
  expect(text.hiddenSize).toBe(vision.outHiddenSize);
  return { merged: joined(parts.map((part) => part.merged)), deepstack: joined(levels) };
}

async function lastLogits(
  graph: Graph,
  reference: Case,
  changed: Qwen3VlConfig,
  merged: Float32Array,
  deepstack: Float32Array,
): Promise<Float32Array> {
  const { text, vision } = changed;
  const tokens = reference.inputIds.length;
  const visual = merged.length / text.hiddenSize;
  const rows = [...reference.inputIds.keys()].filter(
    (row) => reference.inputIds[row] === config.tokens.image,
  );
  expect(rows.length).toBe(visual);
  const { cos, sin } = mropeCosSin(reference.positionIds, changed);
  const feeds: Record<string, TestTensor> = {
    input_ids: { data: BigInt64Array.from(reference.inputIds, BigInt), shape: [1, tokens] },
    visual_embeds: floats(merged, [visual, text.hiddenSize]),
    visual_index: { data: BigInt64Array.from(rows, BigInt), shape: [visual] },
    deepstack: floats(deepstack, [vision.deepstackLayers.length, visual, text.hiddenSize]),
    cos: floats(cos, [tokens, text.headDim / 2]),
    sin: floats(sin, [tokens, text.headDim / 2]),
    seqlens_k: { data: Int32Array.of(tokens - 1), shape: [1] },
    total_sequence_length: { data: Int32Array.of(tokens), shape: [] },
    logits_index: { data: BigInt64Array.of(BigInt(tokens - 1)), shape: [1] },
  };
  for (let layer = 0; layer < text.layerCount; layer++) {
    for (const kind of ['key', 'value']) {
      const shape = [1, text.keyValueHeadCount, 0, text.headDim];
      feeds[`past_${kind}.${layer}`] = floats(new Float32Array(0), shape);
    }
  }
  return (await runGraph(graph, feeds, checkpoint.folder)).logits!.data as Float32Array;
}

function floats(data: Float32Array, shape: readonly number[]): TestTensor {
  return { data, shape };
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let start = 0;
  for (const part of parts) {
    whole.set(part, start);
    start += part.length;
  }
  return whole;
}
