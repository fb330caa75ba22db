import { expect, test } from 'vitest';
import { requestKey } from './request.ts';

const facts = {
  engine: ['checkpoint', 'abc', 'float32', 'cpu', null],
  condition: 'real',
  stimulus: { text: 'Is a mass seen?', media: [['image', 'f00']], options: [] },
  decoding: { maxNewTokens: 64, candidates: [{ text: 'Yes', label: 'yes' }] },
};

test('the name of a greedy request is what it was before requests could be drawn', () => {
  // SHA-256 of the JSON text of [1, engine, condition, stimulus, 64, ["Yes"]], first 32 hex digits.
  expect(requestKey(facts)).toBe('812c4c96194748a805b1ab7074c42853');
});

test('a drawn request is another one, and so is one from another seed', () => {
  const drawn = (seed: number) =>
    requestKey({
      ...facts,
      decoding: { ...facts.decoding, sampling: { temperature: 0.7, topK: 20, topP: 0.8, seed } },
    });
  expect(new Set([requestKey(facts), drawn(1), drawn(2)]).size).toBe(3);
  expect(drawn(1)).toBe(drawn(1));
});
