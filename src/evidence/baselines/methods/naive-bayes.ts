import { countAnswers } from '../count-answers.ts';
import { distinctContexts, learnableAnswers } from '../distinct-contexts.ts';
import { NaturalBayes } from '../natural-bayes.ts';
import { servesText, type TextMethod } from '../text-method.ts';
import { remembered, wordNgrams } from '../word-ngrams.ts';

/**
 * Naive Bayes over the words and word pairs of question and options, by `natural`.
 *
 * Source: McCallum & Nigam 1998, "A comparison of event models for naive Bayes text
 * classification", aaai.org/papers/041-ws98-05-007.
 */
export const naiveBayes: TextMethod = {
  name: 'naive-bayes',
  title: 'Naive Bayes over words and word pairs',
  serves: servesText,
  fit(train) {
    const all = countAnswers(train);
    const bayes = new NaturalBayes();
    const learnable = new Set(learnableAnswers(train));
    for (const { context, counts } of distinctContexts(train)) {
      const ngrams = wordNgrams(context);
      for (const [answer, count] of counts) {
        if (!learnable.has(answer)) continue;
        for (let example = 0; example < count; example++) bayes.add(ngrams, answer);
      }
    }
    const score = remembered((context) => bayes.score(wordNgrams(context)));
    return (row) => [score(row.context), all];
  },
};
