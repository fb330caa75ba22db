import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/benchmark/config.ts';
import { FieldFinder } from '../../src/benchmark/derive-fields.ts';
import { loadBenchmark } from '../../src/benchmark/load-benchmark.ts';
import { silentProgress } from '../../src/progress.ts';

const config = await loadConfig(import.meta.dirname);
const finder = new FieldFinder(config);

function idOf(name: 'patient' | 'exam', path: string): string | undefined {
  return finder.find(name, { file: '', system: undefined, media: [path], columns: {} });
}

function fieldOf(name: string, file: string, system?: string): string | undefined {
  return finder.find(name, { file, system, media: [], columns: {} });
}

const imageId = '0a1b2c3d4e5f60718293a4b5c6d7e8f9';

/** Path shapes of the public preprocessing scripts, filled with ids of our own making. */
const shapes: readonly [
  source: string,
  path: string,
  patient: string | undefined,
  exam: string | undefined,
][] = [
  ['EMBED image', 'image/10000001_2223334445/7.png', '10000001', '10000001_2223334445'],
  ['EMBED finding', 'finding/10000001_2223334445/7_0.png', '10000001', '10000001_2223334445'],
  ['EMBED finding, numbered', 'x/finding/11_22/33_1.png', '11', '11_22'],
  ['RSNA', '10006_462822612.png', '10006', undefined],
  ['RSNA in a folder', 'RSNA/train/10006_462822612.png', '10006', undefined],
  ['VinDr breast', `breast/${imageId}.png`, undefined, imageId],
  ['VinDr finding', `finding/${imageId}_0.png`, undefined, imageId],
  ['VinDr normal', `VinDr/normal/${imageId}_12.png`, undefined, imageId],
  ['CBIS-DDSM breast', 'breast/Mass-Training_P_00001_LEFT_CC.png', 'P_00001', undefined],
  ['CBIS-DDSM finding', 'finding/Calc-Test_P_00038_RIGHT_MLO_1.png', 'P_00038', undefined],
  ['CBIS-DDSM mask', 'mask/Mass-Training_P_00001_LEFT_CC.png', 'P_00001', undefined],
  ['BUS-CoT raw', 'BUS/004512/004512@raw.png', undefined, '004512'],
  ['BUS-CoT mask', '004512@mask_2.png', undefined, '004512'],
  ['CT-RATE', 'dataset/train/train_1/train_1_a/train_1_a_2.nii.gz', 'train_1', 'train_1_a'],
  ['MRI', 'images_format/12345/T1_dyn2.nii.gz', 'images_format/12345', undefined],
  [
    'TCGA',
    '20x_512px_0px_overlap/features_conch_v15/TCGA-A1-A0SB-01Z-00-DX1.h5',
    'TCGA-A1-A0SB',
    undefined,
  ],
  ['other slide', '20x_512px_0px_overlap/features_conch_v15/481.h5', undefined, undefined],
];

describe('ids in media paths', () => {
  test.each(shapes)('%s: %s', (_source, path, patient, exam) => {
    expect([idOf('patient', path), idOf('exam', path)]).toEqual([patient, exam]);
  });

  test.each(['patient', 'exam'] as const)('no path matches two %s patterns', (name) => {
    for (const [source, path] of shapes) {
      const matching = config.ids[name].filter((pattern) => new RegExp(pattern).test(path));
      expect(matching.length, source).toBeLessThanOrEqual(1);
    }
  });

  test('every pattern serves some source', () => {
    for (const name of ['patient', 'exam'] as const)
      for (const pattern of config.ids[name])
        expect(
          shapes.some(([, path]) => new RegExp(pattern).test(path)),
          pattern,
        ).toBe(true);
  });
});

/** File names after the published pattern, of our own making where the pattern leaves a choice. */
const files: readonly [file: string, modality: string, stage: string | undefined, task: string][] =
  [
    [
      'sampled_Ultrasound-SWIFT_RESIZED_Diagnosis_Closed_VQA_Test.json',
      'ultrasound',
      'diagnosis',
      'closed-vqa',
    ],
    [
      'sampled_US-SWIFT_RESIZED_Diagnosis_Ground_Caption_Test_v2.json',
      'ultrasound',
      'diagnosis',
      'ground-caption',
    ],
    ['sampled_CT-SWIFT_RESIZED_Screening_Open_VQA_Test_0.1.json', 'ct', 'screening', 'open-vqa'],
    ['sampled_MRI-SWIFT_RESIZED_Treatment_Report_Test.json', 'mri', 'treatment', 'report'],
    [
      'sampled_Pathology-SWIFT_RESIZED_Treatment_Caption_Test.json',
      'histopathology',
      'treatment',
      'caption',
    ],
    [
      'sampled_Mammography-SWIFT_RESIZED_Grounded_Caption_Test.json',
      'mammography',
      undefined,
      'ground-caption',
    ],
  ];

describe('fields in file names', () => {
  test.each(files)('%s', (file, modality, stage, task) => {
    expect([fieldOf('modality', file), fieldOf('stage', file), fieldOf('task', file)]).toEqual([
      modality,
      stage,
      task,
    ]);
  });

  test('an unknown modality stays as the file names it', () => {
    expect(fieldOf('modality', 'sampled_PET-SWIFT_RESIZED_Test.json')).toBe('PET');
  });

  test('the stage comes from the system prompt where the file name has none', () => {
    const file = 'sampled_MRI-SWIFT_RESIZED_Ground_Caption_Test.json';
    expect(fieldOf('stage', file, 'You assist in breast cancer screening.')).toBe('screening');
  });
});

test('reads test files from --data and training files from --train', async () => {
  const row = (image: string, answer: string): string =>
    JSON.stringify({
      messages: [
        { role: 'user', content: '<image>Is there a mass?\nA. Yes\nB. No' },
        { role: 'assistant', content: answer },
      ],
      images: [image],
    });
  const data = await mkdtemp(join(tmpdir(), 'touchstone-'));
  const train = await mkdtemp(join(tmpdir(), 'touchstone-'));
  const name = 'sampled_Mammo-SWIFT_RESIZED_Screening_Closed_VQA';
  await writeFile(join(data, `${name}_Test.json`), `${row('image/1_2/3.png', 'A')}\n`);
  await writeFile(join(train, `${name}_Train.json`), `[${row('image/4_5/6.png', 'B')}]`);
  const overridden = await loadConfig(import.meta.dirname, { data, train });
  const benchmark = await loadBenchmark(overridden, {
    progress: silentProgress,
    mediaCacheDir: join(data, '.cache'),
  });
  const facts = [...benchmark.test, ...benchmark.train].map(
    ({ split, track, modality, stage, task, patient, exam, media }) => ({
      ...{ split, track, modality, stage, task, patient, exam },
      file: media[0]?.file,
    }),
  );
  const shared = {
    track: 'closed',
    modality: 'mammography',
    stage: 'screening',
    task: 'closed-vqa',
  };
  const root = join(data, 'RESIZED');
  expect(facts).toEqual([
    { split: 'test', ...shared, patient: '1', exam: '1_2', file: join(root, 'image/1_2/3.png') },
    { split: 'train', ...shared, patient: '4', exam: '4_5', file: join(root, 'image/4_5/6.png') },
  ]);
  await rm(data, { recursive: true });
  await rm(train, { recursive: true });
});
