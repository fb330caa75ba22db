import { expect, test } from 'vitest';
import { didYouMean } from './did-you-mean.ts';

test.each([
  ['audit', 'audits'],
  ['prediction', 'predictions'],
  ['Image-Resue', 'image-reuse'],
])('takes %s for %s', (word, meant) => {
  expect(didYouMean(word, ['audits', 'predictions', 'image-reuse', 'seed'])).toBe(meant);
});

test('does not guess far words', () => {
  expect(didYouMean('colour', ['audits', 'seed'])).toBeUndefined();
  expect(didYouMean('ab', ['seed'])).toBeUndefined();
});
