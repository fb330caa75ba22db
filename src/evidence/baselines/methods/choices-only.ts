import type { Track } from '../../../benchmark/benchmark.ts';
import { countAnswers } from '../count-answers.ts';
import { fitMultinomialBayes } from '../multinomial-bayes.ts';
import { spread } from '../spread.ts';
import type { TextMethod } from '../text-method.ts';
import type { TextRow } from '../text-row.ts';
import { remembered, wordNgrams } from '../word-ngrams.ts';

/** Train items that the option classifier is fitted on at most. */
const itemLimit = 20_000;

function servesChoices(track: Track, _train: unknown, test: readonly TextRow[]): boolean {
  return track === 'closed' && test.some((row) => row.options.length > 0);
}

/** The longest option, whatever the question. */
export const longestOption: TextMethod = {
  name: 'choices-only',
  title: 'Choices only: the longest option',
  serves: servesChoices,
  fit(train) {
    const all = countAnswers(train);
    return (row) => [new Map(row.options.map((option) => [option, option.length])), all];
  },
};

/** The option in the position that is right most often in train. */
export const commonPosition: TextMethod = {
  name: 'choices-only',
  title: 'Choices only: the most frequent position',
  serves: servesChoices,
  fit(train) {
    const all = countAnswers(train);
    const counts = new Map<number, number>();
    for (const row of train) {
      const position = row.options.indexOf(row.target);
      counts.set(position, (counts.get(position) ?? 0) + 1);
    }
    return (row) => [
      new Map(row.options.map((option, position) => [option, counts.get(position) ?? 0])),
      all,
    ];
  },
};

/** The option whose words look most like those of right options in train. */
export const optionWords: TextMethod = {
  name: 'choices-only',
  title: "Choices only: naive Bayes over the options' words",
  serves: servesChoices,
  fit(train) {
    const all = countAnswers(train);
    const bayes = fitMultinomialBayes(
      spread(
        train.filter(({ options }) => options.length > 0),
        itemLimit,
      ).flatMap(({ options, target }) =>
        options.map((option) => ({
          ngrams: wordNgrams(option),
          answer: option === target ? 'right' : 'wrong',
          count: 1,
        })),
      ),
    );
    const likeness = remembered((option) => {
      const scores = bayes(wordNgrams(option));
      return (scores.get('right') ?? 0) - (scores.get('wrong') ?? 0);
    });
    return (row) => [new Map(row.options.map((option) => [option, likeness(option)])), all];
  },
};
