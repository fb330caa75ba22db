import { expect, test } from 'vitest';
import { nameOfCondition, type RequestFacts, requestKey } from './request.ts';

const facts: RequestFacts = {
  engine: ['checkpoint', 'abc', 'float32', 'cpu', null],
  condition: 'none',
  stimulus: {
    text: 'Is a mass seen?',
    media: [],
    options: [
      ['A', 'Yes'],
      ['B', 'No'],
    ],
  },
  decoding: {
    maxNewTokens: 8,
    candidates: [
      { text: 'A', label: 'yes' },
      { text: 'B', label: 'no' },
    ],
  },
};

test('the key of a greedy request is that of every journal there is', () => {
  // printf '%s' '[1,["checkpoint","abc","float32","cpu",null],"none",{"text":"Is a mass seen?",
  // "media":[],"options":[["A","Yes"],["B","No"]]},8,["A","B"]]' (one line) | sha256sum
  expect(requestKey(facts)).toBe('c58a74cf633d8c75dab72493aabc53d5');
});

test('drawn answers have keys of their own, one for each seed and setting', () => {
  const drawn = { temperature: 0.7, topK: 20, topP: 0.8, seed: 1 };
  const keys = [
    undefined,
    drawn,
    { ...drawn, seed: 2 },
    { ...drawn, temperature: 1 },
    { ...drawn, topK: 0 },
    { ...drawn, topP: 1 },
  ].map((sampling) =>
    requestKey({ ...facts, decoding: { ...facts.decoding, ...(sampling && { sampling }) } }),
  );
  expect(new Set(keys).size).toBe(6);
});

test.each([
  ['sampled', { repeat: 3 }, 'sampled-3'],
  ['rotated', { rotation: 2 }, 'rotated-2'],
  ['repeated', {}, 'repeated'],
  ['selector-bfloat16', {}, 'selector-bfloat16'],
])('answers under %s are recorded by name', (condition, number, name) => {
  const stimulus = { ...number, media: [], text: 'Is a mass seen?', options: [] };
  const { decoding } = facts;
  expect(
    nameOfCondition({ key: '', model: 'ours', condition, stimulus, decoding, items: [] }),
  ).toBe(name);
});
