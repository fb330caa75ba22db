import { deriveSeed } from '../statistics/index.ts';
import type { Condition } from './condition.ts';
import { stimuliWithSubstitutes } from './item-stimulus.ts';

/**
 * Blind, with something to look at. The seed hangs on the medium's name: items about one picture
 * see the same noise, as they see the same picture, so that it is looked at once and what they
 * share stays shared.
 */
export const noise: Condition = {
  id: 'noise',
  title: 'Noise',
  shows: 'The item with noise of the same size in the place of its media.',
  prepare:
    ({ seed }) =>
    (item) =>
      stimuliWithSubstitutes(item, (reference) => ({
        reference,
        treatment: 'noise',
        seed: deriveSeed(seed, `conditions/noise/${reference.path}`),
      })),
};
