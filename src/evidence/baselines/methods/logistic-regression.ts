import { countAnswers } from '../count-answers.ts';
import { distinctContexts, learnableAnswers } from '../distinct-contexts.ts';
import { fitSoftmax, type SoftmaxExample } from '../softmax-regression.ts';
import { servesText, type TextMethod } from '../text-method.ts';
import { remembered, wordNgrams } from '../word-ngrams.ts';

const buckets = 2 ** 18;

/** FNV-1a over UTF-16 units, folded to a bucket. */
function bucketOf(ngram: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < ngram.length; index++) {
    hash = Math.imul(hash ^ ngram.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0) % buckets;
}

/** Logistic regression over hashed words and word pairs of question and options. */
export const logisticRegression: TextMethod = {
  name: 'logistic-regression',
  title: 'Logistic regression over words and word pairs',
  serves: servesText,
  fit(train) {
    const all = countAnswers(train);
    const answers = learnableAnswers(train);
    const classOf = new Map(answers.map((answer, index) => [answer, index]));
    // Weights are kept for buckets seen in train only.
    const featureOf = new Map<number, number>();
    const featuresOf = (context: string, learning: boolean): Int32Array => {
      const features = new Set<number>();
      for (const ngram of wordNgrams(context)) {
        const bucket = bucketOf(ngram);
        if (learning && !featureOf.has(bucket)) featureOf.set(bucket, featureOf.size);
        const feature = featureOf.get(bucket);
        if (feature !== undefined) features.add(feature);
      }
      return Int32Array.from(features);
    };
    const examples = distinctContexts(train).flatMap(({ context, counts }): SoftmaxExample[] => {
      const known = [...counts].flatMap(([answer, count]): [number, number][] => {
        const index = classOf.get(answer);
        return index === undefined ? [] : [[index, count]];
      });
      const total = known.reduce((sum, [, count]) => sum + count, 0);
      return total === 0 ? [] : [{ features: featuresOf(context, true), counts: known, total }];
    });
    const model = fitSoftmax(examples, featureOf.size, answers.length);
    const score = remembered((context) => {
      const scores = model(featuresOf(context, false));
      return new Map(answers.map((answer, index) => [answer, scores[index] as number]));
    });
    return (row) => [score(row.context), all];
  },
};
