import type { ContentPart, Prompt } from '../model/model.ts';
import type { Stimulus } from './condition.ts';
import { renderMedium } from './render-medium.ts';

/**
 * A stimulus as a model takes it: the system message, then the media, then the text. What stands
 * in for a medium is made in memory.
 *
 * @throws {AuditError} for media that are not at hand, can not be read or that no model takes.
 */
export async function stimulusPrompt({ system, media, text }: Stimulus): Promise<Prompt> {
  const shown = await Promise.all(media.map(renderMedium));
  const content: ContentPart[] = [...shown, { type: 'text', text }];
  return {
    messages: [
      ...(system === undefined ? [] : [{ role: 'system', content: system } as const]),
      { role: 'user', content },
    ],
  };
}
