import { expect, test } from 'vitest';
import type { MediaReference } from '../benchmark/benchmark.ts';
import type { Stimulus } from './condition.ts';
import { RENDERING_VERSION } from './render-medium.ts';
import { stimulusIdentity } from './stimulus-identity.ts';

const reference: MediaReference = { path: 'a.png', kind: 'image', file: '/m/a.png' };
const stimulus: Stimulus = {
  rotation: 1,
  system: 'You read mammograms.',
  media: [
    { reference, treatment: 'as-is' },
    { reference, treatment: 'blank' },
    { reference, treatment: 'noise', seed: 5 },
  ],
  text: 'Which?',
  options: [{ label: 'A', text: 'Mass' }],
};
const identify = (changes: Partial<Stimulus> = {}, hash = 'f00d'): string =>
  JSON.stringify(stimulusIdentity({ ...stimulus, ...changes }, () => hash));

test('is plain JSON in a fixed order, media by their hashes', () => {
  expect(identify()).toBe(
    `{"rotation":1,"system":"You read mammograms.","text":"Which?","media":[["image","f00d"],["image","f00d","blank",${RENDERING_VERSION}],["image","f00d","noise",${RENDERING_VERSION},5]],"options":[["A","Mass"]]}`,
  );
});

test('does not hang on where a medium lies', () => {
  const moved = { path: 'b.png', kind: 'image', file: '/n/b.png' } as const;
  expect(identify({ media: [{ reference: moved, treatment: 'as-is' }] })).toBe(
    identify({ media: [{ reference, treatment: 'as-is' }] }),
  );
});

test.each<[string, Partial<Stimulus>]>([
  ['rotation', { rotation: 2 }],
  ['system message', { system: 'You read slides.' }],
  ['text', { text: 'Which? ' }],
  ['options as shown', { options: [{ label: 'A', text: 'Cyst' }] }],
  ['media', { media: stimulus.media.slice(1) }],
  ['order of media', { media: stimulus.media.toReversed() }],
  ['seed', { media: [{ reference, treatment: 'noise', seed: 6 }] }],
])('tells another %s', (_, changes) => {
  expect(identify(changes)).not.toBe(identify());
});

test('tells another content', () => {
  expect(identify({}, 'beef')).not.toBe(identify());
});
