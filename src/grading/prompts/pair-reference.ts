import type { GradingPrompt } from '../grading-prompt.ts';
import { ANSWERS, BETTER_ONE, MATERIAL, PAIR_TASK, REFERENCE } from './parts.ts';

/** Which of two answers is better beside the reference. */
export const pairReference: GradingPrompt = {
  id: 'pair-reference',
  title: 'Better of two answers, with the reference answer',
  version: 1,
  asks: { kind: 'pair' },
  usesReference: true,
  template: [PAIR_TASK, MATERIAL, REFERENCE, ANSWERS, BETTER_ONE].join('\n\n'),
};
