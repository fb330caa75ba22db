import { tokenise } from '../../../scoring/index.ts';
import { type AnswerCounts, countAnswers } from '../count-answers.ts';
import { distinctContexts } from '../distinct-contexts.ts';
import { servesText, type TextMethod } from '../text-method.ts';
import { remembered } from '../word-ngrams.ts';

const saturation = 1.2;
const lengthWeight = 0.75;

/** Documents that hold a word, and how often. */
interface Posting {
  readonly document: number;
  readonly frequency: number;
}

/**
 * BM25 over an inverted index.
 *
 * Source: Robertson & Zaragoza 2009, doi:10.1561/1500000019; idf as in Lucene, never negative.
 *
 * @returns The best document of a query, the first among equals; undefined if no word is shared.
 */
export function bm25Index(documents: readonly string[]): (query: string) => number | undefined {
  const postings = new Map<string, Posting[]>();
  const lengths = documents.map((text, document) => {
    const words = tokenise(text);
    const frequencies = new Map<string, number>();
    for (const word of words) frequencies.set(word, (frequencies.get(word) ?? 0) + 1);
    for (const [word, frequency] of frequencies) {
      const list = postings.get(word) ?? [];
      list.push({ document, frequency });
      postings.set(word, list);
    }
    return words.length;
  });
  const meanLength = lengths.reduce((sum, length) => sum + length, 0) / documents.length;
  const penalties = lengths.map(
    (length) => saturation * (1 - lengthWeight + (lengthWeight * length) / meanLength),
  );
  return (query) => {
    const scores = new Float64Array(documents.length);
    for (const word of new Set(tokenise(query))) {
      const list = postings.get(word) ?? [];
      const rarity = Math.log(1 + (documents.length - list.length + 0.5) / (list.length + 0.5));
      for (const { document, frequency } of list) {
        scores[document]! +=
          (rarity * frequency * (saturation + 1)) / (frequency + penalties[document]!);
      }
    }
    let best: number | undefined;
    for (const [document, score] of scores.entries()) {
      if (score > (best === undefined ? 0 : scores[best]!)) best = document;
    }
    return best;
  };
}

/** The most frequent answer to the most similar train question, by BM25. */
export const nearestQuestion: TextMethod = {
  name: 'nearest-question',
  title: 'Answer of the most similar train question',
  serves: servesText,
  fit(train) {
    const all = countAnswers(train);
    const documents = distinctContexts(train);
    const known = new Map(documents.map(({ context, counts }) => [context, counts]));
    const nearest = bm25Index(documents.map(({ context }) => context));
    const answers = remembered((context): readonly AnswerCounts[] => {
      const same = known.get(context);
      if (same) return [same, all];
      const found = nearest(context);
      return found === undefined ? [all] : [documents[found]!.counts, all];
    });
    return (row) => answers(row.context);
  },
};
