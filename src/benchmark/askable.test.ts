import { expect, test } from 'vitest';
import { testItem } from '../../test/test-item.ts';
import { isAskable } from './askable.ts';

const options = ['CT', 'MRI', 'PET'].map((text, index) => ({ label: 'ABC'[index]!, text }));
const media = [{ path: 'a.png', kind: 'image' }] as const;

test.each([
  ['real', {}, true],
  ['none', {}, false],
  ['none', { media }, true],
  ['shuffled', { options }, false],
  ['options-only', { media }, false],
  ['options-only', { options }, true],
  ['rotated-1', { media }, false],
  ['rotated-2', { options }, true],
  ['rotated-3', { options }, false],
  ['a condition of their own', {}, true],
] as const)('under %s, an item with %o can be asked: %s', (condition, fields, asked) => {
  expect(isAskable(testItem(fields), condition)).toBe(asked);
});
