import type { Condition } from './condition.ts';
import { itemStimulus } from './item-stimulus.ts';

/** What every other condition is compared with. */
export const real: Condition = {
  id: 'real',
  title: 'As it is',
  shows: 'The item as it is: system message, media, question and options.',
  prepare: () => (item) => [itemStimulus(item)],
};
