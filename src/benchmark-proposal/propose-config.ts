import { basename } from 'node:path';
import { AuditError } from '../errors.ts';
import { assignRoles, type FileRoles } from './assign-roles.ts';
import { findMediaRoot, type MediaRoot } from './find-media-root.ts';
import { guessIds, type IdGuesses } from './guess-ids.ts';
import { guessSubsets } from './guess-subsets.ts';
import type { ColumnMap, FolderSurvey, SurveyedFile } from './survey-folder.ts';

/** Everything that a proposed config says, and why. */
export interface ConfigProposal extends FileRoles {
  readonly name: string;
  readonly media: MediaRoot;
  readonly columns: ColumnMap;
  readonly ids: IdGuesses;
  readonly subsets: readonly string[];
  /** Whether file names tell closed from open questions. */
  readonly taskInFileName: boolean;
  /** First folders of the media paths, where there are few: perhaps a modality each. */
  readonly mediaFolders: readonly string[];
}

const taskWord = /closed|open/i;
const mostMediaFolders = 8;

/**
 * Proposes a config for what a folder holds.
 *
 * @param folder Absolute path; its last part becomes the benchmark's name.
 * @throws {AuditError} `init-nothing-found` if no file holds test questions with reference answers.
 */
export function proposeConfig(folder: string, survey: FolderSurvey): ConfigProposal {
  const roles = assignRoles(survey.files);
  if (roles.test.length === 0) throw nothingFound(folder, survey, roles);
  const columns: ColumnMap = Object.assign({}, ...survey.files.map((file) => file.columns));
  const testRows = rowsOf(roles.test);
  const written = [...testRows, ...rowsOf(roles.train)]
    .flatMap((row) => row.media)
    .map((path) => (path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path));
  const paths = [...new Set(written)];
  const taskInFileName = roles.test.every(({ file }) => taskWord.test(basename(file)));
  return {
    ...roles,
    name: basename(folder),
    media: findMediaRoot(paths, survey.media),
    columns,
    ids: guessIds(paths),
    subsets: [
      ...(taskInFileName ? ['task'] : []),
      ...guessSubsets(testRows, columns).filter((name) => !taskInFileName || name !== 'task'),
    ],
    taskInFileName,
    mediaFolders: firstFolders(paths),
  };
}

function rowsOf(
  files: readonly SurveyedFile[],
): readonly NonNullable<SurveyedFile['dataset']>['rows'][number][] {
  return files.flatMap((file) => file.dataset?.rows ?? []);
}

function firstFolders(paths: readonly string[]): string[] {
  const folders = paths.map((path) => path.slice(0, Math.max(0, path.indexOf('/'))));
  const distinct = [...new Set(folders)].sort((left, right) => (left < right ? -1 : 1));
  const few = distinct.length >= 2 && distinct.length <= mostMediaFolders;
  return few && !distinct.includes('') ? distinct : [];
}

function nothingFound(folder: string, survey: FolderSurvey, roles: FileRoles): AuditError {
  const train = roles.train.map(({ file }) => file);
  const first = survey.passedOver[0];
  const seen =
    train.length > 0
      ? `only training data was found (${train.join(', ')})`
      : first
        ? `none of its ${survey.passedOver.length} data files holds questions with reference answers (${first.file}: ${first.reason})`
        : 'it holds no .json, .jsonl, .csv or .tsv file';
  return new AuditError({
    code: 'init-nothing-found',
    location: basename(folder),
    problem: seen,
    remedy:
      'looked for rows with "messages", "conversations", or question and answer columns; name another folder, or write audit.yaml by hand (docs/config.md)',
  });
}
