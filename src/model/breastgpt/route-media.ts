import type { ContentPart, Message } from '../model.ts';

/**
 * Sends pictures to the branch that takes them: the ending .h5 alone makes a slide of what was given
 * as an image, as in the authors' template.
 */
export function routeMedia(messages: readonly Message[]): readonly Message[] {
  return messages.map((message) =>
    typeof message.content === 'string'
      ? message
      : { ...message, content: message.content.map(routed) },
  );
}

function routed(part: ContentPart): ContentPart {
  if (part.type !== 'image' || typeof part.image !== 'string') return part;
  return part.image.toLowerCase().endsWith('.h5') ? { type: 'slide', slide: part.image } : part;
}
