import type { Plane, Region } from './sources.ts';

/** Where a picture comes from. */
export type Cut =
  | { readonly from: 'retina' | 'histology' | 'ct'; readonly region: Region }
  | { readonly from: 'microaneurysms' | 'mr' }
  | { readonly from: 'brain'; readonly plane: Plane; readonly slice: number };

/** What is true of a picture; a fact that cannot be told is left out, and nothing is asked about it. */
export interface Facts {
  readonly disc?: boolean;
  /** Whether a vessel of the first order crosses the field. */
  readonly majorVessel?: boolean;
  readonly part?: string;
  readonly gland?: boolean;
  readonly stroma?: boolean;
  readonly lumen?: boolean;
  readonly technique?: 'CT' | 'MRI';
  readonly plane?: Plane;
  readonly ventricle?: boolean;
  readonly lung?: boolean;
}

export type Modality = 'fundus' | 'histology' | 'radiology';

/** One original picture of the demo. */
export interface Picture {
  /** Path below `images/`; the file name carries patient and exam. */
  readonly path: string;
  readonly split: 'test' | 'train';
  readonly modality: Modality;
  readonly cut: Cut;
  readonly facts: Facts;
}

const partRows = ['upper', 'middle', 'lower'];
const partColumns = ['left', 'middle', 'right'];

/** A cell of the 7 x 7 grid over the retina photograph; row and column count from 0. */
function retina(
  path: string,
  row: number,
  column: number,
  facts: { disc?: boolean; majorVessel?: boolean } = {},
): Picture {
  const vertical = partRows[Math.sign(row - 3) + 1] as string;
  const horizontal = partColumns[Math.sign(column - 3) + 1] as string;
  const region = { left: 75 + 180 * column, top: 75 + 180 * row, width: 180, height: 180 };
  const part = vertical === horizontal ? 'central' : `${vertical} ${horizontal}`;
  return {
    path: `fundus/${path}`,
    split: splitOf(path),
    modality: 'fundus',
    cut: { from: 'retina', region },
    facts: { disc: false, ...facts, part },
  };
}

/** A cell of the 4 x 4 grid over the histology picture. */
function histology(
  path: string,
  row: number,
  column: number,
  shows: readonly ('gland' | 'lumen' | 'stroma')[],
): Picture {
  return {
    path: `histology/${path}`,
    split: splitOf(path),
    modality: 'histology',
    cut: {
      from: 'histology',
      region: { left: 128 * column, top: 128 * row, width: 128, height: 128 },
    },
    facts: {
      gland: shows.includes('gland'),
      lumen: shows.includes('lumen'),
      stroma: shows.includes('stroma'),
    },
  };
}

function brain(path: string, plane: Plane, slice: number, ventricle?: boolean): Picture {
  return {
    path: `radiology/${path}`,
    split: splitOf(path),
    modality: 'radiology',
    cut: { from: 'brain', plane, slice },
    facts: { technique: 'MRI', plane, ...(ventricle !== undefined && { ventricle }) },
  };
}

function chest(path: string, region: Region, lung: boolean): Picture {
  return {
    path: `radiology/${path}`,
    split: splitOf(path),
    modality: 'radiology',
    cut: { from: 'ct', region },
    facts: { technique: 'CT', plane: 'axial', lung },
  };
}

/** Patients 1 to 49 are the training split's, 51 to 99 the test split's; R009 is in both: see `overlap`. */
function splitOf(path: string): Picture['split'] {
  return Number(path.slice(1, 4)) < 50 && !path.startsWith('R009_E2') ? 'train' : 'test';
}

const major = { majorVessel: true };
const fine = { majorVessel: false };

