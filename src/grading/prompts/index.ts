import type { GradingPromptId } from '../../benchmark/grading-config.ts';
import type { GradingPrompt } from '../grading-prompt.ts';
import { pair } from './pair.ts';
import { pairReference } from './pair-reference.ts';
import { score1 } from './score-1.ts';
import { score1Reference } from './score-1-reference.ts';
import { score10 } from './score-10.ts';
import { score10Reference } from './score-10-reference.ts';

/** Every prompt that graders can be asked with. */
export const gradingPrompts: Readonly<Record<GradingPromptId, GradingPrompt>> = {
  'score-10': score10,
  'score-1': score1,
  'score-10-reference': score10Reference,
  'score-1-reference': score1Reference,
  pair,
  'pair-reference': pairReference,
};
