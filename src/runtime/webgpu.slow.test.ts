import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memoryUsage } from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Model, Prompt } from '../model/model.ts';
import { checkArchitecture } from '../parity/check-architecture.ts';
import { readReference } from '../parity/reference.ts';
import { largestDifference } from '../parity/stage.ts';
import { deviceProblem } from './device.ts';
import { loadModel } from './load-model.ts';

const FIXTURES = join(import.meta.dirname, '../../test/fixtures');
const TINY = join(FIXTURES, 'tiny-qwen3vl');
const GREEDY = { maxNewTokens: 24, sampling: { kind: 'greedy' } } as const;

const problem = await deviceProblem('webgpu');
const skipped = problem === undefined ? '' : ` (skipped, there is no adapter here: ${problem})`;

it.runIf(process.env.REQUIRE_WEBGPU === '1')('has an adapter where one was installed', () => {
  expect(problem).toBeUndefined();
});

describe.skipIf(problem !== undefined)(`--device webgpu${skipped}`, () => {
  it.each([
    ['qwen3_vl', 'float32'],
    ['qwen3_vl', 'float16'],
    ['breastgpt', 'float32'],
  ] as const)('%s in %s is equal to the reference in every stage', async (name, precision) => {
    const { stages } = await checkArchitecture(name, { device: 'webgpu', precision });
    expect(stages.filter(({ passed }) => !passed)).toEqual([]);
  });

  describe('a model in float16', () => {
    let model: Model;
    let prompts: readonly Prompt[];
    beforeAll(async () => {
      model = await loadModel(TINY, { device: 'webgpu', thread: 'same' });
      prompts = (await readReference(FIXTURES)).cases.map(({ prompt }) => prompt);
    });
    afterAll(() => model.close());

    it('is what auto stands for', () => {
      expect(model).toMatchObject({ device: 'webgpu', precision: 'float16' });
    });

    it('answers a batch of prompts of different length with the reference tokens', async () => {
      const { cases } = await readReference(FIXTURES);
      const answers = await model.generate(prompts, { ...GREEDY, batchSize: 3 });
      expect(answers.map(({ tokenIds }) => tokenIds)).toEqual(
        cases.map(({ greedyIds }) => [...greedyIds]),
      );
    });

    it('scores options as the CPU does', async () => {
      const onCpu = await loadModel(TINY, { thread: 'same', precision: 'float32' });
      const options = ['A', 'B', 'benign mass'];
      const [found, expected] = [
        await model.score(prompts[0]!, options),
        await onCpu.score(prompts[0]!, options),
      ].map((scores) => scores.map(({ logLikelihood }) => logLikelihood));
      await onCpu.close();
      expect(largestDifference(found!, expected!)).toBeLessThan(0.15);
    });

    it('takes no more memory after 300 tokens than after 100', async () => {
      const sizes: number[] = [];
      let tokens = 0;
      await model.generate([prompts[0]!], {
        sampling: { kind: 'sample', temperature: 1, topK: 0, topP: 1, seed: 1 },
        maxNewTokens: 300,
        onToken: () => {
          tokens += 1;
          if (tokens === 100 || tokens === 300) sizes.push(memoryUsage().rss);
        },
      });
      // Caches that were never given back would take 200 x 0.5 MB or more.
      expect(sizes[1]! - sizes[0]!).toBeLessThan(50e6);
    });
  });

  it.each(['int8', 'int4'] as const)(
    '%s agrees with the same weights on the CPU',
    async (precision) => {
      const cacheFolder = await mkdtemp(join(tmpdir(), 'webgpu-'));
      const kl = async (device: 'cpu' | 'webgpu') => {
        const options = { device, precision, cacheFolder };
        const { stages } = await checkArchitecture('qwen3_vl', options);
        return stages.find(({ name }) => name.includes('KL'))!.largestError;
      };
      // On the CPU activations are rounded to int8 as well, so that one is no nearer to float32.
      expect(await kl('webgpu')).toBeLessThan((await kl('cpu')) + 0.01);
      await rm(cacheFolder, { recursive: true });
    },
  );
});
