import { countAnswers, countAnswersBy } from '../count-answers.ts';
import { servesText, type TextMethod } from '../text-method.ts';

/**
 * The most frequent train answer to the same normalised question; a question not seen in
 * train gets the most frequent train answer of its track.
 */
export const priorPerQuestion: TextMethod = {
  name: 'prior-per-question',
  title: 'Most frequent train answer to the same question',
  serves: servesText,
  fit(train) {
    const all = countAnswers(train);
    const byQuestion = countAnswersBy(train, (row) => row.question);
    return (row) => {
      const same = byQuestion.get(row.question);
      return same ? [same, all] : [all];
    };
  },
};
