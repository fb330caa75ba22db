/** Something a reader of a score must know about how the model works. */
export interface ModelQuirk {
  readonly id: string;
  /** What it does. */
  readonly behaviour: string;
  /** What that means for an answer. */
  readonly effect: string;
}

/** Where BreastGPT differs from what its description leads one to expect; MODEL.md has the evidence. */
export const BREASTGPT_QUIRKS: readonly ModelQuirk[] = [
  {
    id: 'question-blind-selection',
    behaviour: 'The coverage of the question is off, as in the authors’ script.',
    effect: 'Which tokens of an image or slide are kept does not depend on what is asked.',
  },
  {
    id: 'independent-deepstack-selection',
    behaviour: 'Each DeepStack level is selected on its own.',
    effect:
      'Slot s gets features of other places at other levels; its position is the top level’s.',
  },
  {
    id: 'slide-positions-overrun',
    behaviour: 'The columns of a slide’s tokens count to its number of tiles.',
    effect: 'They lie far beyond the positions of the text that follows the slide.',
  },
  {
    id: 'unmasked-slide-padding',
    behaviour: 'The zeros that fill a slide up to whole segments are attended to like tiles.',
    effect: 'The features of a tile depend on how many tiles its last segment lacks.',
  },
  {
    id: 'no-tile-coordinates',
    behaviour: 'The coordinates of tiles are read and never used.',
    effect: 'The model does not know where on the slide a tile was.',
  },
  {
    id: 'bare-volumes',
    behaviour: 'Volumes have no vision brackets around their tokens, and no time stamps.',
    effect: 'A volume is told from text by its tokens alone.',
  },
  {
    id: 'wrapping-volumes',
    behaviour:
      'Grey levels are subtracted in the integers of the file: a 16-bit volume that spans more than 32,767 wraps around.',
    effect: 'Its lower levels become darker than black: the model does not see the scan.',
  },
  {
    id: 'volume-orientation',
    behaviour: 'Volumes are read in the order of their axes; direction and spacing do not count.',
    effect: 'Two files of one scan with other axes are different pictures to the model.',
  },
  {
    id: 'array-in-place-of-volume',
    behaviour: 'A .npy file beside a volume, of the same name, is read in its place.',
    effect: 'What the model saw need not be in the volume that is audited for reuse.',
  },
  {
    id: 'saturated-grey-images',
    behaviour: 'Every level above 255 of a 16-bit grey image becomes 255; alpha is dropped.',
    effect: 'A 16-bit mammogram is all but white to the model; transparent parts show.',
  },
  {
    id: 'selection-precision',
    behaviour: 'The authors select in bfloat16; float32 is the default here.',
    effect: 'The two keep largely different tokens (13% to 94% in common).',
  },
  {
    id: 'dead-zero-passes',
    behaviour:
      'The authors run a zero image and a zero slide through unused branches at every token.',
    effect: 'No number changes; it is left out here.',
  },
];
