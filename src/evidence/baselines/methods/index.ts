import type { TextMethod } from '../text-method.ts';
import { commonPosition, longestOption, optionWords } from './choices-only.ts';
import { logisticRegression } from './logistic-regression.ts';
import { majority } from './majority.ts';
import { modalReport } from './modal-report.ts';
import { naiveBayes } from './naive-bayes.ts';
import { nearestQuestion } from './nearest-question.ts';
import { priorPerQuestion } from './prior-per-question.ts';
import { priorPerTemplate } from './prior-per-template.ts';

/**
 * Every way to answer without the image, the simplest first: of equally good ones the first
 * is chosen. Of methods with one name only the best is kept.
 */
export const textMethods: readonly TextMethod[] = [
  majority,
  priorPerQuestion,
  priorPerTemplate,
  longestOption,
  commonPosition,
  optionWords,
  naiveBayes,
  logisticRegression,
  nearestQuestion,
  modalReport,
];
