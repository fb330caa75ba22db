import { resolve } from 'node:path';
import type { EndpointConfig } from '../../benchmark/model-config.ts';
import type { ContentPart, GroundingObjects, Medium, Prompt } from '../../model/model.ts';
import { reasonOf } from '../../model-card/reason-of.ts';
import { RequestFailure } from '../engine.ts';
import { imageDataUrl } from './image-data-url.ts';

/** The fields of a request's body that a prompt becomes. */
export interface ChatPrompt {
  readonly messages: readonly ChatMessage[];
  /** ms-swift: what `<ref-object>` and `<bbox>` in the texts stand for. */
  readonly objects?: Readonly<Record<string, unknown>>;
}

interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string | readonly ChatPart[];
}

type ChatPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image_url'; readonly image_url: { readonly url: string } }
  /** ms-swift: by path. */
  | { readonly type: 'image'; readonly image: string }
  | { readonly type: 'video'; readonly video: string };

type Dialect = NonNullable<EndpointConfig['dialect']>;

/**
 * A prompt as a chat-completions server takes it: images as data URLs, read when it is called.
 *
 * Slides and volumes have no place in the protocol. A server of ms-swift with BreastGPT's plugin
 * takes them by path: a slide's `.h5` as an image, a `.nii`, `.nii.gz` or `.npy` volume as a
 * video; see docs/engines.md for where that is read from.
 *
 * @throws {RequestFailure} `medium-unsupported`, `medium-unreadable`.
 */
export async function chatPrompt(prompt: Prompt, dialect: Dialect): Promise<ChatPrompt> {
  const { messages, objects } = prompt;
  if (objects !== undefined && dialect !== 'ms-swift') {
    throw new RequestFailure(
      'medium-unsupported',
      'the prompt has grounding objects, which only servers of ms-swift take (dialect: ms-swift)',
      0,
    );
  }
  return {
    messages: await Promise.all(
      messages.map(async ({ role, content }) => ({
        role,
        content: await chatContent(content, dialect),
      })),
    ),
    ...(objects === undefined ? {} : { objects: swiftObjects(objects) }),
  };
}

async function chatContent(
  content: string | readonly ContentPart[],
  dialect: Dialect,
): Promise<string | ChatPart[]> {
  if (typeof content === 'string') return content;
  // Servers of models without vision take strings only.
  if (content.every((part) => part.type === 'text')) {
    return content.map(({ text }) => text).join('');
  }
  return Promise.all(
    content.map(async (part) => (part.type === 'text' ? part : chatMedium(part, dialect))),
  );
}

async function chatMedium(medium: Medium, dialect: Dialect): Promise<ChatPart> {
  if (medium.type === 'image') {
    try {
      return { type: 'image_url', image_url: { url: await imageDataUrl(medium.image) } };
    } catch (error) {
      throw new RequestFailure('medium-unreadable', reasonOf(error), 0);
    }
  }
  if (dialect !== 'ms-swift') {
    throw new RequestFailure(
      'medium-unsupported',
      `chat-completions servers take images, not a ${medium.type}; BreastGPT's own server takes it by path (dialect: ms-swift)`,
      0,
    );
  }
  return medium.type === 'slide'
    ? { type: 'image', image: servedPath(medium.slide, ['.h5'], 'slide') }
    : { type: 'video', video: servedPath(medium.volume, ['.nii', '.nii.gz', '.npy'], 'volume') };
}

/** The path a server finds the file at; it tells what the file is by its ending alone. */
function servedPath(source: unknown, endings: readonly string[], medium: string): string {
  if (typeof source !== 'string') {
    throw new RequestFailure(
      'medium-unsupported',
      `the server takes a ${medium} by path, and this one is no file`,
      0,
    );
  }
  if (endings.some((ending) => source.toLowerCase().endsWith(ending))) return resolve(source);
  throw new RequestFailure(
    'medium-unsupported',
    `the server takes a ${medium} as ${endings.join(' or ')}, and ${source} is called otherwise`,
    0,
  );
}

function swiftObjects(objects: GroundingObjects): Readonly<Record<string, unknown>> {
  const { references = [], boxes = [], boxType = 'real', mediumIndices } = objects;
  return {
    ref: references,
    bbox: boxes,
    bbox_type: boxType,
    ...(mediumIndices === undefined ? {} : { image_id: mediumIndices }),
  };
}
