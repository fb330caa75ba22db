import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCheckpoint } from '../../checkpoint/checkpoint.ts';
import { readSafetensors } from '../../checkpoint/safetensors.ts';
import type { Message } from '../model.ts';
import { loadChatTemplate } from './chat-template.ts';
import { parseQwen3VlConfig } from './config.ts';
import { loadPromptProcessor, preparePrompt } from './prompt.ts';
import { loadTokenizer } from './tokenizer.ts';

const FIXTURES = join(import.meta.dirname, '../../../test/fixtures');
const checkpoint = await openCheckpoint(join(FIXTURES, 'tiny-qwen3vl'));
const config = parseQwen3VlConfig(checkpoint);
const processor = loadPromptProcessor(checkpoint, config);

function readCases<T>(name: string): T {
  return JSON.parse(readFileSync(join(FIXTURES, name), 'utf8')) as T;
}

describe('loadTokenizer', () => {
  const tokenizer = loadTokenizer(checkpoint);
  const cases =
    readCases<{ text: string; qwen: number[]; decoded: string }[]>('tokenizer_cases.json');

  it.each(cases)('has the reference ids of $text', ({ text, qwen, decoded }) => {
    expect(tokenizer.encode(text)).toEqual(qwen);
    expect(tokenizer.decode(qwen)).toBe(decoded);
  });

  it('names what is missing', () => {
    const documents = { ...checkpoint.documents, tokenizer: undefined };
    expect(() => loadTokenizer({ ...checkpoint, folder: 'm', documents })).toThrow(
      'm: has no tokenizer.json; add the tokenizer.json the model was trained with',
    );
  });
});

describe('loadChatTemplate', () => {
  const cases = readCases<{ messages: Message[]; rendered: string }[]>('chat_template_cases.json');

  it.each(cases)('renders as the reference: $rendered', ({ messages, rendered }) => {
    expect(loadChatTemplate(checkpoint)(messages)).toBe(rendered);
  });

  it('names what is missing, and a template that fails', () => {
    const without = { ...checkpoint.documents, chatTemplate: undefined };
    expect(() => loadChatTemplate({ ...checkpoint, folder: 'm', documents: without })).toThrow(
      'm: has no chat template; add the chat_template.json or chat_template.jinja',
    );
    const failing = { ...checkpoint.documents, chatTemplate: '{% for %}' };
    expect(() => loadChatTemplate({ ...checkpoint, folder: 'm', documents: failing })).toThrow(
      'm: has a chat template that fails',
    );
  });
});

describe('preparePrompt', () => {
  it.each(['qwen_image', 'qwen_two', 'qwen_text'])(
    '%s has the reference ids and positions',
    async (name) => {
      const tensors = await readSafetensors(join(FIXTURES, `cases/${name}.safetensors`));
      const reference = readCases<{ sample: { messages: Message[] }; rope_delta: number }>(
        `cases/${name}.json`,
      );
      const prepared = await preparePrompt(
        { messages: located(reference.sample.messages) },
        processor,
      );
      expect(prepared.inputIds).toEqual(tensors.get('input_ids')!.data);
      expect(prepared.positionIds.flatMap((axis) => [...axis])).toEqual([
        ...(tensors.get('position_ids')!.data as Int32Array),
      ]);
      expect(prepared.nextPosition - prepared.inputIds.length).toBe(reference.rope_delta);
      const grids = prepared.images.flatMap(({ grid }) => [1, grid.height, grid.width]);
      expect(grids).toEqual([...((tensors.get('image_grid_thw')?.data ?? []) as Int32Array)]);
      for (const index of prepared.visualIndex) {
        expect(prepared.inputIds[index]).toBe(config.tokens.image);
      }
    },
  );

  it('refuses a text that holds a placeholder of its own', async () => {
    const messages = [{ role: 'user', content: 'What is <|image_pad|>?' }] as const;
    await expect(preparePrompt({ messages }, processor)).rejects.toThrow(
      'prompt: has 1 image or video placeholders for 0 images',
    );
  });
});

function located(messages: readonly Message[]): Message[] {
  return messages.map((message) =>
    typeof message.content === 'string'
      ? message
      : {
          ...message,
          content: message.content.map((part) =>
            part.type === 'image' ? { ...part, image: join(FIXTURES, String(part.image)) } : part,
          ),
        },
  );
}
