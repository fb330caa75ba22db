import { parentPort, workerData } from 'node:worker_threads';
import { openCheckpoint } from '../../checkpoint/checkpoint.ts';
import { loadPreparer, parseArchitecture } from '../../model/architecture.ts';
import type { MediaOptions } from '../../model/media-settings.ts';
import type { Prompt } from '../../model/model.ts';
import { type Answer, failedAnswer } from './answer.ts';

/** What a thread that prepares prompts is started with. */
export interface PromptWorkerSettings {
  readonly folder: string;
  readonly media: MediaOptions;
}

/** What it is asked; the answer carries the same id. */
export interface PromptWorkerRequest {
  readonly id: number;
  readonly prompt: Prompt;
}

export type PromptWorkerReply = Answer & { readonly id: number };

// A thread that decodes media and tokenises while the model computes in another.
const port = parentPort!;
const { folder, media } = workerData as PromptWorkerSettings;
const preparer = openCheckpoint(folder).then((checkpoint) =>
  loadPreparer(checkpoint, parseArchitecture(checkpoint, media)),
);
// Told with the first prompt.
preparer.catch(() => {});

port.on('message', async ({ id, prompt }: PromptWorkerRequest) => {
  try {
    const prepared = await (await preparer).prepare(prompt);
    const reply: PromptWorkerReply = { id, kind: 'done', result: prepared };
    port.postMessage(reply, buffersOf(prepared));
  } catch (error) {
    port.postMessage({ ...failedAnswer(error), id } satisfies PromptWorkerReply);
  }
});

/** The memory of all arrays in a value that fill theirs: it changes hands instead of being copied. */
function buffersOf(value: unknown, found: Set<ArrayBuffer> = new Set()): ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) {
    const { buffer, byteLength } = value;
    if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) found.add(buffer);
  } else if (typeof value === 'object' && value !== null) {
    for (const part of Object.values(value)) buffersOf(part, found);
  }
  return [...found];
}
