import type { Condition } from './condition.ts';
import { itemStimulus } from './item-stimulus.ts';

/** Whether a model repeats itself at all. */
export const repeated: Condition = {
  id: 'repeated',
  title: 'Asked twice',
  shows: 'The item as it is, a second time.',
  prepare: () => (item) => [itemStimulus(item)],
};

/** How much of a score is the luck of the draw. */
export const sampled: Condition = {
  id: 'sampled',
  title: 'Sampled',
  shows: 'The item as it is; the answer is drawn as the checkpoint was published, several times.',
  prepare:
    ({ repeats = 1 }) =>
    (item) =>
      Array.from({ length: repeats }, (_, index) => ({ ...itemStimulus(item), repeat: index + 1 })),
};

/** Whether the tokens that a selector keeps hang on rounding, and the answers with them. */
export const selectorBfloat16: Condition = {
  id: 'selector-bfloat16',
  title: 'Selection in bfloat16',
  shows:
    'The item as it is, its tokens selected in bfloat16, as the authors’ code does by default.',
  prepare: () => (item) => [itemStimulus(item)],
};

/** Whether answers hang on what else is computed at the same time. */
export const batched: Condition = {
  id: 'batched',
  title: 'Another batch size',
  shows: 'The item as it is, computed together with others.',
  prepare: () => (item) => [itemStimulus(item)],
};
