import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AuditError } from '../../errors.ts';
import type { Model } from '../../model/model.ts';
import { loadModel } from '../../runtime/load-model.ts';
import type { EngineRequest, RequestFailure } from '../engine.ts';
import { chooseBatch } from './choose-batch.ts';
import { OnnxEngine } from './onnx-engine.ts';

const FIXTURES = join(import.meta.dirname, '../../../test/fixtures');
const IMAGE = join(FIXTURES, 'media/odd_517x389.png');

let model: Model;
beforeAll(async () => {
  model = await loadModel(join(FIXTURES, 'tiny-qwen3vl'), { thread: 'same', precision: 'float32' });
});
afterAll(() => model.close());

const request = (text: string, image?: string): EngineRequest => ({
  prompt: {
    messages: [
      {
        role: 'user',
        content: [
          ...(image === undefined ? [] : [{ type: 'image', image } as const]),
          { type: 'text', text },
        ],
      },
    ],
  },
  maxNewTokens: 6,
});
const never = new AbortController().signal;
const texts = ['Is there a mass?', 'What?', 'Which of the following describes the margin?', 'Why?'];

describe('the engine in this process', () => {
  test.each([1, 3])('answers as the model does, in batches of up to %i', async (batchSize) => {
    const engine = new OnnxEngine(model, { batchSize });
    const asked = texts.map((text, i) => request(text, i === 0 ? IMAGE : undefined));
    const answers = await Promise.all(asked.map((one) => engine.ask(one, never)));
    const alone = await model.generate(
      asked.map(({ prompt }) => prompt),
      { maxNewTokens: 6, sampling: { kind: 'greedy' } },
    );
    expect(answers.map(({ answer }) => answer)).toEqual(
      alone.map(({ text, finish, promptTokens, tokenIds }) => ({
        text,
        finish,
        promptTokens,
        newTokens: tokenIds.length,
      })),
    );
    expect(engine.maxInFlight).toBe(Math.max(5, 3 * batchSize));
    expect(engine.busyShare).toBeGreaterThan(0);
    expect(engine.busyShare).toBeLessThanOrEqual(1);
  });

  test('gives candidates their likelihood, alone or with an answer', async () => {
    const engine = new OnnxEngine(model, { batchSize: 2 });
    const candidates = ['A', 'B'];
    const scores = await model.score(request(texts[0]!).prompt, candidates);
    const candidateLogLikelihoods = scores.map(({ logLikelihood }) =>
      Number(logLikelihood.toFixed(4)),
    );
    const both = await engine.ask({ ...request(texts[0]!), candidates }, never);
    const only = { ...request(texts[0]!), candidates, maxNewTokens: 0 };
    const { answer } = await engine.ask(only, never);
    expect(both.answer).toMatchObject({ newTokens: 6, candidateLogLikelihoods });
    expect(answer).toMatchObject({ text: '', finish: 'none', newTokens: 0 });
    expect(answer.candidateLogLikelihoods).toEqual(candidateLogLikelihoods);
  });

  test('a medium that can not be read fails its own request alone', async () => {
    const engine = new OnnxEngine(model, { batchSize: 3 });
    const outcomes = await Promise.allSettled(
      [IMAGE, '/nowhere.png', IMAGE].map((image) => engine.ask(request(texts[0]!, image), never)),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    const failure = (outcomes[1] as PromiseRejectedResult).reason as RequestFailure;
    expect(failure.name).toBe('RequestFailure');
    expect(failure.reason).toMatch(/image/);
  });

  test('a batch that fails as a whole is asked one by one', async () => {
    const failing: Model = {
      ...modelParts(),
      generate: (prompts, options) =>
        prompts.length > 1
          ? Promise.reject(new Error('out of memory'))
          : model.generate(prompts, options),
    };
    const engine = new OnnxEngine(failing, { batchSize: 2 });
    const answers = await Promise.all(texts.map((text) => engine.ask(request(text), never)));
    expect(answers).toHaveLength(4);
  });

  test.each([
    ['model-thread-ended', true],
    ['prompt-threads-ended', true],
    ['prompt-thread-ended', false],
  ])('after %s every other request fails alike: %s', async (code, fatal) => {
    const facts = { code, location: 'model', problem: 'is gone', remedy: 'start anew' };
    const gone = (): Promise<never> => Promise.reject(new AuditError(facts));
    const engines = [
      new OnnxEngine({ ...modelParts(), generate: gone }, { batchSize: 2 }),
      new OnnxEngine({ ...modelParts(), prepare: gone }),
    ];
    for (const engine of engines) {
      const outcomes = await Promise.allSettled(
        texts.slice(0, 2).map((text) => engine.ask(request(text), never)),
      );
      for (const outcome of outcomes) {
        expect(outcome).toMatchObject({ status: 'rejected', reason: { reason: code, fatal } });
      }
    }
  });

  test('gives up what is under way when it is interrupted', async () => {
    const engine = new OnnxEngine(model);
    const interruption = new AbortController();
    const asked = engine.ask({ ...request(texts[2]!), maxNewTokens: 500 }, interruption.signal);
    setTimeout(() => interruption.abort(new Error('interrupted')), 30);
    await expect(asked).rejects.toThrow('interrupted');
  });
});

function modelParts(): Model {
  return {
    architecture: model.architecture,
    device: model.device,
    precision: model.precision,
    mediaSettings: model.mediaSettings,
    sampling: model.sampling,
    prepare: (prompt) => model.prepare(prompt),
    generate: (prompts, options) => model.generate(prompts, options),
    score: (prompt, options) => model.score(prompt, options),
    close: () => model.close(),
  };
}

test('a batch is the oldest with those nearest in length and of the same limit', () => {
  const waiting = [
    { promptTokens: 100, maxNewTokens: 8 },
    { promptTokens: 300, maxNewTokens: 8 },
    { promptTokens: 101, maxNewTokens: 64 },
    { promptTokens: 90, maxNewTokens: 8 },
    { promptTokens: 115, maxNewTokens: 8 },
  ];
  expect(chooseBatch(waiting, 3)).toEqual([0, 3, 4]);
  expect(chooseBatch(waiting, 1)).toEqual([0]);
  expect(chooseBatch(waiting, 9)).toEqual([0, 1, 3, 4]);
});
