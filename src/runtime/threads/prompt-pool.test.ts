import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Model, Prompt } from '../../model/model.ts';

const FIXTURES = join(import.meta.dirname, '../../../test/fixtures');
// Threads run what was built.
const { loadModel } = (await import(
  new URL('../../../dist/src/runtime/load-model.js', import.meta.url).href
)) as typeof import('../load-model.ts');

const load = (name: string, preparationThreads: number): Promise<Model> =>
  loadModel(join(FIXTURES, name), { thread: 'same', precision: 'float32', preparationThreads });

let direct: Model;
let pooled: Model;
beforeAll(async () => {
  direct = await load('tiny-breastgpt', 0);
  pooled = await load('tiny-breastgpt', 2);
});
afterAll(() => Promise.all([direct.close(), pooled.close()]));

const media = [
  { type: 'image', image: join(FIXTURES, 'media/odd_517x389.png') },
  { type: 'slide', slide: join(FIXTURES, 'media/slide_90.h5') },
  { type: 'volume', volume: join(FIXTURES, 'media/vol_40x96x80.nii.gz') },
] as const;
const prompts = media.map((medium): Prompt => {
  const content = [medium, { type: 'text', text: 'What does it show?' } as const];
  return { messages: [{ role: 'user', content }] };
});

test('threads prepare every kind of medium as this thread does', async () => {
  const expected = await Promise.all(prompts.map((prompt) => direct.prepare(prompt)));
  const found = await Promise.all(prompts.map((prompt) => pooled.prepare(prompt)));
  expect(found).toEqual(expected);
  const options = { maxNewTokens: 4, sampling: { kind: 'greedy' } } as const;
  const texts = (model: Model) => model.generate(prompts, options);
  expect((await texts(pooled)).map(({ text }) => text)).toEqual(
    (await texts(direct)).map(({ text }) => text),
  );
});

test('what is wrong with a prompt is told as it is without threads', async () => {
  const broken: Prompt = {
    messages: [{ role: 'user', content: [{ type: 'image', image: '/nowhere.png' }] }],
  };
  const reason = await direct.prepare(broken).catch(({ code, message }) => ({ code, message }));
  await expect(pooled.prepare(broken)).rejects.toMatchObject(reason);
});

describe('a thread that has ended', () => {
  const text: Prompt = { messages: [{ role: 'user', content: 'What is BI-RADS 4?' }] };

  test('gets no more prompts, and with none left a prompt fails at once', async () => {
    const { started, model } = await watched(() => load('tiny-qwen3vl', 2));
    await model.prepare(text);
    await started[0]!.terminate();
    const prepared = await Promise.all(Array.from({ length: 6 }, () => model.prepare(text)));
    expect(prepared).toHaveLength(6);
    await started[1]!.terminate();
    const error = { name: 'AuditError', code: 'prompt-threads-ended' };
    await expect(model.prepare(text)).rejects.toMatchObject(error);
    await model.close();
  });

  test('fails the prompts it had', async () => {
    const { started, model } = await watched(() => load('tiny-qwen3vl', 1));
    const asked = Promise.allSettled([model.prepare(text), model.prepare(text)]);
    await started[0]!.terminate();
    const error = { name: 'AuditError', code: 'prompt-thread-ended' };
    expect(await asked).toMatchObject(Array(2).fill({ status: 'rejected', reason: error }));
    await model.close();
  });

  test('ends a model in a thread of its own: what is asked and being asked fails, and it can be closed', async () => {
    const { started, model } = await watched(() =>
      loadModel(join(FIXTURES, 'tiny-qwen3vl'), { precision: 'float32' }),
    );
    const error = { name: 'AuditError', code: 'model-thread-ended' };
    const gone = started[0]!.terminate();
    await expect(model.generate([text])).rejects.toMatchObject(error);
    await gone;
    await expect(model.generate([text])).rejects.toMatchObject(error);
    await expect(model.score(text, ['A'])).rejects.toMatchObject(error);
    await model.close();
    await model.close();
  });
});

/** A model with the threads that were started for it. */
async function watched(
  open: () => Promise<Model>,
): Promise<{ readonly started: readonly Worker[]; readonly model: Model }> {
  const started: Worker[] = [];
  const note = (worker: Worker) => started.push(worker);
  process.on('worker', note);
  const model = await open();
  // Each is announced after it was started.
  await new Promise(setImmediate);
  process.off('worker', note);
  return { started, model };
}
