import { expect, test } from 'vitest';
import type { Item, MediaKind } from '../benchmark/benchmark.ts';
import { chooseItems } from './choose-items.ts';

const asked = (...kinds: MediaKind[][]): Item[] =>
  kinds.map((media, index) => ({
    key: `test/${index}`,
    media: media.map((kind) => ({ kind, path: `${kind}.x` })),
  })) as unknown as Item[];

const places = (items: readonly Item[], count: number) =>
  chooseItems(items, count).map(({ key }) => Number(key.slice(5)));

const split = asked(
  ['image'],
  ['image'],
  [],
  ['image', 'image', 'image'],
  ['image', 'image'],
  ['features'],
  ['volume', 'image'],
  ['image', 'volume'],
  ['volume'],
);

test('shows every combination of media first, in the order of the split, then the first of the rest', () => {
  expect(places(split, 9)).toEqual([0, 2, 3, 5, 6, 8, 1, 4, 7]);
});

test('takes no more than asked for, and no more than there are', () => {
  expect(places(split, 4)).toEqual([0, 2, 3, 5]);
  expect(places(split, 7)).toEqual([0, 2, 3, 5, 6, 8, 1]);
  expect(places(split, 100)).toHaveLength(9);
  expect(places(split, 0)).toEqual([]);
  expect(places([], 3)).toEqual([]);
});
