// biome-ignore-all assist/source/organizeImports: the list is by subject
/** Reading answers from responses and scoring them. */

// Text
export { answerText, withoutReasoning } from './answer-text.ts';
export { normaliseText, tokenise } from './normalise-text.ts';

// Answers
export {
  answerContent,
  answerKind,
  referenceAnswer,
  referencePolarity,
} from './reference-answer.ts';
export { defaultExtractor, extractors, type Extractor } from './extractors/index.ts';

// Metrics
export { defaultScoring, metricFor, metrics, type Metric } from './metrics/index.ts';
export { scoreAnswer } from './score-answer.ts';
