import type { GradingPrompt } from '../grading-prompt.ts';
import { ANSWER, MATERIAL, REFERENCE, SCORE_OF_10, SCORE_TASK } from './parts.ts';

/** How good an answer is beside the reference, out of 10. */
export const score10Reference: GradingPrompt = {
  id: 'score-10-reference',
  title: 'Score of 0 to 10, with the reference answer',
  version: 1,
  asks: { kind: 'score', scale: { lower: 0, upper: 10 } },
  usesReference: true,
  template: [SCORE_TASK, MATERIAL, REFERENCE, ANSWER, SCORE_OF_10].join('\n\n'),
};
