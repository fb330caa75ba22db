import type { Item } from '../benchmark/benchmark.ts';
import { createRandom, deriveSeed } from '../statistics/index.ts';
import type { Condition, ConditionContext, Inapplicable, Stimulus } from './condition.ts';
import { donorsAmong, mediaKinds, poolsBy, shuffledCopy } from './donor-pool.ts';
import { asIs, itemStimulus, NO_MEDIA } from './item-stimulus.ts';

const NO_MODALITY: Inapplicable = { reason: 'the item’s modality is not known' };
const NO_DONOR: Inapplicable = { reason: 'no other patient’s item is of another modality' };

/** How alike the media of a donor have to be, the most first: the same kinds, as many, any. */
const likenesses: readonly ((item: Item) => string)[] = [
  mediaKinds,
  ({ media }) => String(media.length),
  () => '',
];

/** Media that can't answer the question, and that a model who looks has to notice. */
export const wrongModality: Condition = {
  id: 'wrong-modality',
  title: 'Wrong modality',
  shows: 'The item with the media of another patient’s item of another modality.',
  prepare: (context: ConditionContext) => {
    const donorOf = donorFinder(context);
    return (item: Item): readonly Stimulus[] | Inapplicable => {
      if (item.media.length === 0) return NO_MEDIA;
      if (item.modality === undefined) return NO_MODALITY;
      const donor = donorOf(item);
      return donor === undefined ? NO_DONOR : [{ ...itemStimulus(item), media: asIs(donor.media) }];
    };
  },
};

/** Draws a modality, each other one equally likely, then an item of it. */
function donorFinder({ seed, items }: ConditionContext): (item: Item) => Item | undefined {
  const all = donorsAmong(items);
  const patients = new Map(all.map(({ item, patient }) => [item.key, patient]));
  const donors = all.filter(({ item }) => item.modality !== undefined);
  const modalities = [...new Set(donors.map(({ item }) => item.modality!))].sort();
  const pools = likenesses.map((likeness) => poolsBy(donors, poolKeyOf(likeness)));
  return (item) => {
    const random = createRandom(deriveSeed(seed, `conditions/wrong-modality/${item.key}`));
    const others = modalities.filter((modality) => modality !== item.modality);
    const order = shuffledCopy(others, random);
    const patient = patients.get(item.key)!;
    for (const [level, likeness] of likenesses.entries()) {
      for (const modality of order) {
        const pool = pools[level]!.get(poolKey(modality, likeness(item)));
        const donor = pool?.draw(patient, random);
        if (donor !== undefined) return donor;
      }
    }
    return undefined;
  };
}

function poolKeyOf(likeness: (item: Item) => string): (item: Item) => string {
  return (item) => poolKey(item.modality!, likeness(item));
}

function poolKey(modality: string, likeness: string): string {
  return `${likeness} of ${modality}`;
}
