import type { Item } from '../../benchmark/benchmark.ts';
import { normaliseText } from '../normalise-text.ts';
import { answerKind } from '../reference-answer.ts';
import { yesNo } from '../yes-no.ts';
import type { Extractor } from './extractor.ts';

/** "(B)", "[b] CT", '"B".' */
const bracketed = /^[([{"']+([\p{L}\d]+)[)\]}"']+[.:,]*([\s\S]*)$/u;
/** "B", "B. CT", "b) CT", "B: CT", "B - CT"; "A mass is seen" is a sentence and "1.5" a number. */
const bare = /^([\p{L}\d]+)(?:\s*|[.:,)]+(?=\s|$|\p{L})([\s\S]*)|\s+-\s([\s\S]*)|\s*\n([\s\S]*))$/u;
/** A second label right after the first: "A, C", "A. and B". */
const listedNext = /^\s*(?:and|or|&)?\s*\(?([\p{L}\d]+)\)?\s*(?:[.,;]|$)/u;

function leadingLabel(text: string, item: Item): string | null {
  const found = bracketed.exec(text) ?? bare.exec(text);
  if (found === null) return null;
  const wanted = found[1]?.toLowerCase();
  const option = item.options.find(({ label }) => label.toLowerCase() === wanted);
  if (option === undefined) return null;
  const next = listedNext.exec(found[2] ?? found[3] ?? found[4] ?? '')?.[1];
  const second = item.options.find(({ label }) => label === next);
  return second === undefined || second === option ? option.label : null;
}

/** The response starts with its answer and lists no second one. */
export const strictLetter: Extractor = {
  name: 'strict-letter',
  title: 'The response starts with the option label; yes, no or a short answer stands alone',
  extract(text, item) {
    const kind = answerKind(item);
    if (kind === 'choice') return leadingLabel(text, item);
    if (kind === 'yes-no') return yesNo(text);
    return normaliseText(text) || null;
  },
};
