import type { AnswerFacts } from './judgments.ts';
import { TextStore } from './text-store.ts';

const excerptChars = 2000;
const mostCandidates = 2 ** 21;

/** Answers of candidates to items by their numbers: how long each is, and its beginning. */
export class AnswerShelf {
  readonly #texts = new TextStore();
  readonly #answers = new Map<number, { readonly lengthChars: number; readonly text: number }>();
  readonly #empty = new Set<number>();

  /** Keeps an answer; the first of an item and candidate stays. */
  add(item: number, candidate: number, text: string): void {
    const place = item * mostCandidates + candidate;
    if (this.#answers.has(place)) return;
    if (text.trim() === '') this.#empty.add(place);
    this.#answers.set(place, { lengthChars: text.length, text: this.#texts.add(excerptOf(text)) });
  }

  facts(item: number, candidate: number): AnswerFacts | undefined {
    const answer = this.#answers.get(item * mostCandidates + candidate);
    return answer && { lengthChars: answer.lengthChars, excerpt: this.#texts.get(answer.text) };
  }

  /** Whether the answer is at hand and holds nothing but white space. */
  isEmpty(item: number, candidate: number): boolean {
    return this.#empty.has(item * mostCandidates + candidate);
  }
}

/** The first 2,000 characters, without half of a surrogate pair at the end. */
function excerptOf(text: string): string {
  if (text.length <= excerptChars) return text;
  return text.slice(0, excerptChars).replace(/[\uD800-\uDBFF]$/, '');
}
