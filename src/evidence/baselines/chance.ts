import { referencePolarity } from '../../scoring/index.ts';
import { countAnswers, countAnswersBy } from './count-answers.ts';
import { labelledRows, type TextRow } from './text-row.ts';

/**
 * Expected score of a uniform guess on each test item: 1/k for k options, 1/2 for yes/no
 * without options, one over the distinct train answers of its template on other closed items
 * (of the track, when the template is new; of test, without train), 0 on open and grounding items.
 */
export function chanceScores(
  train: readonly TextRow[],
  test: readonly TextRow[],
): ReadonlyMap<string, number> {
  const closed = labelledRows(train.length > 0 ? train : test).filter(
    (row) => row.item.track === 'closed' && row.options.length === 0,
  );
  const all = countAnswers(closed);
  const byTemplate = countAnswersBy(closed, (row) => row.template);
  return new Map(
    test.map((row) => {
      if (row.item.track !== 'closed') return [row.item.key, 0];
      if (row.options.length > 0) return [row.item.key, 1 / row.options.length];
      if (referencePolarity(row.item) !== null) return [row.item.key, 1 / 2];
      const answers = byTemplate.get(row.template ?? '') ?? all;
      return [row.item.key, answers.size > 0 ? 1 / answers.size : 0];
    }),
  );
}
