import type { GradingPrompt } from '../grading-prompt.ts';
import { ANSWER, MATERIAL, REFERENCE, SCORE_OF_1, SCORE_TASK } from './parts.ts';

/** How good an answer is beside the reference, out of 1. */
export const score1Reference: GradingPrompt = {
  id: 'score-1-reference',
  title: 'Score of 0 to 1, with the reference answer',
  version: 1,
  asks: { kind: 'score', scale: { lower: 0, upper: 1 } },
  usesReference: true,
  template: [SCORE_TASK, MATERIAL, REFERENCE, ANSWER, SCORE_OF_1].join('\n\n'),
};
