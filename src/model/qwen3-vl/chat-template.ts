import { Template } from '@huggingface/jinja';
import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import { AuditError } from '../../errors.ts';
import type { Message } from '../model.ts';

/** Writes a conversation as the text the model continues. */
export type ChatTemplate = (messages: readonly Message[]) => string;

/**
 * The checkpoint's own chat template, ending where the assistant's answer begins.
 *
 * @throws {AuditError} if there is none, it can not be parsed, or it refuses the messages.
 */
export function loadChatTemplate(checkpoint: Checkpoint): ChatTemplate {
  const source = checkpoint.documents.chatTemplate;
  if (source === undefined) {
    throw unusable(checkpoint, 'has no chat template');
  }
  const template = attempt(checkpoint, () => new Template(source));
  return (messages) =>
    attempt(checkpoint, () => template.render({ messages, add_generation_prompt: true }));
}

function attempt<T>(checkpoint: Checkpoint, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw unusable(checkpoint, `has a chat template that fails (${reason})`, cause);
  }
}

function unusable(checkpoint: Checkpoint, problem: string, cause?: unknown): AuditError {
  return new AuditError({
    code: 'chat-template-unusable',
    location: checkpoint.folder,
    problem,
    remedy: 'add the chat_template.json or chat_template.jinja the model was trained with',
    cause,
  });
}
