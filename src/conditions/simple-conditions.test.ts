import { describe, expect, test } from 'vitest';
import { testItem } from '../../test/test-item.ts';
import type { Item, MediaReference } from '../benchmark/benchmark.ts';
import { type ConditionContext, conditionIds, type Stimulus } from './condition.ts';
import { conditions } from './index.ts';
import { prepareConditions } from './prepare-conditions.ts';

const image = (path: string): MediaReference => ({ path, kind: 'image', file: `/m/${path}` });
const options = [
  { label: 'A', text: 'Mass' },
  { label: 'B', text: 'Cyst' },
];
const context: ConditionContext = { seed: 7, items: [], templateOf: new Map() };
const stimuliOf = (id: (typeof conditionIds)[number], item: Item, seed = 7) =>
  prepareConditions([id], { ...context, seed }).get(id)!(item);

const asked = testItem({
  system: 'You read mammograms.',
  prompt: 'What is it?',
  media: [image('a.png'), image('b.png')],
  options,
  answer: 'A',
});

describe('conditions', () => {
  test('are listed in the order of their ids', () => {
    expect(conditions.map(({ id }) => id)).toEqual([...conditionIds]);
  });

  test('are prepared in that order, only those wanted', () => {
    const prepared = prepareConditions(['noise', 'real', 'noise'], context);
    expect([...prepared.keys()]).toEqual(['real', 'noise']);
  });
});

test('real shows all of an item', () => {
  expect(stimuliOf('real', asked)).toEqual([
    {
      system: 'You read mammograms.',
      media: asked.media.map((reference) => ({ reference, treatment: 'as-is' })),
      text: 'What is it?\nA. Mass\nB. Cyst',
      options,
    },
  ]);
});

test('none takes out the media and nothing else', () => {
  const [real] = stimuliOf('real', asked) as [object];
  expect(stimuliOf('none', asked)).toEqual([{ ...real, media: [] }]);
});

test('blank puts a blank in the place of each medium', () => {
  const [real] = stimuliOf('real', asked) as [object];
  const media = asked.media.map((reference) => ({ reference, treatment: 'blank' }));
  expect(stimuliOf('blank', asked)).toEqual([{ ...real, media }]);
});

describe('noise', () => {
  const seedsOf = (item: Item, seed?: number): (number | undefined)[] => {
    const [{ media }] = stimuliOf('noise', item, seed) as readonly [Stimulus];
    expect(media.every(({ treatment }) => treatment === 'noise')).toBe(true);
    return media.map(({ seed: each }) => each);
  };

  test('differs between media, and is the same for one medium in two items', () => {
    const [a, b] = seedsOf(asked);
    expect(a).not.toBe(b);
    const other = testItem({ key: 'test/2', prompt: 'Where?', media: [image('b.png')] });
    expect(seedsOf(other)).toEqual([b]);
  });

  test('hangs on the seed', () => {
    expect(seedsOf(asked, 8)).not.toEqual(seedsOf(asked, 7));
  });
});

describe('options-only', () => {
  test.each([
    ['given apart', 'What is it?'],
    ['spelled out in the question', 'What is it? A. Mass B. Cyst'],
  ])('shows options %s, without question and media', (_, prompt) => {
    expect(stimuliOf('options-only', { ...asked, prompt })).toEqual([
      {
        system: 'You read mammograms.',
        media: [],
        text: 'A. Mass\nB. Cyst\nOne of these is the right answer. Answer with its letter.',
        options,
      },
    ]);
  });
});

test.each([
  ['none', {}, 'the item has no media'],
  ['blank', {}, 'the item has no media'],
  ['noise', {}, 'the item has no media'],
  ['shuffled', {}, 'the item has no media'],
  ['wrong-modality', {}, 'the item has no media'],
  ['wrong-modality', { media: [image('a.png')] }, 'the item’s modality is not known'],
  ['blank', { media: [{ path: 'a.mp4', kind: 'video' }] }, 'nothing stands in for video'],
  ['noise', { media: [{ path: 'a.mp3', kind: 'audio' }] }, 'nothing stands in for audio'],
  ['options-only', { answer: 'yes' }, 'the item has no options'],
  ['rotated', { answer: 'yes' }, 'the item has no options'],
] as const)('%s is not applicable to %j: %s', (id, fields, reason) => {
  expect(stimuliOf(id, testItem(fields))).toEqual({ reason });
});
