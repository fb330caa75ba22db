import type { Medium, Message } from '../model.ts';

/** A conversation as BreastGPT was trained on it. */
export interface WrittenPrompt {
  /**
   * Pieces of text that are tokenised on their own; each medium is one pad token in them.
   * Joined they are the prompt.
   */
  readonly pieces: readonly string[];
  /** The media in the order of their pads. */
  readonly media: readonly Medium[];
}

const IMAGE_TAG = '<image>';
const VOLUME_TAG = '<video>';
const PAD_TEXT: Record<Medium['type'], string> = {
  image: '<|vision_start|><|image_pad|><|vision_end|>',
  slide: '<|vision_start|><|histo_pad|><|vision_end|>',
  // Bare: the authors' template puts no brackets around volumes.
  volume: '<|video_pad|>',
};

/**
 * Writes a conversation with the template of ms-swift, which BreastGPT was trained with.
 *
 * Tags in the text, `<image>` for images and slides and `<video>` for volumes, say where
 * the media stand; without any tag they stand where they are among the parts of a message. Tags
 * that are missing go before the first user message, those of volumes first; tags without a
 * medium stay as text. There is no default system message.
 *
 * Source: MODEL.md section 2.
 */
export function writeSwiftPrompt(messages: readonly Message[]): WrittenPrompt {
  const tagged = messages.some(({ content }) => hasTag(textOf(content)));
  const texts = messages.map(({ role, content }) => ({
    role,
    text: tagged ? textOf(content) : taggedText(content),
  }));
  const media = mediaOf(messages);
  const pictures = media.filter(({ type }) => type !== 'volume');
  const volumes = media.filter(({ type }) => type === 'volume');
  const first = texts.find(({ role }) => role === 'user');
  if (first !== undefined) {
    const missing = (tag: string, count: number): string =>
      tag.repeat(Math.max(0, count - occurrences(texts, tag)));
    first.text = missing(IMAGE_TAG, pictures.length) + first.text;
    first.text = missing(VOLUME_TAG, volumes.length) + first.text;
  }
  const queues = { [IMAGE_TAG]: pictures, [VOLUME_TAG]: volumes };
  const placed: Medium[] = [];
  const withPads = (text: string): string =>
    text.replace(/<image>|<video>/g, (tag) => {
      const medium = queues[tag as keyof typeof queues].shift();
      if (medium === undefined) return tag;
      placed.push(medium);
      return PAD_TEXT[medium.type];
    });
  return { pieces: piecesOf(texts, withPads), media: placed };
}

/** The media of a conversation in the order they are given. */
export function mediaOf(messages: readonly Message[]): readonly Medium[] {
  return messages.flatMap(({ content }) =>
    typeof content === 'string' ? [] : content.filter((part) => part.type !== 'text'),
  );
}

interface RoleText {
  readonly role: Message['role'];
  text: string;
}

/** Everything up to an answer is one piece, and so is each earlier answer. */
function piecesOf(texts: readonly RoleText[], withPads: (text: string) => string): string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const { role, text } of texts) {
    if (role === 'system') piece += `<|im_start|>system\n${text}<|im_end|>\n`;
    if (role === 'user') {
      piece += `<|im_start|>user\n${withPads(text)}<|im_end|>\n<|im_start|>assistant\n`;
    }
    if (role === 'assistant') {
      pieces.push(piece, withPads(text));
      piece = '<|im_end|>\n';
    }
  }
  return [...pieces, piece];
}

function textOf(content: Message['content']): string {
  if (typeof content === 'string') return content;
  return content.map((part) => (part.type === 'text' ? part.text : '')).join('');
}

function taggedText(content: Message['content']): string {
  if (typeof content === 'string') return content;
  return content
    .map((part) => {
      if (part.type === 'text') return part.text;
      return part.type === 'volume' ? VOLUME_TAG : IMAGE_TAG;
    })
    .join('');
}

function hasTag(text: string): boolean {
  return text.includes(IMAGE_TAG) || text.includes(VOLUME_TAG);
}

function occurrences(texts: readonly RoleText[], tag: string): number {
  return texts.reduce((sum, { text }) => sum + text.split(tag).length - 1, 0);
}
