import type { Item } from '../../benchmark/benchmark.ts';
import { normaliseText, tokenise } from '../normalise-text.ts';
import { answerKind } from '../reference-answer.ts';
import { type YesNo, yesNo } from '../yes-no.ts';
import type { Extractor } from './extractor.ts';
import { isNegated } from './negation.ts';

/** Ends of clauses, across which nothing is named or denied; commas may belong to a wording. */
const clauseEnd = /[?!:;。\n]|\.(?=\s|$)/u;

/**
 * The one option whose wording occurs in the text and isn't denied there. A wording inside
 * a longer one ("mass" in "no mass") counts for the longer one only.
 */
function onlyOptionNamed(text: string, item: Item): string | null {
  const wordings = item.options
    .map(({ label, text: wording }) => ({ label, words: tokenise(wording).join(' ') }))
    .filter(({ words }) => words !== '')
    .sort((a, b) => b.words.length - a.words.length);
  const clauses = text.split(clauseEnd).map((clause) => tokenise(clause).join(' '));
  let rest = ` ${clauses.join(' | ')} `;
  const named = new Set<string>();
  for (const { label, words } of wordings) {
    const mention = ` ${words} `;
    for (let at = rest.indexOf(mention); at >= 0; at = rest.indexOf(mention)) {
      if (!isNegated(rest.slice(0, at))) named.add(label);
      rest = `${rest.slice(0, at)} | ${rest.slice(at + mention.length)}`;
    }
  }
  return named.size === 1 ? ([...named][0] ?? null) : null;
}

/** The polarity of the first word, else the only polarity among the words. */
function polarityIn(text: string): YesNo | null {
  const polarities = tokenise(text).map((token) => yesNo(token));
  if (polarities[0]) return polarities[0];
  const distinct = new Set(polarities.filter((polarity) => polarity !== null));
  return distinct.size === 1 ? ([...distinct][0] ?? null) : null;
}

/** A yes/no question put as a choice is read like one: "Yes, there is no doubt" is a yes. */
function choiceNamed(text: string, item: Item): string | null {
  const polarities = item.options.map((option) => yesNo(option.text));
  if (polarities.includes(null)) return onlyOptionNamed(text, item);
  return item.options[polarities.indexOf(polarityIn(text))]?.label ?? null;
}

/** The wording of exactly one option occurs in the response. */
export const optionText: Extractor = {
  name: 'option-text',
  title: 'The response names exactly one option by its wording, or only yes or only no',
  extract(text, item) {
    const kind = answerKind(item);
    if (kind === 'choice') return choiceNamed(text, item);
    if (kind === 'yes-no') return polarityIn(text);
    return normaliseText(text) || null;
  },
};
