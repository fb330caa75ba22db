/** Two opening brackets begin a verdict; `readJudgment` knows the same. */
const verdictStart = /([[［【])(?=[[［【])/gu;
/** Tokens by which chat templates tell who speaks: some servers take them from a message's text too. */
const controlToken =
  /<(?=[|｜])|<(?=\/?(?:s|bos|eos|start_of_turn|end_of_turn)>)|\[(?=\/?(?:INST|SYS)\])/giu;

/**
 * A text as it may stand in a grader's prompt: with a space behind the first sign of all that could
 * count as a verdict or as the end of the message. `[[10]]` becomes `[ [10]]`, which is read as no
 * verdict even where a grader repeats it.
 */
export function quoteText(text: string): string {
  return text.replace(verdictStart, '$1 ').replace(controlToken, '$& ');
}
