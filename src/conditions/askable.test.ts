import { expect, test } from 'vitest';
import { testItem } from '../../test/test-item.ts';
import { askableAmong } from './askable.ts';

const options = ['CT', 'MRI', 'PET'].map((text, index) => ({ label: 'ABC'[index]!, text }));
const media = [{ path: 'a.png', kind: 'image' }] as const;
const video = [{ path: 'a.mp4', kind: 'video' }] as const;

test.each([
  ['real', {}, true],
  ['none', {}, false],
  ['none', { media }, true],
  ['blank', { media }, true],
  ['blank', { media: video }, false],
  ['noise', {}, false],
  ['options-only', { media }, false],
  ['options-only', { options }, true],
  ['rotated-1', { media }, false],
  ['rotated-2', { options }, true],
  ['rotated-3', { options }, false],
  ['rotated', { options }, true],
  ['a condition of their own', {}, true],
] as const)('under %s, an item with %o can be asked: %s', (condition, fields, asked) => {
  const item = testItem(fields);
  expect(askableAmong([item])(item, condition)).toBe(asked);
});

test('options that refer to one another can not be moved', () => {
  const tied = testItem({ options: [...options, { label: 'D', text: 'All of the above' }] });
  expect(askableAmong([tied])(tied, 'rotated-1')).toBe(false);
});

test('another patient’s image takes another patient, one of another modality a known one', () => {
  const ct = (key: string, patient: string) =>
    testItem({ key, patient, modality: 'CT', media: [{ path: `${key}.png`, kind: 'image' }] });
  const [first, again, other] = [ct('1', 'P1'), ct('2', 'P1'), ct('3', 'P2')];
  expect(askableAmong([first, again])(first, 'shuffled')).toBe(false);
  expect(askableAmong([first, again, other])(first, 'shuffled')).toBe(true);
  expect(askableAmong([first, other])(first, 'wrong-modality')).toBe(false);
  const mri = { ...other, modality: 'MRI' };
  expect(askableAmong([first, mri])(first, 'wrong-modality')).toBe(true);
  const { modality: _, ...unknown } = first;
  expect(askableAmong([unknown, mri])(unknown, 'wrong-modality')).toBe(false);
});
