import { type Metric, scoreAnswer, tokenise } from '../../../scoring/index.ts';
import { spread } from '../spread.ts';
import type { TextMethod } from '../text-method.ts';
import type { LabelledRow } from '../text-row.ts';

/** Words from which on an answer is a report. */
const reportWords = 20;
/** Train rows below which a template takes the report of the whole track. */
const smallestGroup = 5;
/** Reports tried, and reports each is scored against, per template: both evenly spread over train. */
const candidateLimit = 20;
const judgeLimit = 40;

/** The report among the candidates with the best mean score against the train references. */
function mostTypical(rows: readonly LabelledRow[], metric: Metric): string {
  const judges = spread(rows, judgeLimit);
  const distinct = [...new Map(rows.map((row) => [row.target, row])).values()];
  let best = { target: '', score: -1 };
  for (const candidate of spread(distinct, candidateLimit)) {
    let score = 0;
    for (const judge of judges)
      score += scoreAnswer(metric, judge.item, candidate.item.answer, null);
    if (score > best.score) best = { target: candidate.target, score };
  }
  return best.target;
}

/**
 * The same report for every item of a template: the train report of that template with the
 * best mean score against the others. 20 reports a template are tried against 40.
 */
export const modalReport: TextMethod = {
  name: 'modal-report',
  title: 'The most typical train report of the same template',
  serves(track, train) {
    if (track !== 'open') return false;
    const reports = train.filter((row) => tokenise(row.item.answer).length >= reportWords);
    return reports.length > 0 && reports.length >= train.length / 20;
  },
  fit(train, metric) {
    const groups = new Map<string, LabelledRow[]>();
    for (const row of train) {
      if (row.template === undefined) continue;
      const group = groups.get(row.template) ?? [];
      group.push(row);
      groups.set(row.template, group);
    }
    const overall = mostTypical(train, metric);
    const reports = new Map(
      [...groups]
        .filter(([, rows]) => rows.length >= smallestGroup)
        .map(([template, rows]) => [template, mostTypical(rows, metric)]),
    );
    return (row) => [new Map([[reports.get(row.template ?? '') ?? overall, 1]])];
  },
};
