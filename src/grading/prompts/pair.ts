import type { GradingPrompt } from '../grading-prompt.ts';
import { ANSWERS, BETTER_ONE, MATERIAL, PAIR_TASK } from './parts.ts';

/** Which of two answers is better. */
export const pair: GradingPrompt = {
  id: 'pair',
  title: 'Better of two answers',
  version: 1,
  asks: { kind: 'pair' },
  usesReference: false,
  template: [PAIR_TASK, MATERIAL, ANSWERS, BETTER_ONE].join('\n\n'),
};
