import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCheckpoint } from '../checkpoint/checkpoint.ts';
import { parseBreastGptConfig } from '../model/breastgpt/config.ts';
import { loadBreastGptProcessor, prepareBreastGptPrompt } from '../model/breastgpt/prompt.ts';
import { silentProgress } from '../progress.ts';
import type { EncodedPrompt } from '../runtime/encoder/encoded-prompt.ts';
import type { ModelExecutor } from '../runtime/model-executor.ts';
import { openExecutor } from '../runtime/open-executor.ts';
import { readBreastGptReference } from './breastgpt-reference.ts';
import { checkArchitecture } from './check-architecture.ts';
import { checkBreastGptInputs } from './check-breastgpt-inputs.ts';

const FIXTURES = join(import.meta.dirname, '../../test/fixtures');
const folder = join(FIXTURES, 'tiny-breastgpt');
let cacheFolder: string;
beforeAll(async () => {
  cacheFolder = await mkdtemp(join(tmpdir(), 'parity-'));
});
afterAll(() => rm(cacheFolder, { recursive: true }));

it('equals the authors’ code in every stage', async () => {
  const { stages } = await checkArchitecture('breastgpt', { cacheFolder, precision: 'float32' });
  expect(stages.map(({ name, compared }) => `${name}: ${compared}`)).toEqual([
    'prompt text: 15 prompts',
    'prompt ids: 15 prompts',
    'image patches: 4 prompts',
    'volume patches: 2 prompts',
    'kept tokens: 60 selections',
    'position ids: 15 prompts',
    'image features before selection: 24 tensors',
    'volume features before selection: 12 tensors',
    'slide features (LongNet, projected): 16 tensors',
    'kept tokens in bfloat16, of the reference’s features: 12 selections',
    'vision features: 12 prompts',
    'DeepStack features: 12 prompts',
    'logits after the prompt: 15 prompts',
    'logits after each token: 1900 tokens',
    'greedy tokens: 360 tokens',
    'log-probabilities: 360 tokens',
  ]);
  expect(stages.filter(({ passed }) => !passed)).toEqual([]);
});

describe('the comparison turns red', () => {
  it.each([
    [
      'bfloat16 selection',
      'bfloat16',
      (prompt: EncodedPrompt) => prompt,
      ['kept tokens', 'position ids'],
    ],
    [
      'text that goes on as in stock Qwen3-VL',
      'float32',
      (prompt: EncodedPrompt) => ({
        ...prompt,
        positionIds: prompt.positionIds.map((axis) => axis.map((p, i) => (i > 90 ? p - 9 : p))),
      }),
      ['position ids'],
    ],
  ] as const)('with %s', async (_, selectorPrecision, change, expected) => {
    const settings = { folder, precision: 'float32', cacheFolder, threads: undefined } as const;
    const opened = await openExecutor(
      { ...settings, media: { selectorPrecision } },
      silentProgress,
    );
    const checkpoint = await openCheckpoint(folder);
    const processor = loadBreastGptProcessor(checkpoint, parseBreastGptConfig(checkpoint));
    const small = (await readBreastGptReference(FIXTURES)).filter(
      ({ name }) => name === 'histo_700',
    );
    const cases = await Promise.all(
      small.map(async (reference) => ({
        reference,
        prepared: await prepareBreastGptPrompt(reference.prompt, processor),
      })),
    );
    const changed = {
      encode: async (prompt: (typeof cases)[0]['prepared']) => change(await opened.encode(prompt)),
    } as unknown as ModelExecutor;
    const stages = await checkBreastGptInputs(changed, cases);
    await opened.close();
    expect(stages.filter(({ passed }) => !passed).map(({ name }) => name)).toEqual(
      expect.arrayContaining([...expected]),
    );
  });
});
