import type { Item } from '../../benchmark/benchmark.ts';
import { answerKind } from '../reference-answer.ts';
import { answerIs } from './answer-is.ts';
import type { Extractor } from './extractor.ts';
import { isNegated } from './negation.ts';
import { optionText } from './option-text.ts';
import { strictLetter } from './strict-letter.ts';

const standingAlone = /(?<![\p{L}\d'-])([\p{Lu}\d]+)(?![\p{L}\d'-])/gu;
/** What follows the article "A" or the pronoun "I", and never a label. */
const sentenceGoesOn = /^\s+(?!(?:and|or|nor|because|since|is)\b)\p{Ll}/u;

/** The one capital label that stands alone somewhere and isn't denied: "I would go for B". */
function onlyLabelMentioned(text: string, item: Item): string | null {
  const labels = new Set(item.options.map(({ label }) => label));
  const mentioned = new Set<string>();
  for (const match of text.matchAll(standingAlone)) {
    const label = match[1] ?? '';
    if (!labels.has(label) || isNegated(text.slice(0, match.index))) continue;
    const isWord = label === 'A' || label === 'I';
    if (isWord && sentenceGoesOn.test(text.slice(match.index + 1))) continue;
    mentioned.add(label);
  }
  return mentioned.size === 1 ? ([...mentioned][0] ?? null) : null;
}

/**
 * The default: an announced answer, else a leading label, else the one option named by its
 * wording, else the one label mentioned. What none of them can read stays unparsed.
 */
export const lenient: Extractor = {
  name: 'lenient',
  title: 'An announced answer, else a leading label, else the one option named; never a guess',
  extract(text, item) {
    const answer =
      answerIs.extract(text, item) ??
      strictLetter.extract(text, item) ??
      optionText.extract(text, item);
    if (answer !== null || answerKind(item) !== 'choice') return answer;
    return onlyLabelMentioned(text, item);
  },
};
