import type { Item } from '../../benchmark/benchmark.ts';
import { normaliseText } from '../normalise-text.ts';
import { answerKind } from '../reference-answer.ts';
import { yesNo } from '../yes-no.ts';
import type { Extractor } from './extractor.ts';
import { isNegated } from './negation.ts';
import { optionText } from './option-text.ts';
import { strictLetter } from './strict-letter.ts';

/** Announcements of an answer; what follows them is the answer. */
const announcements = [
  /\b(?:answer|choice|option)\s*(?:is|would be|should be|:|=)+\s*(?:(?:option|choice)\s+)?/giu,
  /(?:答案|选项)\s*(?:是|为|:)+\s*/gu,
  /(?:选择?|应选)\s*(?=[A-Za-z])/gu,
  /<answer>\s*/giu,
  /\\boxed\{(?:\\text\{)?\s*/gu,
];
const jsonAnswer =
  /"(?:answer|choice|prediction|response)"\s*:\s*(?:"([^"]*)"|(true|false|-?\d+))/giu;

/** How much of what follows an announcement is read; a bound keeps endless repetition linear. */
const reach = 1000;

/** Where an announced answer ends: with its sentence, line, tag or box. */
const announcementEnd = /[.。;!?](?=\s|$)|[\n}]|<\//u;
/** "B because the lesion is bright": a label and then words, which only an announcement permits. */
const labelWithReason = /^\(?([\p{Lu}\d])\)?,?\s+(?:because|since|as|for|due)\b/u;

interface Announced {
  readonly position: number;
  readonly text: string;
}

/** Every announced answer in the text, in order of occurrence. */
function announcedAnswers(text: string): Announced[] {
  const found: Announced[] = [];
  for (const match of text.matchAll(jsonAnswer)) {
    found.push({ position: match.index, text: match[1] ?? match[2] ?? '' });
  }
  for (const pattern of announcements) {
    for (const match of text.matchAll(pattern)) {
      if (isNegated(text.slice(0, match.index))) continue;
      const start = match.index + match[0].length;
      const rest = text.slice(start, start + reach);
      const end = announcementEnd.exec(rest)?.index ?? rest.length;
      found.push({ position: match.index, text: rest.slice(0, end).trim() });
    }
  }
  return found.sort((a, b) => a.position - b.position);
}

/** Reads one announced text; "not A" is no answer. */
function readAnnounced(text: string, item: Item): string | null {
  const kind = answerKind(item);
  if (kind === 'yes-no') return yesNo(text) ?? yesNo(/^\S+/u.exec(text)?.[0] ?? '');
  if (kind === 'text') return normaliseText(text) || null;
  if (/^(?:not|neither|none)\b/iu.test(text)) return optionText.extract(text, item);
  const reasoned = labelWithReason.exec(text)?.[1];
  return (
    item.options.find(({ label }) => label === reasoned)?.label ??
    strictLetter.extract(text, item) ??
    optionText.extract(text, item)
  );
}

/** An announced answer, the last one when the response changes its mind. */
export const answerIs: Extractor = {
  name: 'answer-is',
  title: 'The last announced answer: "the answer is B", "Answer: B", \\boxed{B}, {"answer": "B"}',
  extract(text, item) {
    for (const announced of announcedAnswers(text).reverse()) {
      const answer = readAnnounced(announced.text, item);
      if (answer !== null) return answer;
    }
    return null;
  },
};
