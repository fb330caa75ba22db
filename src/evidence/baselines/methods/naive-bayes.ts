import { countAnswers } from '../count-answers.ts';
import { distinctContexts, learnableAnswers } from '../distinct-contexts.ts';
import { fitMultinomialBayes } from '../multinomial-bayes.ts';
import { servesText, type TextMethod } from '../text-method.ts';
import { remembered, wordNgrams } from '../word-ngrams.ts';

/**
 * Naive Bayes over the words and word pairs of question and options.
 *
 * Ours, because natural's `BayesClassifier` compares every question with its whole vocabulary
 * and lets a word that an answer was never seen with count 1/(rows of that answer + 1), so
 * that rare answers win: bench/baselines.ts shows both.
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
