import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runGraph, type TestTensor } from '../../../test/run-graph.ts';
import { openCheckpoint } from '../../checkpoint/checkpoint.ts';
import { readSafetensors } from '../../checkpoint/safetensors.ts';
import { largestDifference } from '../../parity/stage.ts';
import { groupIndices, HEAD_GROUPS } from './dilated-attention.ts';
import { buildLongNet, buildSlideProjector, type SlideLevel, slideLevels } from './long-net.ts';

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
    const states = await runGraph(buildLongNet(config, checkpoint), feeds, checkpoint.folder);
    const project = async (level: SlideLevel): Promise<TestTensor> => {
      const graph = buildSlideProjector(config, checkpoint, level);
      const hidden = states[`hidden.${level.layer}`]!;
      return (await runGraph(graph, { hidden }, checkpoint.folder)).projected!;
    };
    const [out, inter0, , inter2] = slideLevels(config);
    const listed = tensors.get(`n${count}.rows`)!.data as Int32Array;
    const rowsOf = ({ data, shape }: TestTensor): number[] =>
      [...listed].flatMap((row) => [
        ...(data as Float32Array).subarray(row * shape[1]!, (row + 1) * shape[1]!),
      ]);
    const error = (name: string, found: readonly number[]): number =>
      largestDifference(found, tensors.get(`n${count}.${name}`)!.data as Float32Array);
    for (const layer of [0, 1, 2]) {
      expect(error(`layer${layer}`, rowsOf(states[`hidden.${layer}`]!))).toBeLessThan(2e-4);
    }
    expect(error('inter0', rowsOf(await project(inter0!)))).toBeLessThan(2e-4);
    expect(error('inter2', rowsOf(await project(inter2!)))).toBeLessThan(2e-4);
    expect(error('out', rowsOf(await project(out!)))).toBeLessThan(2e-4);
  });
});
