import type { Item } from '../benchmark/benchmark.ts';
import type { Condition, Inapplicable, Stimulus } from './condition.ts';
import { itemStimulus, NO_OPTIONS, optionLines } from './item-stimulus.ts';

/** Without it a model can't know that something is asked; it says nothing about the question. */
const INSTRUCTION = 'One of these is the right answer. Answer with its letter.';

/** Blind to medium and question: what is left is how options are worded and ordered. */
export const optionsOnly: Condition = {
  id: 'options-only',
  title: 'Options only',
  shows: `System message, options and "${INSTRUCTION}"; neither media nor question.`,
  prepare: () => stimuli,
};

function stimuli(item: Item): readonly Stimulus[] | Inapplicable {
  if (item.options.length === 0) return NO_OPTIONS;
  const text = `${optionLines(item.options)}\n${INSTRUCTION}`;
  return [{ ...itemStimulus(item), media: [], text }];
}
