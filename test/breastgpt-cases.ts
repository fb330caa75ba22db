import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ContentPart, Message, Prompt } from '../src/model/model.ts';

/** A case of the BreastGPT reference as a prompt. */
export interface BreastGptCase {
  readonly name: string;
  readonly prompt: Prompt;
  readonly promptText: string;
}

interface Manifest {
  readonly sample: {
    readonly messages: readonly Message[];
    readonly images?: readonly string[];
    readonly videos?: readonly string[];
  };
  readonly prompt_text: string;
}

/** Every BreastGPT case of the fixtures, in the order of their index. */
export function breastGptCases(fixtures: string): readonly BreastGptCase[] {
  const { cases } = JSON.parse(readFileSync(join(fixtures, 'cases/index.json'), 'utf8'));
  const present = new Set(readdirSync(join(fixtures, 'cases')));
  return (cases as string[])
    .filter((name) => !name.startsWith('qwen') && present.has(`${name}.json`))
    .map((name) => {
      const path = join(fixtures, `cases/${name}.json`);
      const { sample, prompt_text: promptText } = JSON.parse(
        readFileSync(path, 'utf8'),
      ) as Manifest;
      const media: ContentPart[] = [
        ...(sample.images ?? []).map(
          (file): ContentPart =>
            file.endsWith('.h5')
              ? { type: 'slide', slide: join(fixtures, file) }
              : { type: 'image', image: join(fixtures, file) },
        ),
        ...(sample.videos ?? []).map(
          (file): ContentPart => ({
            type: 'volume',
            volume: join(fixtures, file),
          }),
        ),
      ];
      return { name, prompt: { messages: withMedia(sample.messages, media) }, promptText };
    });
}

/** The media as parts of the first user message; its tags say where they stand. */
function withMedia(messages: readonly Message[], media: readonly ContentPart[]): Message[] {
  const first = messages.findIndex(({ role }) => role === 'user');
  return messages.map((message, i) => {
    if (i !== first || typeof message.content !== 'string') return message;
    return { ...message, content: [...media, { type: 'text', text: message.content }] };
  });
}
