import { expect, test } from 'vitest';
import { metricName, plural, spaced } from './wording.ts';

test('turns names into words', () => {
  expect(
    ['pHashDistanceBits', 'expectedFalsePairs', 'verified-pair', 'correlation'].map(spaced),
  ).toEqual(['pHash distance bits', 'expected false pairs', 'verified pair', 'correlation']);
});

test('writes metrics as people do', () => {
  expect(['iou', 'rouge-l', 'token-f1', 'exact-match'].map(metricName)).toEqual([
    'IoU',
    'ROUGE-L',
    'token F1',
    'exact match',
  ]);
});

test('uses the plural except for one', () => {
  expect([
    plural(1, '1', 'item'),
    plural(0, '0', 'item'),
    plural(2, '2', 'reply', 'replies'),
  ]).toEqual(['1 item', '0 items', '2 replies']);
});
