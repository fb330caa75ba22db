import { createHash } from 'node:crypto';
import type { GradingPromptId } from '../benchmark/grading-config.ts';
import { quoteText } from './quote-text.ts';

/** What a judgment is to be: a score, or the better of two answers. */
export type Asked =
  | { readonly kind: 'score'; readonly scale: { readonly lower: number; readonly upper: number } }
  | { readonly kind: 'pair' };

/** One way to ask a grader. */
export interface GradingPrompt {
  readonly id: GradingPromptId;
  /** What people read. */
  readonly title: string;
  /** Raised with every change of the template: judgments of two versions are not the same. */
  readonly version: number;
  readonly asks: Asked;
  readonly usesReference: boolean;
  /** The text that a grader is sent, with names in braces where `renderPrompt` puts what is judged. */
  readonly template: string;
}

/** What is put before a grader. */
export interface JudgedTexts {
  /** With its options, if any. */
  readonly question: string;
  readonly reference?: string;
  /** One, or two where a pair is asked for. */
  readonly answers: readonly string[];
}

/** First 12 hex digits of the SHA-256 of a prompt's template. */
export function promptHash({ template }: Pick<GradingPrompt, 'template'>): string {
  return sha256(template).slice(0, 12);
}

/**
 * The text that a grader is sent. What is judged can neither end the lines that enclose it, whose
 * code it does not hold, nor say a verdict: see `quoteText`.
 *
 * @throws {RangeError} if the prompt asks for a text that is not given.
 */
export function renderPrompt(
  { id, template }: Pick<GradingPrompt, 'id' | 'template'>,
  { question, reference, answers }: JudgedTexts,
): string {
  const [first, second] = answers;
  const given = { question, reference, answer: first, answerA: first, answerB: second };
  const texts = new Map(
    Object.entries(given).flatMap(([name, text]) =>
      text === undefined ? [] : [[name, quoteText(text)] as const],
    ),
  );
  texts.set('code', enclosingCode([...texts.values()]));
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const text = texts.get(name);
    if (text === undefined) throw new RangeError(`renderPrompt: "${id}" needs {${name}}`);
    return text;
  });
}

/** Eight hex digits that none of the texts holds, the same for the same texts. */
function enclosingCode(texts: readonly string[]): string {
  for (let attempt = 0; ; attempt++) {
    const code = sha256(JSON.stringify([attempt, ...texts])).slice(0, 8);
    if (!texts.some((text) => text.includes(code))) return code;
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
