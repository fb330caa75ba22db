import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCheckpoint } from '../checkpoint/checkpoint.ts';
import { readSafetensors } from '../checkpoint/safetensors.ts';
import type { Message, Model, Prompt } from '../model/model.ts';
import { parseQwen3VlConfig } from '../model/qwen3-vl/config.ts';
import { synthesizeCheckpoint } from '../model/qwen3-vl/synthesize.ts';
import { largestDifference } from '../parity/stage.ts';
import { loadModel } from './load-model.ts';

const FIXTURES = join(import.meta.dirname, '../../test/fixtures');
const NAMES = ['qwen_image', 'qwen_two', 'qwen_text'] as const;
const GREEDY = { maxNewTokens: 24, sampling: { kind: 'greedy' } } as const;
const SAMPLE = { kind: 'sample', temperature: 0.7, topK: 20, topP: 0.8, seed: 3 } as const;

let model: Model;
beforeAll(async () => {
  model = await loadModel(join(FIXTURES, 'tiny-qwen3vl'), { thread: 'same', precision: 'float32' });
});
afterAll(() => model.close());

describe('generate', () => {
  it.each(NAMES)('%s: all 24 greedy tokens and their log-probabilities', async (name) => {
    const expected = await readSafetensors(join(FIXTURES, `cases/${name}.safetensors`));
    const [answer] = await model.generate([promptOf(name)], GREEDY);
    expect(answer!.tokenIds).toEqual([...(expected.get('gen_ids')!.data as Int32Array)]);
    const logProbs = expected.get('gen_logprob')!.data as Float32Array;
    expect(largestDifference(answer!.logProbs, logProbs)).toBeLessThan(1e-3);
    const { decoded } = manifestOf(name);
    expect(answer).toMatchObject({ text: decoded, finish: 'length' });
  });

  it('gives prompts of different length the same answers in one batch', async () => {
    const prompts = NAMES.map(promptOf);
    const alone = await model.generate(prompts, GREEDY);
    const together = await model.generate(prompts, { ...GREEDY, batchSize: 3 });
    expect(together.map(({ tokenIds }) => tokenIds)).toEqual(alone.map(({ tokenIds }) => tokenIds));
    for (const [i, { logProbs }] of together.entries()) {
      expect(largestDifference(logProbs, alone[i]!.logProbs)).toBeLessThan(1e-4);
    }
  });

  it('scores candidates on the way as score does alone, and answers as without them', async () => {
    const prompts = NAMES.map(promptOf);
    const candidates = [['A', 'B'], [], ['Yes', 'benign finding', 'No']];
    const alone = await model.generate(prompts, GREEDY);
    for (const batchSize of [1, 3]) {
      const scored = await model.generate(prompts, { ...GREEDY, candidates, batchSize });
      expect(scored.map(({ text }) => text)).toEqual(alone.map(({ text }) => text));
      for (const [i, { candidateLogLikelihoods }] of scored.entries()) {
        const expected = await model.score(prompts[i]!, candidates[i]!);
        const values = expected.map(({ logLikelihood }) => logLikelihood);
        expect(candidateLogLikelihoods).toHaveLength(values.length);
        if (values.length > 0)
          expect(largestDifference(candidateLogLikelihoods, values)).toBeLessThan(1e-4);
      }
    }
  });

  it('generates nothing where only candidates are wanted, from a prompt prepared ahead', async () => {
    const ready = await model.prepare(promptOf('qwen_image'));
    const options = { maxNewTokens: 0, candidates: [['A', 'B']] };
    const [answer] = await model.generate([ready], options);
    expect(answer).toMatchObject({ text: '', tokenIds: [], finish: 'length' });
    const expected = await model.score(promptOf('qwen_image'), ['A', 'B']);
    expect(answer!.candidateLogLikelihoods).toEqual(
      expected.map(({ logLikelihood }) => logLikelihood),
    );
  });

  it('streams the text it answers, prompt by prompt', async () => {
    const texts = ['', ''];
    const answers = await model.generate([promptOf('qwen_text'), promptOf('qwen_two')], {
      ...GREEDY,
      onToken: (promptIndex, text) => {
        texts[promptIndex] += text;
      },
    });
    expect(texts).toEqual(answers.map(({ text }) => text));
  });

  it('draws the same tokens from the same seed, whatever the batch, and others from another', async () => {
    const prompts = [promptOf('qwen_text'), promptOf('qwen_text')];
    const draw = async (seed: number, batchSize: number) => {
      const sampling = { ...SAMPLE, seed };
      const answers = await model.generate(prompts, { maxNewTokens: 8, sampling, batchSize });
      return answers.map(({ tokenIds }) => tokenIds);
    };
    const first = await draw(3, 1);
    expect(await draw(3, 2)).toEqual(first);
    expect(await draw(4, 1)).not.toEqual(first);
    expect(first[0]).not.toEqual(first[1]);
  });

  it('samples as generation_config.json asks unless told otherwise', () => {
    expect(model.sampling).toEqual({ ...SAMPLE, seed: 0 });
  });

  it('stops after the token under way when cancelled, and keeps it', async () => {
    const controller = new AbortController();
    const [answer] = await model.generate([promptOf('qwen_text')], {
      ...GREEDY,
      signal: controller.signal,
      onToken: () => controller.abort(),
    });
    expect(answer!.finish).toBe('cancelled');
    expect(answer!.tokenIds).toHaveLength(1);
  });

  it('runs nothing after it was cancelled, and hands over whole answers at once', async () => {
    const controller = new AbortController();
    const handed: number[] = [];
    const answers = await model.generate([promptOf('qwen_text'), promptOf('qwen_text')], {
      ...GREEDY,
      maxNewTokens: 2,
      signal: controller.signal,
      onAnswer: (promptIndex) => {
        handed.push(promptIndex);
        controller.abort();
      },
    });
    expect(handed).toEqual([0, 1]);
    expect(answers.map(({ tokenIds, finish }) => [tokenIds.length, finish])).toEqual([
      [2, 'length'],
      [0, 'cancelled'],
    ]);
  });
});

