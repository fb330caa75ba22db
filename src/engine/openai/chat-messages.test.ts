import { describe, expect, test } from 'vitest';
import type { ContentPart, Prompt } from '../../model/model.ts';
import { chatPrompt } from './chat-messages.ts';

function asked(...content: ContentPart[]): Prompt {
  return { messages: [{ role: 'user', content }] };
}

const text: ContentPart = { type: 'text', text: 'What is seen?' };
const slide: ContentPart = { type: 'slide', slide: '/data/slide.h5' };

describe('a prompt for a chat-completions server', () => {
  test('is strings where there are no media', async () => {
    const prompt: Prompt = {
      messages: [
        {
          role: 'system',
          content: [
            { type: 'text', text: 'Be ' },
            { type: 'text', text: 'brief.' },
          ],
        },
        { role: 'user', content: 'What is seen?' },
      ],
    };
    expect(await chatPrompt(prompt, 'openai')).toEqual({
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'What is seen?' },
      ],
    });
  });

  test('keeps media and texts in their order', async () => {
    const jpeg = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0]);
    const { messages } = await chatPrompt(asked({ type: 'image', image: jpeg }, text), 'openai');
    expect(messages[0]?.content).toEqual([
      { type: 'image_url', image_url: { url: 'data:image/jpeg;base64,/9j/4A==' } },
      text,
    ]);
  });

  test('refuses slides and volumes unless the server takes them by path', async () => {
    await expect(chatPrompt(asked(slide, text), 'openai')).rejects.toMatchObject({
      reason: 'medium-unsupported',
      attempts: 0,
      fatal: false,
    });
    await expect(
      chatPrompt(asked({ type: 'volume', volume: '/data/ct.nii.gz' }), 'openai'),
    ).rejects.toThrow('servers take images, not a volume');
  });

  test('names slides and volumes by absolute path to ms-swift, as image and video', async () => {
    const { messages } = await chatPrompt(
      asked(slide, { type: 'volume', volume: 'ct.nii.gz' }, text),
      'ms-swift',
    );
    expect(messages[0]?.content).toEqual([
      { type: 'image', image: '/data/slide.h5' },
      { type: 'video', video: `${process.cwd()}/ct.nii.gz` },
      text,
    ]);
  });

  test('refuses ms-swift a file that it would not know, and what is no file', async () => {
    await expect(
      chatPrompt(asked({ type: 'slide', slide: '/data/slide.hdf5' }), 'ms-swift'),
    ).rejects.toThrow('takes a slide as .h5, and /data/slide.hdf5 is called otherwise');
    const inMemory = { type: 'slide', slide: { features: [] } } as unknown as ContentPart;
    await expect(chatPrompt(asked(inMemory), 'ms-swift')).rejects.toThrow('this one is no file');
  });

  test('hands grounding objects to ms-swift under its names and to no other', async () => {
    const prompt: Prompt = {
      ...asked(text),
      objects: {
        references: ['mass'],
        boxes: [[1, 2, 3, 4]],
        boxType: 'norm1',
        mediumIndices: [0],
      },
    };
    expect((await chatPrompt(prompt, 'ms-swift')).objects).toEqual({
      ref: ['mass'],
      bbox: [[1, 2, 3, 4]],
      bbox_type: 'norm1',
      image_id: [0],
    });
    await expect(chatPrompt(prompt, 'openai')).rejects.toThrow('grounding objects');
  });

  test('calls an image that can not be read by that reason', async () => {
    await expect(
      chatPrompt(asked({ type: 'image', image: '/none.png' }), 'openai'),
    ).rejects.toMatchObject({ name: 'RequestFailure', reason: 'medium-unreadable', attempts: 0 });
  });
});
