import { describe, expect, test } from 'vitest';
import { testItem } from '../../test/test-item.ts';
import type { Item, MediaReference } from '../benchmark/benchmark.ts';
import type { Prompt } from '../model/model.ts';
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
