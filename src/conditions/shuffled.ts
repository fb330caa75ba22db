import type { Item } from '../benchmark/benchmark.ts';
import type { Condition, ConditionContext, Inapplicable, Stimulus } from './condition.ts';
import { asIs, itemStimulus, NO_MEDIA } from './item-stimulus.ts';
import { shuffledDonors } from './shuffled-donors.ts';

const NO_DONOR: Inapplicable = {
  reason: 'no other patient’s item of this modality has media of such kinds',
};

/** The item's question about somebody else's media: a model that answers the same did not look. */
export const shuffled: Condition = {
  id: 'shuffled',
  title: 'Media shuffled',
  shows:
    'The item with the media of another patient’s item of the same task, modality and template.',
  prepare: (context: ConditionContext) => {
    const donors = shuffledDonors(context);
    return (item: Item): readonly Stimulus[] | Inapplicable => {
      if (item.media.length === 0) return NO_MEDIA;
      const donor = donors.get(item.key);
      if (donor === undefined) return NO_DONOR;
      return [{ ...itemStimulus(item), media: asIs(donor.media) }];
    };
  },
};
