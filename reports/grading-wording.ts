/** What a grading's counts are called, in every format. */

import type { GraderCard, GradingSummary, PromptRecord } from '../src/grading/grading-summary.ts';
import type { JudgmentOutcome } from '../src/judgments/judgments.ts';
import { total } from '../src/run/count-outcomes.ts';
import { summaryGaps } from './gaps-wording.ts';
import { formatCount } from './numbers.ts';
import { plural } from './wording.ts';

/** What became of judgments, as column titles, in the order of the columns. */
export const outcomeTitles: readonly (readonly [JudgmentOutcome, string])[] = [
  ['scored', 'Scored'],
  ['unparsed', 'Not read'],
  ['out-of-range', 'Beyond the scale'],
  ['refused', 'Refused'],
  ['failed', 'Failed'],
  ['empty-answer', 'Empty answers'],
];

/** What was asked, in a sentence, what is missing, and what the graders did not see. */
export function gradingLead(summary: GradingSummary): string {
  const { rows, graders, prompts, namesHidden } = summary;
  const counted = (count: number, one: string, many?: string) =>
    plural(count, formatCount(count), one, many);
  const planned = rows.reduce((sum, row) => sum + row.planned, 0);
  const gaps = summaryGaps(summary, 'grader');
  const hidden = Object.entries(namesHidden).map(
    ([model, answers]) => `${counted(answers, 'answer')} of ${model}`,
  );
  return [
    `${counted(graders.length, 'grader')} under ${counted(prompts.length, 'prompt')}: ${counted(planned, 'request')}.`,
    'Answers with the same text to one item share one request; empty ones need none.',
    'Prompts name nobody; a model’s configured name is hidden in its answers.',
    hidden.length > 0 ? `${hidden.join(', ')} held it.` : 'No answer held it.',
    'What an answer says of its maker otherwise stays.',
    gaps.length === 0 ? 'All were answered.' : `Incomplete: ${gaps.join(', ')}.`,
  ].join(' ');
}

/** "Grading is not complete: 95 of 285 judgments are open."; undefined where none is. */
export function openGradingSentence(grading: GradingSummary | undefined): string | undefined {
  const open = total(grading?.open ?? {});
  if (grading === undefined || open === 0) return undefined;
  const settled = grading.rows.reduce((sum, { judgments }) => sum + total(judgments), 0);
  const verb = open === 1 ? 'is' : 'are';
  return `Grading is not complete: ${formatCount(open)} of ${formatCount(open + settled)} judgments ${verb} open.`;
}

/** `score-10-reference, version 1, 0f3a5c7e9b1d`. */
export function promptText({ id, version, hash }: PromptRecord): string {
  return `${id}, version ${version}, ${hash}`;
}

/** Family and what answers: `qwen; http://localhost:8000/v1, as qwen3-max`. */
export function graderText({ family, endpoint, checkpoint }: GraderCard): string {
  return [
    family ?? 'family unknown',
    ...(endpoint ? [`${endpoint.url}, as ${endpoint.model}`] : []),
    ...(checkpoint ? [checkpoint.path] : []),
  ].join('; ');
}
