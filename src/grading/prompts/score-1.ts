import type { GradingPrompt } from '../grading-prompt.ts';
import { ANSWER, MATERIAL, SCORE_OF_1, SCORE_TASK } from './parts.ts';

/** How good an answer is, out of 1. */
export const score1: GradingPrompt = {
  id: 'score-1',
  title: 'Score of 0 to 1',
  version: 1,
  asks: { kind: 'score', scale: { lower: 0, upper: 1 } },
  usesReference: false,
  template: [SCORE_TASK, MATERIAL, ANSWER, SCORE_OF_1].join('\n\n'),
};
