import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runGraph, type TestTensor } from '../../../test/run-graph.ts';
import { openCheckpoint } from '../../checkpoint/checkpoint.ts';
import { readSafetensors } from '../../checkpoint/safetensors.ts';
import { largestDifference } from '../../parity/stage.ts';
import { groupIndices, HEAD_GROUPS } from './dilated-attention.ts';
import { buildLongNet } from './long-net.ts';

const FIXTURES = join(import.meta.dirname, '../../../test/fixtures');
const checkpoint = await openCheckpoint(join(FIXTURES, 'tiny-breastgpt'));
const tensors = await readSafetensors(join(FIXTURES, 'longnet.safetensors'));
const config = { featureDim: 64, headCount: 4, layerCount: 3, ffnDim: 256, outHiddenSize: 128 };

describe.each([1, 2, 3, 300, 512, 513, 1500, 4096, 5987])('LongNet on %i tiles', (count) => {
  it('has the reference hidden states and projections within 2e-4', async () => {
    const input = tensors.get('input')!.data as Float32Array;
    const feeds: Record<string, TestTensor> = {
      features: { data: input.subarray(0, count * 64), shape: [count, 64] },
    };
    for (const headGroup of HEAD_GROUPS) {
      const { rows, segments, length, places } = groupIndices(count, headGroup);
      const name = `${headGroup.branch}.${headGroup.group}`;
      feeds[`rows.${name}`] = { data: rows, shape: [segments, length] };
      feeds[`places.${name}`] = { data: places, shape: [count] };
    }
    const { merged, deepstack, layers } = await runGraph(
      buildLongNet(config, checkpoint),
      feeds,
      checkpoint.folder,
    );
    const listed = tensors.get(`n${count}.rows`)!.data as Int32Array;
    const rowsOf = (tensor: TestTensor, width: number, level = 0): number[] =>
      [...listed].flatMap((row) => {
        const start = (level * count + row) * width;
        return [...(tensor.data as Float32Array).subarray(start, start + width)];
      });
    const error = (name: string, found: readonly number[]): number =>
      largestDifference(found, tensors.get(`n${count}.${name}`)!.data as Float32Array);
    expect(error('layer0', rowsOf(layers!, 64, 0))).toBeLessThan(2e-4);
    expect(error('layer1', rowsOf(layers!, 64, 1))).toBeLessThan(2e-4);
    expect(error('layer2', rowsOf(layers!, 64, 2))).toBeLessThan(2e-4);
    expect(error('inter0', rowsOf(deepstack!, 128, 0))).toBeLessThan(2e-4);
    expect(error('inter2', rowsOf(deepstack!, 128, 2))).toBeLessThan(2e-4);
    expect(error('out', rowsOf(merged!, 128))).toBeLessThan(2e-4);
  });
});
