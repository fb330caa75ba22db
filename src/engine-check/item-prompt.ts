import type { Item, MediaReference } from '../benchmark/benchmark.ts';
import { parseOptions } from '../benchmark/parse-options.ts';
import { AuditError } from '../errors.ts';
import type { ContentPart, Prompt } from '../model/model.ts';

/**
 * An item as a model is asked it: the row's system message, then its media in their order, then
 * the question, with the options below it as "A. ..." where the question does not spell them out.
 *
 * @throws {AuditError} for media that are not at hand or that no model takes.
 */
export function itemPrompt(item: Item): Prompt {
  const { system, prompt, options, answer } = item;
  const apart = options.length > 0 && parseOptions(prompt, answer).length === 0;
  const lines = apart ? options.map(({ label, text }) => `${label}. ${text}`) : [];
  const text = [prompt, ...lines].join('\n');
  return {
    messages: [
      ...(system === undefined ? [] : [{ role: 'system', content: system } as const]),
      { role: 'user', content: [...item.media.map(contentPart), { type: 'text', text }] },
    ],
  };
}

function contentPart({ kind, file }: MediaReference): ContentPart {
  if (file === undefined) {
    throw unusable('is not at hand', 'set media.root to the folder that holds it');
  }
  switch (kind) {
    case 'image':
      return { type: 'image', image: file };
    case 'features':
      return { type: 'slide', slide: file };
    case 'volume':
      return { type: 'volume', volume: file };
    case 'video':
    case 'audio':
      throw unusable(`is ${kind}, which no model here takes`, 'ask about images, slides, volumes');
  }
}

function unusable(problem: string, remedy: string): AuditError {
  return new AuditError({ code: 'medium-unusable', location: 'a medium', problem, remedy });
}
