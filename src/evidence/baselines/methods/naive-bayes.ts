import { countAnswers } from '../count-answers.ts';
import { distinctContexts, learnableAnswers } from '../distinct-contexts.ts';
import { fitMultinomialBayes } from '../multinomial-bayes.ts';
import { servesText, type TextMethod } from '../text-method.ts';
import { remembered, wordNgrams } from '../word-ngrams.ts';

/**
 * Naive Bayes over the words and word pairs of question and options.
 *
 * Ours, because natural's `BayesClassifier` compares every question with its whole vocabulary
 * and gives every answer the same weight for a word it was never seen with, however rare the
 * answer: on VQA-RAD's closed questions it falls to a few percent (bench/baselines.ts).
 */
export const naiveBayes: TextMethod = {
  name: 'naive-bayes',
  title: 'Naive Bayes over words and word pairs',
  serves: servesText,
  fit(train) {
    const all = countAnswers(train);
    const learnable = new Set(learnableAnswers(train));
    const bayes = fitMultinomialBayes(
      distinctContexts(train).flatMap(({ context, counts }) => {
        const ngrams = wordNgrams(context);
        return [...counts]
          .filter(([answer]) => learnable.has(answer))
          .map(([answer, count]) => ({ ngrams, answer, count }));
      }),
    );
    const score = remembered((context) => bayes(wordNgrams(context)));
    return (row) => [score(row.context), all];
  },
};
