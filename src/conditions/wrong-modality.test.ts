import fc from 'fast-check';
import { expect, test } from 'vitest';
import { testItem } from '../../test/test-item.ts';
import type { Item, MediaKind } from '../benchmark/benchmark.ts';
import type { Stimulus } from './condition.ts';
import { wrongModality } from './wrong-modality.ts';

function item(id: string, modality: string, fields: Partial<Item> = {}, kind?: MediaKind): Item {
  const media = [{ path: id, kind: kind ?? 'image', file: `/m/${id}` } as const];
  return testItem({ key: `test/${id}`, id, modality, media, ...fields });
}

/** Names of the media that each item is shown; the reason where there are none. */
function shownOf(items: readonly Item[], seed = 1): Record<string, string> {
  const stimuliOf = wrongModality.prepare({ seed, items, templateOf: new Map() });
  return Object.fromEntries(
    items.map((one) => {
      const outcome = stimuliOf(one);
      if ('reason' in outcome) return [one.id, outcome.reason];
      const [{ media }] = outcome as readonly [Stimulus];
      return [one.id, media.map(({ reference }) => reference.path).join()];
    }),
  );
}

test('shows media of another modality and another patient', () => {
  const items = [
    item('ct-1', 'CT', { patient: 'p' }),
    item('mri-1', 'MRI', { patient: 'p' }),
    item('mri-2', 'MRI', { patient: 'q' }),
  ];
  // mri-1 is of ct-1's own patient.
  expect(shownOf(items)).toEqual({
    'ct-1': 'mri-2',
    'mri-1': 'no other patient’s item is of another modality',
    'mri-2': 'ct-1',
  });
});

test('prefers media of the same kinds, then as many, then any', () => {
  const two = (a: string, b: string) => ({
    media: [a, b].map((path) => ({ path, kind: 'image' as const })),
  });
  const items = [
    item('pair', 'CT', two('ct-a', 'ct-b')),
    item('picture', 'CT'),
    item('volume', 'MRI', {}, 'volume'),
    item('pair-2', 'US', two('us-a', 'us-b')),
    item('slide', 'histology', {}, 'features'),
  ];
  for (let seed = 0; seed < 10; seed++) {
    const shown = shownOf(items, seed);
    expect(shown.pair).toBe('us-a,us-b');
    expect(['volume', 'slide']).toContain(shown.picture);
  }
  expect(shownOf(items.slice(0, 3)).pair).toBe('volume');
});

test('is not applicable where there is one modality', () => {
  const reason = 'no other patient’s item is of another modality';
  expect(shownOf([item('a', 'CT'), item('b', 'CT')])).toEqual({ a: reason, b: reason });
});

test('draws every other modality about as often, however few items it has', () => {
  const items = Array.from({ length: 400 }, (_, i) => item(`ct-${i}`, 'CT'));
  items.push(item('us', 'US'), ...Array.from({ length: 100 }, (_, i) => item(`mri-${i}`, 'MRI')));
  const shown = Object.entries(shownOf(items)).filter(([id]) => id.startsWith('ct'));
  const ofUltrasound = shown.filter(([, path]) => path === 'us').length;
  // Binomial(400, 1/2): 200 and 4 deviations of 10 either way.
  expect(Math.abs(ofUltrasound - 200)).toBeLessThan(40);
});

test('hangs on seed and item alone: order and number of those asked change nothing', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('CT', 'MRI', 'US'), { maxLength: 20 }),
      fc.nat(),
      (modalities, seed) => {
        const items = modalities.map((modality, i) => item(`${i}`, modality));
        expect(shownOf(items.toReversed(), seed)).toEqual(shownOf(items, seed));
      },
    ),
  );
});
