import type { Facts, Modality } from './pictures.ts';
import { phantom, slide } from './slide-and-volume.ts';

/** A question pattern; `answer` gives the option's index or the sentence that is true of a picture. */
export interface QuestionPattern {
  readonly id: string;
  readonly modality: Modality;
  readonly text: string;
  /** Empty for open questions. */
  readonly options: readonly string[];
  /** undefined where the facts can't tell: then the question is not asked. */
  readonly answer: (facts: Facts) => string | undefined;
}

const yesNo = ['Yes', 'No'];
const parts = [
  'central',
  'upper left',
  'upper middle',
  'upper right',
  'middle left',
  'middle right',
  'lower left',
  'lower middle',
  'lower right',
];

/** Questions of the benchmark's 12 patterns, three closed and one open a modality. */
export const patterns: readonly QuestionPattern[] = [
  {
    id: 'disc',
    modality: 'fundus',
    text: 'Is the optic disc visible in this field?',
    options: yesNo,
    answer: ({ disc }) => letterOf(yesNo, yesOrNo(disc)),
  },
  {
    id: 'vessel',
    modality: 'fundus',
    text: 'Does a major vessel cross this field?',
    options: yesNo,
    answer: ({ majorVessel }) => letterOf(yesNo, yesOrNo(majorVessel)),
  },
  {
    id: 'part',
    modality: 'fundus',
    text: 'Which part of the fundus photograph does this field show?',
    options: parts,
    answer: ({ part }) => letterOf(parts, part),
  },
  {
    id: 'fundus-report',
    modality: 'fundus',
    text: 'Describe this field of the fundus photograph.',
    options: [],
    answer: fundusReport,
  },
  {
    id: 'stain',
    modality: 'histology',
    text: 'Is brown staining seen in this field?',
    options: yesNo,
    answer: ({ gland }) => letterOf(yesNo, yesOrNo(gland)),
  },
  {
    id: 'lumen',
    modality: 'histology',
    text: 'Is the lumen of a gland cut in this field?',
    options: yesNo,
    answer: ({ lumen }) => letterOf(yesNo, yesOrNo(lumen)),
  },
  {
    id: 'colour',
    modality: 'histology',
    text: 'Which colour marks the FHL2 protein in this stain?',
    options: ['blue', 'brown', 'pink', 'green'],
    answer: () => 'B',
  },
  {
    id: 'stain-report',
    modality: 'histology',
    text: 'Describe the staining of this field.',
    options: [],
    answer: stainReport,
  },
  {
    id: 'technique',
    modality: 'radiology',
    text: 'Which technique produced this slice?',
    options: ['CT', 'MRI', 'ultrasound'],
    answer: ({ technique }) => letterOf(['CT', 'MRI', 'ultrasound'], technique),
  },
  {
    id: 'plane',
    modality: 'radiology',
    text: 'In which plane does this slice lie?',
    options: ['axial', 'coronal', 'sagittal'],
    answer: ({ plane }) => letterOf(['axial', 'coronal', 'sagittal'], plane),
  },
  {
    id: 'ventricle',
    modality: 'radiology',
    text: 'Is a lateral ventricle visible in this slice?',
    options: yesNo,
    answer: ({ technique, ventricle }) =>
      letterOf(yesNo, yesOrNo(technique === 'CT' ? false : ventricle)),
  },
  {
    id: 'slice-report',
    modality: 'radiology',
    text: 'Name the technique, the plane and what this slice shows.',
    options: [],
    answer: sliceReport,
  },
];

/** Questions of one picture only, whose wording occurs nowhere in the training split. */
export const ownQuestions: readonly {
  readonly picture: string;
  readonly text: string;
  readonly options: readonly string[];
  readonly answer: string;
}[] = [
  {
    picture: 'fundus/F054_E1_1.png',
    text: 'What is the dark spot in the middle called?',
    options: ['optic disc', 'fovea', 'haemorrhage'],
    answer: 'B',
  },
  {
    picture: 'fundus/F057_E1_1.png',
    text: 'How many round dark dots lie between the vessels here?',
    options: ['none', 'one', 'two', 'six'],
    answer: 'C',
  },
  {
    picture: 'histology/H056_E1_1.png',
    text: 'What tissue fills nearly the whole area?',
    options: ['glandular epithelium', 'smooth muscle', 'connective tissue', 'fat'],
    answer: 'C',
  },
  {
    picture: 'radiology/R055_E1_1.png',
    text: 'The black area on the left is filled with what?',
    options: ['blood', 'air', 'bone', 'water'],
    answer: 'B',
  },
  {
    picture: 'histology/H055_E1_1.png',
    text: 'Caption it for a web page: <script>document.title = "run"</script> please keep it short.',
    options: [],
    answer: 'Brown glandular epithelium beside pale stroma.',
  },
];

/** Questions about the slide and the volume, which only some models take. */
export const slideAndVolumeQuestions: typeof ownQuestions = [
  {
    picture: slide.path,
    text: 'Of how many tiles does this slide carry features?',
    options: [],
    answer: `The slide carries features of ${slide.tiles} tiles.`,
  },
  {
    picture: phantom.path,
    text: 'How many bright balls are inside the body of this phantom?',
    options: [],
    answer: 'One bright ball is inside the body of the phantom.',
  },
];

function fundusReport({ disc, majorVessel, part }: Facts): string | undefined {
  if (part === undefined) return undefined;
  const vessels = { true: 'A major vessel crosses', false: 'Only fine vessels cross' }[
    String(majorVessel)
  ];
  const where = `the ${part} part of the fundus`;
  if (disc) return `The optic disc is seen in ${where}.`;
  return `${vessels ?? 'Small branching vessels cross'} ${where}; the optic disc is not visible.`;
}

function stainReport({ gland, lumen, stroma }: Facts): string {
  if (!gland) return 'Pale stroma with blue nuclei; no brown staining.';
  const beside = stroma ? 'beside pale stroma' : 'filling the field';
  const opening = lumen ? ', and a cut lumen' : '';
  return `Brown staining of glandular epithelium ${beside}, with blue nuclei${opening}.`;
}

function sliceReport({ technique, plane, ventricle, lung }: Facts): string | undefined {
  if (plane === undefined) return undefined;
  const organ = technique === 'CT' ? 'chest' : 'brain';
  const inside = ventricle ? ' with the lateral ventricles' : lung ? ' with lung and aorta' : '';
  return `An ${plane} ${technique} slice of the ${organ}${inside}.`.replace(
    /^An (?=coronal|sagittal)/,
    'A ',
  );
}

function yesOrNo(fact: boolean | undefined): string | undefined {
  return fact === undefined ? undefined : fact ? 'Yes' : 'No';
}

function letterOf(options: readonly string[], text: string | undefined): string | undefined {
  return text === undefined ? undefined : String.fromCharCode(65 + options.indexOf(text));
}
