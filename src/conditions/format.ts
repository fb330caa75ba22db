import type { Item } from '../benchmark/benchmark.ts';
import { answerKind } from '../scoring/index.ts';
import type { Condition, ConditionContext, Inapplicable, Stimulus } from './condition.ts';
import { itemStimulus } from './item-stimulus.ts';
import { workedExamples } from './worked-examples.ts';

const NO_LENGTH: Inapplicable = {
  reason: 'how long open answers are is told by the train split, which has none of this kind',
};
const BOXES: Inapplicable = { reason: 'how boxes are to be written is not known' };

const closedFormat = {
  choice: 'Answer with the letter of the right option and nothing else.',
  'yes-no': 'Answer with yes or no and nothing else.',
  text: 'Answer with a word or a short phrase and nothing else.',
} as const;

/**
 * The item and the form of its answer, which a model that was trained on such items knows: what
 * this adds is knowing how to answer, not what.
 */
export const format: Condition = {
  id: 'format',
  title: 'Answer format told',
  shows:
    'The item, and below it one sentence on the form of its answer: a letter, yes or no, or about how many words, as in train.',
  prepare: (context: ConditionContext) => {
    const { train } = context;
    const examples = train && workedExamples({ ...context, train });
    return (item: Item): readonly Stimulus[] | Inapplicable => {
      if (item.track === 'grounding') return BOXES;
      const stimulus = itemStimulus(item);
      const below = (sentence: string) => [{ ...stimulus, text: `${stimulus.text}\n${sentence}` }];
      if (item.track === 'closed') return below(closedFormat[answerKind(item)]);
      const words = medianWords(examples?.nearestTo(item) ?? []);
      if (words === undefined) return NO_LENGTH;
      return below(`Answer in about ${words} word${words === 1 ? '' : 's'}.`);
    };
  },
};

/** The lower median, so that it is a length that occurs; undefined of nothing. */
function medianWords(items: readonly Item[]): number | undefined {
  const lengths = items
    .map(({ answer }) => answer.split(/\s+/u).filter((word) => word !== '').length)
    .filter((words) => words > 0)
    .sort((a, b) => a - b);
  return lengths[Math.floor((lengths.length - 1) / 2)];
}
