import { countAnswers } from '../count-answers.ts';
import { servesText, type TextMethod } from '../text-method.ts';

/** The most frequent train answer of the track; the first seen among equally frequent ones. */
export const majority: TextMethod = {
  name: 'majority',
  title: 'Most frequent train answer',
  serves: servesText,
  fit(train) {
    const chain = [countAnswers(train)];
    return () => chain;
  },
};
