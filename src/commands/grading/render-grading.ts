import { alignedRows } from '../aligned-rows.ts';
import type { GradeOutcome } from './grade.ts';

const HEAD = [
  'grader',
  'prompt',
  'asked',
  'answered',
  'failed',
  'left',
  'scored',
  'unparsed',
  'beyond the scale',
  'refused',
  'empty',
  'no reply',
];

/** What a grading came to as a person reads it: requests, then judgments, a line a grader and prompt. */
export function renderGrading({ benchmark, grading, unanswered }: GradeOutcome): string {
  const { rows, refused, namesHidden } = grading.summary;
  const table = rows.map(({ grader, prompt, planned, answered, left, judgments }) => [
    grader,
    prompt,
    planned - left,
    answered,
    planned - left - answered,
    left,
    judgments.scored,
    judgments.unparsed,
    judgments['out-of-range'],
    judgments.refused,
    judgments['empty-answer'],
    judgments.failed,
  ]);
  const lines = [
    `${benchmark}: requests asked, answered, failed and left; then what the judgments say`,
    ...(rows.length > 0
      ? ['', alignedRows([HEAD, ...table.map((row) => row.map(String))], 2).trimEnd(), '']
      : []),
    ...refused.map(({ name, reason }) => `${name} was not asked: ${reason}`),
    ...rows
      .filter(({ answered, judgments }) => answered > 0 && judgments.scored === 0)
      .map(({ grader, prompt }) => `${grader}, ${prompt}: none of its verdicts could be read`),
    ...rows.flatMap(({ grader, prompt, notApplicable }) =>
      Object.entries(notApplicable).map(
        ([reason, count]) => `${grader}, ${prompt}: ${count} not asked: ${reason}`,
      ),
    ),
    ...Object.entries(namesHidden).map(
      ([candidate, count]) => `${candidate}: its name was hidden in ${count} of its answers`,
    ),
    ...(unanswered > 0
      ? [`${unanswered} requests of the battery have no answer yet to grade`]
      : []),
  ];
  return `${lines.join('\n')}\n`;
}
