import { counted } from '../../audit/wording.ts';
import type { AnswerCounts, Measurements } from '../measurements.ts';
import { countIn, joined, notJoined, type Observed, type Rule } from './rule.ts';

/** D21: every item has an answer, and every answer could be read. */
export const missingAnswers: Rule<'D21'> = (facts, { answers }) => [
  {
    key: 'allAnswered',
    said: facts.allAnswered,
    observed: lacking(answers, 'unanswered', 'without an answer'),
  },
  {
    key: 'allRead',
    said: facts.allRead,
    observed: lacking(answers, 'unread', 'with an answer that can’t be read'),
  },
];

function lacking(
  answers: readonly AnswerCounts[],
  what: 'unanswered' | 'unread',
  text: string,
): Observed {
  if (answers.length === 0) return { missing: 'no answers were scored' };
  const lack = answers.filter((one) => one[what] > 0);
  if (lack.length === 0) return { holds: true, reading: `no item ${text}` };
  const list = lack.map(
    (one) => `${one.model}: ${one[what]} of ${one.items} ${one.track} items ${text}`,
  );
  return { holds: false, reading: list.join('; ') };
}

/** D24: nothing is there twice, unreadable or cut. */
export const qualityControl: Rule<'D24'> = (facts, measurements) => [
  { key: 'duplicatesRemoved', said: facts.duplicatesRemoved, observed: duplicates(measurements) },
  { key: 'allMediaReadable', said: facts.allMediaReadable, observed: unreadable(measurements) },
  {
    key: 'noAnswerTruncated',
    said: facts.noAnswerTruncated,
    observed: truncatedAnswers(measurements),
  },
];

function duplicates(measurements: Measurements): Observed {
  const test = measurements.ledger.filter(({ role }) => role === 'test');
  if (test.length === 0) return { missing: 'no file of the test split was read' };
  const rows = test.reduce((sum, { duplicated }) => sum + duplicated, 0);
  const result = joined(measurements, 'image-reuse');
  const pairs = (result?.findings ?? []).filter(({ kind }) => kind === 'within-test-pair');
  const proven = pairs.filter(({ values }) => values.verdict !== 'candidate').length;
  const readings = [
    `${counted(rows, 'test row')} there twice`,
    ...(result ? [`${counted(proven, 'pair')} of equal test media`] : []),
  ];
  // Without pictures compared, rows alone can refute and not prove.
  const sure = result !== undefined && pairs.length === proven;
  return {
    holds: rows + proven > 0 ? false : sure || undefined,
    reading: readings.join(', '),
  };
}

function unreadable(measurements: Measurements): Observed {
  const found = countIn(joined(measurements, 'image-reuse'), 'unreadableMedia');
  if (found === undefined) return notJoined(measurements, 'image-reuse');
  const reading = `${found.value} of ${found.of ?? '?'} media could not be read`;
  return { holds: found.value === 0, reading };
}

function truncatedAnswers({ truncated }: Measurements): Observed {
  const recorded = truncated.filter(({ answers }) => answers > 0);
  if (recorded.length === 0) return { missing: 'no answers were read' };
  const cut = recorded.filter((one) => one.truncated > 0);
  if (cut.length === 0) return { holds: true, reading: 'no answer is marked as cut' };
  const list = cut.map((one) => `${one.model}: ${one.truncated} of ${one.answers} answers cut`);
  return { holds: false, reading: list.join('; ') };
}
