import type { Item } from '../benchmark/benchmark.ts';
import { referenceAnswer } from '../scoring/index.ts';
import type { Condition, ConditionContext, Inapplicable, Stimulus } from './condition.ts';
import { itemStimulus } from './item-stimulus.ts';
import { workedExamples } from './worked-examples.ts';

/** Worked examples before a question. */
const SHOTS = 3;

const NO_TRAIN: Inapplicable = { reason: 'there is no train split to take examples from' };
const TOO_FEW: Inapplicable = {
  reason: `train has fewer than ${SHOTS} questions of other patients that want such an answer`,
};
const BOXES: Inapplicable = { reason: 'boxes say nothing without the medium they are of' };

/**
 * What a few train questions with their answers add. Their media are not shown: the examples tell
 * how such questions are put and answered, not what is seen.
 *
 * Source: Brown et al. 2020, arXiv:2005.14165, "few-shot".
 */
export const fewShot: Condition = {
  id: 'few-shot',
  title: 'Three worked examples first',
  shows:
    'The item, and before its question three train questions of its template with their answers, as text without their media.',
  prepare: (context: ConditionContext) => {
    const { train } = context;
    if (train === undefined) return () => NO_TRAIN;
    const examples = workedExamples({ ...context, train });
    return (item: Item): readonly Stimulus[] | Inapplicable => {
      if (item.track === 'grounding') return BOXES;
      const chosen = examples.chosenFor(item, SHOTS);
      if (chosen.length < SHOTS) return TOO_FEW;
      const stimulus = itemStimulus(item);
      const text = [HEADING, ...chosen.map(worked), `Question: ${stimulus.text}\nAnswer:`];
      return [{ ...stimulus, text: text.join('\n\n') }];
    };
  },
};

const HEADING = 'Questions with their answers, without their images; answer the last one.';

function worked(example: Item): string {
  const answer = example.options.length > 0 ? referenceAnswer(example) : null;
  return `Question: ${itemStimulus(example).text}\nAnswer: ${answer ?? example.answer}`;
}