/** All originals. Regions of one source do not overlap, and every label was given by eye. */
export const pictures: readonly Picture[] = [
  retina('F001_E1_1.png', 0, 2, major),
  retina('F001_E1_2.png', 0, 4, major),
  retina('F002_E1_1.png', 1, 1, major),
  retina('F003_E1_1.png', 1, 3, major),
  retina('F004_E1_1.png', 1, 5, major),
  retina('F005_E1_1.png', 2, 0, { ...major, disc: true }),
  retina('F006_E1_1.png', 2, 2, fine),
  retina('F006_E2_1.png', 2, 6),
  retina('F007_E1_1.png', 3, 1, { disc: true }),
  retina('F008_E1_1.png', 4, 1, major),
  retina('F009_E1_1.png', 4, 4),
  retina('F010_E1_1.png', 5, 4),
  retina('F011_E1_1.png', 6, 2, major),
  retina('F012_E1_1.png', 6, 4, major),
  histology('H001_E1_1.png', 0, 0, ['gland', 'lumen']),
  histology('H002_E1_1.png', 0, 3, ['gland', 'stroma']),
  histology('H003_E1_1.png', 1, 0, ['gland', 'stroma']),
  histology('H003_E1_2.png', 1, 2, ['gland', 'lumen', 'stroma']),
  histology('H004_E1_1.png', 1, 3, ['gland', 'stroma']),
  histology('H005_E1_1.png', 2, 0, ['gland', 'lumen', 'stroma']),
  histology('H006_E1_1.png', 2, 2, ['gland', 'stroma']),
  histology('H007_E1_1.png', 2, 3, ['gland', 'stroma']),
  histology('H008_E1_1.png', 3, 0, ['gland', 'lumen']),
  histology('H008_E1_2.png', 3, 2, ['gland', 'stroma']),
  brain('R001_E1_1.png', 'axial', 0, false),
  brain('R002_E1_1.png', 'axial', 8, true),
  brain('R003_E1_1.png', 'axial', 19, true),
  brain('R004_E1_1.png', 'axial', 24, false),
  brain('R005_E1_1.png', 'coronal', 0, true),
  brain('R006_E1_1.png', 'coronal', 20, true),
  brain('R007_E1_1.png', 'coronal', 34, true),
  brain('R008_E1_1.png', 'sagittal', 1),
  brain('R008_E1_2.png', 'sagittal', 13, true),
  brain('R009_E1_1.png', 'sagittal', 16),
  chest('R010_E1_1.png', { left: 38, top: 0, width: 44, height: 56 }, false),
  chest('R011_E1_1.png', { left: 82, top: 0, width: 46, height: 64 }, true),

  retina('F051_E1_1.png', 0, 3, major),
  retina('F052_E1_1.png', 1, 2, major),
  retina('F053_E1_1.png', 2, 3, fine),
  retina('F054_E1_1.png', 3, 3, fine),
  retina('F055_E1_1.png', 4, 0, major),
  retina('F056_E1_1.png', 5, 1, major),
  {
    path: 'fundus/F057_E1_1.png',
    split: 'test',
    modality: 'fundus',
    cut: { from: 'microaneurysms' },
    facts: { disc: false },
  },
  histology('H051_E1_1.png', 0, 1, ['gland', 'lumen']),
  histology('H052_E1_1.png', 0, 2, ['gland', 'lumen']),
  histology('H053_E1_1.png', 1, 1, ['gland', 'stroma']),
  histology('H054_E1_1.png', 2, 1, ['gland', 'stroma']),
  histology('H055_E1_1.png', 3, 1, ['gland', 'stroma']),
  histology('H056_E1_1.png', 3, 3, ['stroma']),
  brain('R051_E1_1.png', 'axial', 4),
  brain('R052_E1_1.png', 'axial', 14, true),
  brain('R053_E1_1.png', 'coronal', 7, true),
  brain('R054_E1_1.png', 'coronal', 40, false),
  brain('R009_E2_1.png', 'sagittal', 8, true),
  chest('R055_E1_1.png', { left: 0, top: 0, width: 38, height: 64 }, true),
  {
    path: 'radiology/R056_E1_1.png',
    split: 'test',
    modality: 'radiology',
    cut: { from: 'mr' },
    facts: { technique: 'MRI' },
  },
];

/** How a planted copy differs from its original. */
export type CopyKind =
  | 'bytes'
  | 'repacked'
  | 'jpeg'
  | 'resized'
  | 'cropped'
  | 'flipped-horizontally'
  | 'rotated-90';

/** A picture of the test split that repeats another one under a new patient. */
export interface PlantedCopy {
  readonly path: string;
  readonly original: string;
  readonly kind: CopyKind;
}

/** Copies of training pictures in the test split. */
export const trainCopies: readonly PlantedCopy[] = [
  { path: 'fundus/F061_E1_1.png', original: 'fundus/F002_E1_1.png', kind: 'bytes' },
  { path: 'fundus/F062_E1_1.jpg', original: 'fundus/F004_E1_1.png', kind: 'jpeg' },
  { path: 'fundus/F063_E1_1.png', original: 'fundus/F011_E1_1.png', kind: 'cropped' },
  { path: 'histology/H061_E1_1.png', original: 'histology/H002_E1_1.png', kind: 'bytes' },
  { path: 'histology/H062_E1_1.png', original: 'histology/H005_E1_1.png', kind: 'repacked' },
  { path: 'histology/H063_E1_1.png', original: 'histology/H006_E1_1.png', kind: 'resized' },
  { path: 'radiology/R061_E1_1.png', original: 'radiology/R002_E1_1.png', kind: 'bytes' },
  {
    path: 'radiology/R062_E1_1.png',
    original: 'radiology/R008_E1_2.png',
    kind: 'flipped-horizontally',
  },
  { path: 'radiology/R063_E1_1.png', original: 'radiology/R011_E1_1.png', kind: 'rotated-90' },
];

/** A test picture that is in the test split twice: the closed questions show one file, the open ones the other. */
export const testCopy: PlantedCopy = {
  path: 'fundus/F064_E1_1.png',
  original: 'fundus/F056_E1_1.png',
  kind: 'bytes',
};

/** A patient who is in both splits with different pictures. */
export const overlap = 'R009';

/** Patient and exam of a picture, from its file name. */
export function idsOf(path: string): { readonly patient: string; readonly exam: string } {
  const [patient = '', exam = ''] = path.slice(path.indexOf('/') + 1).split('_');
  return { patient, exam: `${patient}_${exam}` };
}
