import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCheckpoint } from '../../checkpoint/checkpoint.ts';
import { loadPreparer, parseArchitecture } from '../../model/architecture.ts';
import type { Prompt } from '../../model/model.ts';
import { buildGreedyDecoder } from '../../model/qwen3-vl/greedy-decoder.ts';
import { silentProgress } from '../../progress.ts';
import type { EncodedPrompt } from '../encoder/encoded-prompt.ts';
import type { ModelExecutor } from '../model-executor.ts';
import { openExecutor } from '../open-executor.ts';
import { createSession } from '../session.ts';
import { type GeneratedTokens, generateTokens } from './generate.ts';
import { GreedyDecoder } from './greedy-decoder.ts';
import { scoreOptions } from './score.ts';

const FIXTURES = join(import.meta.dirname, '../../../test/fixtures');
/** The graph takes a log-softmax in float32, the other way in float64. */
const ROUNDING = 5;

const image = (name: string, text: string): Prompt => ({
  messages: [
    {
      role: 'user',
      content: [
        { type: 'image', image: join(FIXTURES, 'media', name) },
        { type: 'text', text },
      ],
    },
  ],
});
const words = (content: string): Prompt => ({ messages: [{ role: 'user', content }] });

const PROMPTS = [
  words('What is BI-RADS 4?'),
  image('small_150x100.png', 'Is there a mass?'),
  image('a_420x300.png', 'Which side does the longer question speak of, left or right?'),
];

describe.each(['tiny-qwen3vl', 'tiny-breastgpt'])('%s', (name) => {
  let executor: ModelExecutor;
  let decoder: GreedyDecoder;
  let prompts: EncodedPrompt[];
  beforeAll(async () => {
    const folder = join(FIXTURES, name);
    const settings = { folder, precision: 'float32', cacheFolder: '', threads: 2 } as const;
    executor = await openExecutor(settings, silentProgress);
    const checkpoint = await openCheckpoint(folder);
    const architecture = parseArchitecture(checkpoint);
    const preparer = loadPreparer(checkpoint, architecture);
    const graph = buildGreedyDecoder(architecture.qwen, checkpoint);
    const session = await createSession(graph, { weightsFolder: folder, threads: 2 });
    decoder = new GreedyDecoder(session, architecture.qwen);
    prompts = [];
    for (const prompt of PROMPTS) {
      prompts.push(await executor.encode(await preparer.prepare(prompt)));
    }
  });
  afterAll(async () => {
    await executor.close();
    await decoder.close();
  });

  const stepByStep = (
    asked: readonly EncodedPrompt[],
    maxNewTokens: number,
    stopIds: readonly number[] = [],
  ): Promise<readonly GeneratedTokens[]> =>
    generateTokens(executor.start(asked, maxNewTokens), {
      maxNewTokens,
      sampling: { kind: 'greedy' },
      stopIds: new Set(stopIds),
      promptIndices: asked.map((_, i) => i),
      isCancelled: () => false,
      onToken: () => {},
    });

  it.each([
    ['a text', [0]],
    ['an image', [1]],
    ['prompts of different length side by side', [0, 1, 2]],
  ] as const)('answers %s with the tokens of the step-by-step run', async (_, indices) => {
    const asked = indices.map((i) => prompts[i]!);
    expectSame(
      await decoder.generate(asked, { maxNewTokens: 16, stopIds: [] }),
      await stepByStep(asked, 16),
    );
  });

  it('stops each row at its own stop token and goes on until all have', async () => {
    const free = await stepByStep(prompts, 12);
    // A stop token that the rows reach at different times, or not at all.
    const stopIds = [free[0]!.tokenIds[2]!, free[1]!.tokenIds[5]!];
    const expected = await stepByStep(prompts, 12, stopIds);
    expect(expected[0]!.finish).toBe('stop');
    expectSame(await decoder.generate(prompts, { maxNewTokens: 12, stopIds }), expected);
  });

  it('stops before it runs out of tokens once every row has stopped', async () => {
    const [free] = await stepByStep([prompts[1]!], 4);
    const stopIds = [free!.tokenIds[0]!];
    const [answer] = await decoder.generate([prompts[1]!], { maxNewTokens: 500, stopIds });
    expect(answer).toMatchObject({ tokenIds: stopIds, finish: 'stop' });
  });

  it('answers with one token', async () => {
    expectSame(
      await decoder.generate(prompts, { maxNewTokens: 1, stopIds: [] }),
      await stepByStep(prompts, 1),
    );
  });

  it('scores options of one and of several tokens, of images and of text', async () => {
    const options = [[12], [7], [12, 7, 100], [7, 7]];
    for (const prompt of prompts) {
      const expected = await scoreOptions(executor.start([prompt], 3), options);
      const found = await decoder.score(prompt, options);
      expect(found).toHaveLength(4);
      for (const [i, score] of found.entries())
        expect(score).toBeCloseTo(expected[i]!, ROUNDING - 1);
    }
  });
});

function expectSame(found: readonly GeneratedTokens[], expected: readonly GeneratedTokens[]): void {
  expect(found.map(({ tokenIds, finish }) => ({ tokenIds, finish }))).toEqual(
    expected.map(({ tokenIds, finish }) => ({ tokenIds, finish })),
  );
  for (const [row, { logProbs }] of found.entries()) {
    for (const [i, logProb] of logProbs.entries()) {
      expect(logProb).toBeCloseTo(expected[row]!.logProbs[i]!, ROUNDING);
    }
  }
}
