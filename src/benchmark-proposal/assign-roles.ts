import type { ModelRole } from '../benchmark/benchmark.ts';
import { nameCondition } from './name-condition.ts';
import type { SurveyedFile } from './survey-folder.ts';

/** Which file serves as what. */
export interface FileRoles {
  readonly test: readonly SurveyedFile[];
  readonly train: readonly SurveyedFile[];
  readonly models: readonly RecordedModel[];
  /** Data files that are left out, with the reason. */
  readonly unused: readonly { readonly file: string; readonly reason: string }[];
}

/** A model with the files that hold its answers. */
export interface RecordedModel {
  readonly name: string;
  readonly role: ModelRole;
  readonly files: readonly RecordedFile[];
}

/** A file with the condition that its name ends in. */
interface RecordedFile {
  readonly file: string;
  readonly condition: string;
}

type NamedSplit = 'test' | 'train' | 'validation';

const splitWords: readonly (readonly [NamedSplit, RegExp])[] = [
  ['test', /(^|[^a-z])(test|testing|benchmark)([^a-z]|$)/],
  ['train', /(^|[^a-z])(train|training)([^a-z]|$)/],
  ['validation', /(^|[^a-z])(val|valid|validation|dev)([^a-z]|$)/],
];

/**
 * Decides by name and content which files are the test split, the training split and recorded
 * answers.
 *
 * Files named after no split are the test split where no file is named after it, else they are left
 * out. A file with both reference and model answers serves as test split and as recording where no
 * other test file is found.
 */
export function assignRoles(files: readonly SurveyedFile[]): FileRoles {
  const datasets = files.filter((one) => one.dataset && !one.answers);
  const recordings = files.filter((one) => one.answers);
  const named = (split: NamedSplit | undefined): SurveyedFile[] =>
    datasets.filter((one) => splitOf(one.file) === split);
  const test = [
    named('test'),
    named(undefined),
    named('validation'),
    recordings.filter((one) => one.dataset),
  ].find((candidates) => candidates.length > 0);
  const used = new Set([...(test ?? []), ...named('train'), ...recordings]);
  return {
    test: test ?? [],
    train: named('train'),
    models: modelsOf(recordings),
    unused: datasets
      .filter((one) => !used.has(one))
      .map(({ file }) => ({
        file,
        reason:
          splitOf(file) === 'validation'
            ? 'a validation split is neither test nor train'
            : 'its name says neither test nor train',
      })),
  };
}

/** The split that a path names; the file name speaks before its folders. */
function splitOf(file: string): NamedSplit | undefined {
  for (const part of file.toLowerCase().split('/').reverse()) {
    const found = splitWords.find(([, word]) => word.test(part));
    if (found) return found[0];
  }
  return undefined;
}

const noise =
  /(^|[-_. ])(pred(iction)?s?|results?|answers?|outputs?|infer(ence)?|responses?|samples|test|model)(?=[-_. ]|$)/gi;
const stamp = /(^|[-_T])\d{4,}(?=[-_T.]|$)/g;

/** Models by name; the file's name without words such as "predictions" and dates, else its folder's. */
function modelsOf(recordings: readonly SurveyedFile[]): RecordedModel[] {
  const files = new Map<string, RecordedFile[]>();
  for (const { file } of recordings) {
    const { name, condition } = modelName(file);
    files.set(name, [...(files.get(name) ?? []), { file, condition }]);
  }
  const names = [...files.keys()].sort((left, right) => (left < right ? -1 : 1));
  const known = names.map((name) => ({
    name,
    role: knownRole(name),
    files: files.get(name) ?? [],
  }));
  const candidate = known.find((model) => model.role === undefined) ?? known[0];
  return known.map((model) => ({
    ...model,
    role: model === candidate ? 'candidate' : (model.role ?? 'other'),
  }));
}

function modelName(file: string): ReturnType<typeof nameCondition> {
  for (const part of file.split('/').reverse()) {
    const { name: stem, condition } = nameCondition(part.replace(/\.[a-z]+$/i, ''));
    const name = stem
      .replaceAll(stamp, '')
      .replaceAll(noise, '')
      .replaceAll(/^[-_. ]+|[-_. ]+$/g, '');
    if (name !== '') return { name, condition };
  }
  return { name: 'model', condition: 'real' };
}

function knownRole(name: string): ModelRole | undefined {
  if (/baseline|(^|[^a-z])sft([^a-z]|$)|fine-?_?tuned/i.test(name)) return 'baseline';
  if (/zero-?_?shot|(^|[^a-z])cold([^a-z]|$)|^(gpt|gemini|claude)/i.test(name)) return 'cold';
  return undefined;
}
