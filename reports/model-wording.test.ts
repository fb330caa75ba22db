import { describe, expect, test } from 'vitest';
import {
  formatError,
  formatParameters,
  formatSize,
  mediaText,
  selectionText,
  stageText,
} from './model-wording.ts';

test('writes errors with two digits, and small ones with their power', () => {
  expect([0, 0.31, 0.016, 1.94e-4, 1e-7].map(formatError)).toEqual([
    '0',
    '0.31',
    '0.016',
    '1.9e−4',
    '1e−7',
  ]);
});

test('writes sizes as people do', () => {
  expect([2_490_000, 8_812_004_352].map(formatParameters)).toEqual(['2.5 M', '8.81 B']);
  expect([12, 2_147, 4_902_257_696].map(formatSize)).toEqual(['1 kB', '3 kB', '4,902 MB']);
});

test('counts media by kind', () => {
  const media = ['image', 'image', 'features', 'volume'] as const;
  expect(mediaText(media.map((kind) => ({ kind })))).toBe('2 images, 1 slide, 1 volume');
  expect(mediaText([])).toBe('text only');
});

describe('a stage', () => {
  const stage = { name: '', compared: '', passed: true };
  test.each([
    [{ largestError: 0, tolerance: 'exact' }, 'equal'],
    [{ largestError: 3, tolerance: 'exact' }, '3 differ'],
    [{ largestError: 0.0002, tolerance: 0.001 }, '2e−4 of 1e−3'],
    [{ largestError: 0.31, tolerance: 'reported' }, '0.31, not judged'],
    [{ largestError: null, tolerance: 0.001 }, 'not comparable'],
  ] as const)('with %o reads "%s"', (measured, text) => {
    expect(stageText({ ...stage, ...measured })).toBe(text);
  });
});

test('tells what is selected, and that a model without a selector sees everything', () => {
  const tokenBudgets = { image: 64, slide: 1_024, volume: 128 };
  expect(selectionText({ selectorPrecision: 'float32', tokenBudgets })).toBe(
    'in float32: 64 tokens of an image, 1,024 of a slide, 128 of a volume; all grey levels',
  );
  expect(selectionText(undefined)).toBe('none: every token of an image is seen');
});
