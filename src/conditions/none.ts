import type { Condition } from './condition.ts';
import { itemStimulus, NO_MEDIA } from './item-stimulus.ts';

/** Blind: what is answered right needs no medium. */
export const none: Condition = {
  id: 'none',
  title: 'Question only',
  shows: 'System message, question and options; the media and their placeholders are taken out.',
  prepare: () => (item) =>
    item.media.length === 0 ? NO_MEDIA : [{ ...itemStimulus(item), media: [] }],
};
