import { parentPort, workerData } from 'node:worker_threads';
import { openCheckpoint } from '../../checkpoint/checkpoint.ts';
import { AuditError, type AuditErrorFacts } from '../../errors.ts';
import { loadPreparer, type PreparedPrompt, parseArchitecture } from '../../model/architecture.ts';
import type { MediaOptions } from '../../model/media-settings.ts';
import type { Prompt } from '../../model/model.ts';

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

export type PromptWorkerReply = { readonly id: number } & (
  | { readonly kind: 'done'; readonly prompt: PreparedPrompt }
  | { readonly kind: 'failed'; readonly error: unknown }
  /** An `AuditError` in parts: a class does not survive the way between threads. */
  | { readonly kind: 'refused'; readonly facts: AuditErrorFacts }
);

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
    const reply: PromptWorkerReply = { id, kind: 'done', prompt: prepared };
    port.postMessage(reply, buffersOf(prepared));
  } catch (error) {
    port.postMessage(failure(id, error));
  }
});

function failure(id: number, error: unknown): PromptWorkerReply {
  if (!(error instanceof AuditError)) return { id, kind: 'failed', error };
  const { code, location, problem, remedy } = error;
  return { id, kind: 'refused', facts: { code, location, problem, remedy } };
}

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
