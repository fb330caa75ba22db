import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Model, Prompt } from '../model/model.ts';

const FIXTURES = join(import.meta.dirname, '../../test/fixtures');
// Threads run what was built.
const { loadModel } = (await import(
  new URL('../../dist/src/runtime/load-model.js', import.meta.url).href
)) as typeof import('./load-model.ts');

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
