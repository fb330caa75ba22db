import type { RecordedModel } from './assign-roles.ts';
import type { ConfigProposal } from './propose-config.ts';

/**
 * A proposal as the text of a commented `audit.yaml`.
 *
 * What was found stands as a key, what is only likely as a comment to be switched on.
 */
export function renderConfig(proposal: ConfigProposal): string {
  const sections = [
    [
      '# Written by "audit init": check it, then run "audit run --bench" on it.',
      'version: 1',
      `name: ${scalar(proposal.name)}`,
    ],
    mediaLines(proposal),
    splitLines(proposal),
    columnLines(proposal),
    idLines(proposal),
    fieldLines(proposal),
    modelLines(proposal.models),
    [
      '# What a paper says of it, beside what is measured ("audit disclosure init" writes a template):',
      '# disclosure: disclosure.yaml  # and, under audits, disclosure: {}',
    ],
    [
      '# Leave an audit out by deleting its line; docs/config.md lists the options of each.',
      'audits:',
      '  image-reuse: {}',
      '  template-leakage: {}',
      '  question-only: {}',
      '  blind-controls: {}',
      '  small-subsets: {}',
      'seed: 0',
    ],
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function mediaLines({ media }: ConfigProposal): string[] {
  switch (media.kind) {
    case 'found': {
      const share =
        media.share < 1
          ? ` ${Math.floor(media.share * 100)}% of the paths looked at exist there.`
          : '';
      return [
        `# Media paths in the rows count from here.${share}`,
        `media: { root: ${scalar(media.root)} }`,
      ];
    }
    case 'inline':
      return ['# The rows hold their pictures.', 'media: { root: . }'];
    case 'missing':
      return [
        '# The rows name media that are not below this folder: reuse is judged by name and id only.',
        '# If you have them: media: { root: path/to/media }',
        'media: absent',
      ];
    case 'none':
      return ['# The rows name no media.', 'media: absent'];
  }
}

function splitLines({ test, train, unused }: ConfigProposal): string[] {
  const files = (list: ConfigProposal['test']): string[] =>
    list.map(({ file, dataset }) => `    - ${scalar(file)}  # ${dataset?.format}`);
  return [
    'splits:',
    '  test:',
    ...files(test),
    ...(train.length > 0
      ? ['  train:', ...files(train)]
      : ['  # Without the training split, leakage cannot be seen: train: ["train.jsonl"]']),
    ...unused.map(({ file, reason }) => `# Not used: ${comment(file)}: ${reason}.`),
  ];
}

function columnLines({ columns }: ConfigProposal): string[] {
  const entries = Object.entries(columns).map(([meaning, name]) => `${meaning}: ${scalar(name)}`);
  if (entries.length === 0) return [];
  return ['# Guessed from the column names: check these.', `columns: { ${entries.join(', ')} }`];
}

function idLines({ ids, media }: ConfigProposal): string[] {
  if (media.kind === 'none' || media.kind === 'inline') return [];
  const { patient, exam } = ids;
  if (!patient) {
    return [
      '# No patient or exam ids were recognised in the media paths. If they stand there or in a column:',
      '# ids: { patient: "(?<patient>P\\\\d+)_E\\\\d+", exam: exam_column }',
    ];
  }
  const mark = patient.sure ? '' : '# ';
  return [
    patient.sure
      ? `# As in ${comment(patient.example)}.`
      : `# If ${comment(patient.example)} is a patient (it may be anything), switch this on:`,
    `${mark}ids:`,
    `${mark}  patient: ${scalar(patient.pattern)}`,
    ...(exam ? [`${mark}  exam: ${scalar(exam.pattern)}`] : []),
  ];
}

function fieldLines({ subsets, taskInFileName, mediaFolders }: ConfigProposal): string[] {
  const byFolder =
    mediaFolders.length > 0 && !subsets.includes('modality')
      ? [
          `# If the media folders (${mediaFolders.map(comment).join(', ')}) are modalities, add under fields,`,
          '# and add modality to subsets:',
          '#   modality: { media: "^([^/]+)/" }',
        ]
      : [];
  return [
    ...byFolder,
    ...(taskInFileName
      ? ['fields:', '  task: { file: "([Cc]losed|[Oo]pen|CLOSED|OPEN)[^/]*$" }']
      : []),
    '# Columns by which scores are broken down.',
    `subsets: [${subsets.map(scalar).join(', ')}]`,
  ];
}

function modelLines(models: readonly RecordedModel[]): string[] {
  if (models.length === 0) {
    return [
      '# Recorded answers, when you have some:',
      '# models:',
      '#   my-model: { role: candidate, family: qwen }',
      '# predictions:',
      '#   - { model: my-model, path: predictions/my-model.jsonl }',
    ];
  }
  return [
    '# Roles are a guess. candidate: its claim is audited; baseline: trained on the same data;',
    '# cold: asked without such training; other.',
    'models:',
    ...models.map(({ name, role }) => `  ${scalar(name)}: { role: ${role} }`),
    'predictions:',
    ...models.flatMap(({ name, files }) =>
      files.map(({ file, condition }) => {
        const shown = condition === 'real' ? '' : `, condition: ${condition}`;
        return `  - { model: ${scalar(name)}${shown}, path: ${scalar(file)} }`;
      }),
    ),
  ];
}

const plain = /^[A-Za-z_./][\w./-]*$/;
const reserved = /^(?:true|false|null|yes|no|on|off|y|n|~)$/i;

/** A YAML scalar: plain where that is safe, else double-quoted as JSON writes it. */
function scalar(text: string): string {
  return plain.test(text) && !reserved.test(text) && !/^\.(?:\d|inf|nan)/i.test(text)
    ? text
    : JSON.stringify(text);
}

/** Text for a comment: without line breaks. */
function comment(text: string): string {
  return text.replaceAll(/[\r\n]+/g, ' ');
}
