import { expect, test } from 'vitest';
import { testItem } from '../../test/test-item.ts';
import { summarizeBattery } from './battery-summary.ts';
import type { PlannedRequest } from './request.ts';

const [first, second] = [testItem({ key: 'test/1' }), testItem({ key: 'test/2' })];

function request(fields: Pick<PlannedRequest, 'key' | 'condition' | 'items'>): PlannedRequest {
  return {
    model: 'ours',
    stimulus: { media: [], text: 'What is seen?', options: [] },
    decoding: { maxNewTokens: 4, candidates: [] },
    ...fields,
  };
}

test('an item that makes several requests, and items that share one, are each counted once', () => {
  // Three rotations of the first item, of which the second item shares one.
  const requests = [
    request({ key: 'a', condition: 'rotated', items: [first] }),
    request({ key: 'b', condition: 'rotated', items: [first, second] }),
    request({ key: 'c', condition: 'rotated', items: [first] }),
    request({ key: 'd', condition: 'none', items: [first, second] }),
  ];
  const { rows } = summarizeBattery({ requests, notApplicable: [] }, new Map(), []);
  expect(rows.map(({ condition, items, planned }) => [condition, items, planned])).toEqual([
    ['rotated', 2, 3],
    ['none', 2, 1],
  ]);
});
