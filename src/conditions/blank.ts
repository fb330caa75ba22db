import type { Condition } from './condition.ts';
import { stimuliWithSubstitutes } from './item-stimulus.ts';

/** Blind, with as many tokens in the media's places as before. */
export const blank: Condition = {
  id: 'blank',
  title: 'Blank medium',
  shows: 'The item with every value of its media replaced by their mean, at the same size.',
  prepare: () => (item) =>
    stimuliWithSubstitutes(item, (reference) => ({ reference, treatment: 'blank' })),
};
