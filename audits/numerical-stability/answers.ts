import type { Response } from '../../src/benchmark/benchmark.ts';
import type { ItemAnswers } from '../../src/evidence/evidence.ts';

/**
 * What tells a model's answer to an item from another one: its content, and where none could be read
 * its whole text. Two texts of which nothing is read are the same answer only if they are the same text.
 */
export type AnswerOf = (answers: ItemAnswers, itemKey: string) => string;

/** @param responses of several to an item the last counts. */
export function answersOf(responses: readonly Response[]): AnswerOf {
  const texts = new Map<string, string>();
  for (const { model, condition, itemKey, text } of responses)
    texts.set(JSON.stringify([model, condition, itemKey]), text.trim());
  return ({ model, condition, contentOf }, itemKey) => {
    const content = contentOf.get(itemKey) ?? null;
    if (content !== null) return `read ${content}`;
    return `unread ${texts.get(JSON.stringify([model, condition, itemKey])) ?? ''}`;
  };
}
