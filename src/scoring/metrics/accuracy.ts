import { referenceAnswer } from '../reference-answer.ts';
import type { Metric } from './metric.ts';

/** Whether the extracted answer is the reference answer; what can't be read is wrong. */
export const accuracy: Metric = {
  name: 'accuracy',
  title: 'Accuracy',
  tracks: ['closed'],
  usesExtractor: true,
  score: (item, _text, answer) => (answer !== null && answer === referenceAnswer(item) ? 1 : 0),
};