describe('score', () => {
  it('equals the log-probabilities of the greedy tokens', async () => {
    const prompt = promptOf('qwen_image');
    const [answer] = await model.generate([prompt], { ...GREEDY, maxNewTokens: 3 });
    // The first three tokens are all "%".
    const [one, three, other] = await model.score(prompt, ['%', '%%%', 'a mass']);
    expect(one!.logLikelihood).toBeCloseTo(answer!.logProbs[0]!, 4);
    const sum = answer!.logProbs.reduce((a, b) => a + b);
    expect(three).toMatchObject({ option: '%%%', tokens: 3 });
    expect(three!.logLikelihood).toBeCloseTo(sum, 4);
    expect(other!.logLikelihood).toBeLessThan(sum);
  });

  it('refuses an empty option', async () => {
    await expect(model.score(promptOf('qwen_text'), ['a', ''])).rejects.toThrow(
      new RangeError('score: option 1 is empty'),
    );
  });
});

describe('precisions', () => {
  let cacheFolder: string;
  beforeAll(async () => {
    cacheFolder = await mkdtemp(join(tmpdir(), 'quantised-'));
  });
  afterAll(() => rm(cacheFolder, { recursive: true }));

  it('gives the same tokens with weights left in their files', async () => {
    const mapped = await loadModel(join(FIXTURES, 'tiny-qwen3vl'), {
      thread: 'same',
      precision: 'bfloat16-mapped',
    });
    const prompts = NAMES.map(promptOf);
    const [expected, found] = [
      await model.generate(prompts, GREEDY),
      await mapped.generate(prompts, GREEDY),
    ];
    await mapped.close();
    expect(found.map(({ tokenIds }) => tokenIds)).toEqual(expected.map(({ tokenIds }) => tokenIds));
  });

  it.each([
    ['int8', 0.05],
    ['int4', 1],
  ] as const)('%s stays near float32 and writes its weights once', async (precision, near) => {
    const options = { thread: 'same', precision, cacheFolder } as const;
    const path = join(FIXTURES, 'tiny-qwen3vl');
    const quantised = await loadModel(path, options);
    const prompt = promptOf('qwen_image');
    const [exact] = await model.score(prompt, ['%']);
    const [rounded] = await quantised.score(prompt, ['%']);
    await quantised.close();
    expect(Math.abs(rounded!.logLikelihood - exact!.logLikelihood)).toBeLessThan(near);
    expect(rounded!.logLikelihood).not.toBe(exact!.logLikelihood);
    const folders = (await readdir(cacheFolder)).filter((name) => name.includes(precision));
    expect(folders).toHaveLength(1);
    await (await loadModel(path, options)).close();
    expect((await readdir(cacheFolder)).filter((name) => name.includes(precision))).toEqual(
      folders,
    );
  });
});

it.each(['float32', 'bfloat16-mapped', 'int8'] as const)(
  'runs a tied head in %s',
  async (precision) => {
    const folder = await mkdtemp(join(tmpdir(), 'tied-'));
    const tiny = parseQwen3VlConfig(await openCheckpoint(join(FIXTURES, 'tiny-qwen3vl')));
    const text = { ...tiny.text, tieWordEmbeddings: true };
    await synthesizeCheckpoint({ ...tiny, text }, join(folder, 'tied'));
    const tied = await loadModel(join(folder, 'tied'), {
      thread: 'same',
      precision,
      cacheFolder: folder,
    });
    const [answer] = await tied.generate([promptOf('qwen_image')], { ...GREEDY, maxNewTokens: 3 });
    await tied.close();
    await rm(folder, { recursive: true });
    expect(answer!.tokenIds).toHaveLength(3);
    expect(answer!.logProbs.every((logProb) => logProb < 0 && logProb > -20)).toBe(true);
  },
);

function manifestOf(name: string): { sample: { messages: Message[] }; decoded: string } {
  return JSON.parse(readFileSync(join(FIXTURES, `cases/${name}.json`), 'utf8'));
}

function promptOf(name: string): Prompt {
  const messages = manifestOf(name).sample.messages.map((message) =>
    typeof message.content === 'string'
      ? message
      : {
          ...message,
          content: message.content.map((part) =>
            part.type === 'image' ? { ...part, image: join(FIXTURES, String(part.image)) } : part,
          ),
        },
  );
  return { messages };
}
