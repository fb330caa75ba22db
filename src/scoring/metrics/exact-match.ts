import { normaliseText } from '../normalise-text.ts';
import { answerContent, referenceAnswer } from '../reference-answer.ts';
import type { Metric } from './metric.ts';

/**
 * Whether the whole text equals the reference after normalisation. With options, the label,
 * the option's wording and both together are all the reference.
 */
export const exactMatch: Metric = {
  name: 'exact-match',
  title: 'Exact match after normalisation',
  tracks: ['closed', 'open'],
  usesExtractor: false,
  score(item, text) {
    const given = normaliseText(text);
    if (given === '') return 0;
    const accepted = [normaliseText(item.answer)];
    const label = item.options.length > 0 ? referenceAnswer(item) : null;
    if (label !== null) {
      const wording = answerContent(item, label);
      const letter = normaliseText(label);
      accepted.push(letter, wording, `${letter} ${wording}`);
    }
    return accepted.includes(given) ? 1 : 0;
  },
};
