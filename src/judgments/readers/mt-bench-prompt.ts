/**
 * The answer that a judge's prompt shows, by the marks that FastChat's templates put around it: in
 * conversations, what the assistant says last.
 *
 * @param prompt The `user_prompt` of a row.
 * @param assistant Whose answer: A or B of a pair; undefined where only one was shown.
 * @returns undefined for prompts of another template.
 */
export function answerInPrompt(prompt: unknown, assistant?: 'A' | 'B'): string | undefined {
  if (typeof prompt !== 'string') return undefined;
  const who = assistant === undefined ? 'Assistant' : `Assistant ${assistant}`;
  const single = between(
    prompt,
    `[The Start of ${who}'s Answer]\n`,
    `[The End of ${who}'s Answer]`,
  );
  if (single !== undefined) return single.replace(/\n$/, '');
  const speaker = `Assistant ${assistant ?? 'A'}`;
  const conversation = between(
    prompt,
    `<|The Start of ${speaker}'s Conversation with User|>`,
    `<|The End of ${speaker}'s Conversation with User|>`,
  );
  const mark = `### ${speaker}:\n`;
  const start = conversation?.lastIndexOf(mark) ?? -1;
  return start === -1 ? undefined : conversation!.slice(start + mark.length).trimEnd();
}

function between(text: string, start: string, end: string): string | undefined {
  const from = text.indexOf(start);
  const to = text.lastIndexOf(end);
  return from === -1 || to < from ? undefined : text.slice(from + start.length, to);
}
