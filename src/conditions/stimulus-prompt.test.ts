import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import { testItem } from '../../test/test-item.ts';
import type { Item, MediaReference } from '../benchmark/benchmark.ts';
import { openCheckpoint } from '../checkpoint/checkpoint.ts';
import { loadPreparer, parseArchitecture } from '../model/architecture.ts';
import type { BreastGptPrompt, PreparedMedium } from '../model/breastgpt/prompt.ts';
import type { Prompt } from '../model/model.ts';
import type { StimulusMedium } from './condition.ts';
import { itemStimulus } from './item-stimulus.ts';
import { stimulusPrompt } from './stimulus-prompt.ts';

const itemPrompt = (fields: Partial<Item>): Promise<Prompt> =>
  stimulusPrompt(itemStimulus(testItem(fields)));

const options = [
  { label: 'A', text: 'Yes' },
  { label: 'B', text: 'No' },
];

describe('the prompt of an item as it is', () => {
  test('is its text alone where it has no media and no system message', async () => {
    expect(await itemPrompt({})).toEqual({
      messages: [{ role: 'user', content: [{ type: 'text', text: 'What is seen?' }] }],
    });
  });

  test('has the system message first, then the media in their order, then the text', async () => {
    const media: MediaReference[] = [
      { path: 's.h5', kind: 'features', file: '/m/s.h5' },
      { path: 'a.png', kind: 'image', file: '/m/a.png' },
      { path: 'v.nii.gz', kind: 'volume', file: '/m/v.nii.gz' },
    ];
    expect((await itemPrompt({ system: 'You read slides.', media })).messages).toEqual([
      { role: 'system', content: 'You read slides.' },
      {
        role: 'user',
        content: [
          { type: 'slide', slide: '/m/s.h5' },
          { type: 'image', image: '/m/a.png' },
          { type: 'volume', volume: '/m/v.nii.gz' },
          { type: 'text', text: 'What is seen?' },
        ],
      },
    ]);
  });

  test.each([
    ['given apart are lines below it', 'Is there a mass?', 'Is there a mass?\nA. Yes\nB. No'],
    ['that it spells out are not repeated', 'A mass? A. Yes B. No', 'A mass? A. Yes B. No'],
  ])('options %s', async (_, prompt, text) => {
    const { messages } = await itemPrompt({ prompt, options, answer: 'A' });
    expect(messages).toEqual([{ role: 'user', content: [{ type: 'text', text }] }]);
  });

  test.each<[string, MediaReference]>([
    ['a medium: is not at hand; set media.root', { path: 'a.png', kind: 'image' }],
    ['a medium: is video, which no model', { path: 'a.mp4', kind: 'video', file: '/m/a.mp4' }],
  ])('is refused with "%s"', async (message, medium) => {
    await expect(itemPrompt({ media: [medium] })).rejects.toThrow(message);
  });
});

describe('a prompt whose media are blank or noise', async () => {
  const fixtures = join(import.meta.dirname, '../../test/fixtures');
  const checkpoint = await openCheckpoint(join(fixtures, 'tiny-breastgpt'));
  const preparer = loadPreparer(checkpoint, parseArchitecture(checkpoint));
  const references = (
    [
      ['odd_517x389.png', 'image'],
      ['slide_90.h5', 'features'],
      ['vol_40x96x80.nii.gz', 'volume'],
    ] as const
  ).map(([path, kind]): MediaReference => ({ path, kind, file: join(fixtures, 'media', path) }));

  const prepared = async (treatment: Omit<StimulusMedium, 'reference'>) => {
    const media = references.map((reference) => ({ reference, ...treatment }));
    const prompt = await stimulusPrompt({ media, text: 'What is it?', options: [] });
    return (await preparer.prepare(prompt)) as BreastGptPrompt;
  };
  const real = await prepared({ treatment: 'as-is' });

  /** What features are cached by. */
  const hashOf = (medium: PreparedMedium): string =>
    medium.type === 'slide'
      ? medium.slide.contentHash
      : medium.type === 'image'
        ? medium.image.pixelHash
        : medium.volume.pixelHash;

  test.each([
    ['blank', { treatment: 'blank' }],
    ['noise', { treatment: 'noise', seed: 1 }],
  ] as const)('has the same tokens as with the media, and other contents: %s', async (_, how) => {
    const shown = await prepared(how);
    expect([shown.inputIds, shown.starts, shown.pads]).toEqual([
      real.inputIds,
      real.starts,
      real.pads,
    ]);
    const hashes = shown.media.map(hashOf);
    for (const [i, medium] of real.media.entries()) expect(hashes[i]).not.toBe(hashOf(medium));
    expect((await prepared(how)).media.map(hashOf)).toEqual(hashes);
  });

  test('goes from thread to thread whole, before and after it is prepared', async () => {
    const media = references.map(
      (reference) => ({ reference, treatment: 'noise', seed: 1 }) as const,
    );
    const prompt = await stimulusPrompt({ media, text: 'What is it?', options: [] });
    const shown = await preparer.prepare(prompt);
    // vitest takes many seconds for arrays of this size.
    expect(isDeepStrictEqual(structuredClone(shown), shown)).toBe(true);
    const again = await preparer.prepare(structuredClone(prompt));
    expect(isDeepStrictEqual(again, shown)).toBe(true);
  });

  test('of noise hangs on the seed, of blank there is one level each', async () => {
    const [one, other] = await Promise.all(
      [1, 2].map((seed) => prepared({ treatment: 'noise', seed })),
    );
    const differ = one!.media.map((medium, i) => hashOf(medium) !== hashOf(other!.media[i]!));
    expect(differ).toEqual([true, true, true]);
    const [image, slide, volume] = (await prepared({ treatment: 'blank' })).media;
    const values = (numbers: Iterable<number>) => new Set(numbers).size;
    expect(image?.type === 'image' && values(image.image.patches)).toBe(1);
    expect(slide?.type === 'slide' && values(slide.slide.features)).toBe(1);
    expect(volume?.type === 'volume' && values(volume.volume.patches.flatMap((p) => [...p]))).toBe(
      1,
    );
  });
});
