import { type AnswerCounts, countAnswers, countAnswersBy, totalCount } from '../count-answers.ts';
import { servesText, type TextMethod } from '../text-method.ts';

/** Train rows below which a group's prior is not trusted. */
const smallestGroup = 5;

/**
 * The most frequent train answer of the question's template, backing off to its modality
 * and then to the whole track where fewer than five train rows stand behind it.
 */
export const priorPerTemplate: TextMethod = {
  name: 'prior-per-template',
  title: 'Most frequent train answer of the same template',
  serves: servesText,
  fit(train) {
    const all = countAnswers(train);
    const byTemplate = countAnswersBy(train, (row) => row.template);
    const byModality = countAnswersBy(train, (row) => row.modality);
    const trusted = (groups: Map<string, AnswerCounts>, group: string | undefined) => {
      const counts = group === undefined ? undefined : groups.get(group);
      return counts && totalCount(counts) >= smallestGroup ? [counts] : [];
    };
    return (row) => [
      ...trusted(byTemplate, row.template),
      ...trusted(byModality, row.modality),
      all,
    ];
  },
};
