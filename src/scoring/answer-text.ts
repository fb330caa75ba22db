const closedThought = /<(think|thinking|reasoning)>[\s\S]*?<\/\1>/giu;
const thoughtWithoutStart = /^[\s\S]*<\/(?:think|thinking|reasoning)>/iu;
const thoughtWithoutEnd = /<(?:think|thinking|reasoning)>[\s\S]*$/iu;
const thoughtEnd = /<\/(?:think|thinking|reasoning)>/iu;
const emphasis = /(\*\*|__|`+)/gu;

/**
 * A response without its reasoning between `<think>` tags. One that was cut off while still
 * thinking is empty.
 *
 * @param text A model's whole text.
 */
export function withoutReasoning(text: string): string {
  // Without an end there is no closed thought: looking for one from every start would be quadratic.
  const outside = thoughtEnd.test(text)
    ? text.replace(closedThought, ' ').replace(thoughtWithoutStart, ' ')
    : text;
  return outside.replace(thoughtWithoutEnd, ' ');
}

/**
 * The part of a response that answers: reasoning and Markdown emphasis removed. A response cut
 * off while still thinking has no answer.
 *
 * @param response A model's whole text.
 * @returns The answering text, trimmed; empty when there is none.
 * @example
 * answerText('<think>A? No.</think> **B**'); // 'B'
 */
export function answerText(response: string): string {
  return withoutReasoning(response.normalize('NFKC')).replace(emphasis, '').trim();
}
