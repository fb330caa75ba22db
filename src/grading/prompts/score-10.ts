import type { GradingPrompt } from '../grading-prompt.ts';
import { ANSWER, MATERIAL, SCORE_OF_10, SCORE_TASK } from './parts.ts';

/** How good an answer is, out of 10. */
export const score10: GradingPrompt = {
  id: 'score-10',
  title: 'Score of 0 to 10',
  version: 1,
  asks: { kind: 'score', scale: { lower: 0, upper: 10 } },
  usesReference: false,
  template: [SCORE_TASK, MATERIAL, ANSWER, SCORE_OF_10].join('\n\n'),
};
