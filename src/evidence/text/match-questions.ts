import type { Item } from '../../benchmark/benchmark.ts';
import type { TextMatch } from '../evidence.ts';
import { answerText } from './answer-text.ts';
import type { Question } from './distinct-questions.ts';
import { findNearTexts } from './near-texts.ts';
import { foldCase } from './normalise.ts';

/**
 * The train row nearest to each test item's question, if there is one: same up to case,
 * else same after normalisation, else nearly the same. Of the rows at that level, one with
 * the same answer comes first, then the first in the file.
 *
 * @param questions Distinct wordings of both splits.
 * @param options seed of the near-duplicate search.
 * @returns Test item key to its match.
 */
export function matchQuestions(
  questions: readonly Question[],
  options: { readonly seed: number },
): Map<string, TextMatch> {
  const worded = questions.filter((question) => question.normalised !== '');
  const known = worded.filter((question) => question.train.length > 0);
  const knownByText = new Map<string, Question[]>();
  for (const question of known) {
    const same = knownByText.get(question.normalised);
    if (same) same.push(question);
    else knownByText.set(question.normalised, [question]);
  }

  const matches = new Map<string, TextMatch>();
  const keep = (match: TextMatch) => matches.set(match.testKey, match);
  const unmatched: Question[] = [];
  for (const question of worded) {
    if (question.test.length === 0) continue;
    const same = knownByText.get(question.normalised);
    if (same) sameMatches(question, same).forEach(keep);
    else unmatched.push(question);
  }
  nearMatches(unmatched, known, options.seed).forEach(keep);
  return matches;
}

/** Matches of a question's test rows with train rows whose question is the same after normalisation. */
function sameMatches(asked: Question, same: readonly Question[]): TextMatch[] {
  const folded = foldCase(asked.text);
  const isVerbatim = (question: Question) => foldCase(question.text) === folded;
  const verbatim = rowsByAnswer(same.filter(isVerbatim));
  const other = rowsByAnswer(same.filter((question) => !isVerbatim(question)));
  const level = verbatim.first ? 'exact' : 'normalised';
  const rows = verbatim.first ? verbatim : other;
  return asked.test.map((item) => {
    const answer = answerText(item);
    const row = rows.byAnswer.get(answer) ?? (rows.first as Item);
    const sameAnswer = verbatim.byAnswer.has(answer) || other.byAnswer.has(answer);
    return { testKey: item.key, trainKey: row.key, level, jaccard: 1, sameAnswer };
  });
}

function nearMatches(
  asked: readonly Question[],
  known: readonly Question[],
  seed: number,
): TextMatch[] {
  const texts = known.map((question) => question.normalised);
  const queries = asked.map((question) => question.normalised);
  const near = findNearTexts(queries, texts, { seed });
  return [...near].flatMap(([query, { index, jaccard }]) => {
    const rows = rowsByAnswer([known[index]!]);
    return asked[query]!.test.map((item): TextMatch => {
      const answered = rows.byAnswer.get(answerText(item));
      const trainKey = (answered ?? (rows.first as Item)).key;
      return {
        testKey: item.key,
        trainKey,
        level: 'near',
        jaccard,
        sameAnswer: answered !== undefined,
      };
    });
  });
}

/** The first train row of some questions, and the first with each answer. */
function rowsByAnswer(questions: readonly Question[]): {
  readonly first: Item | undefined;
  readonly byAnswer: ReadonlyMap<string, Item>;
} {
  const byAnswer = new Map<string, Item>();
  for (const question of questions) {
    for (const item of question.train) {
      const answer = answerText(item);
      if (!byAnswer.has(answer)) byAnswer.set(answer, item);
    }
  }
  return { first: questions[0]?.train[0], byAnswer };
}
