import { readdir, writeFile } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { type ConfigProposal, proposeConfig } from '../benchmark-proposal/propose-config.ts';
import { renderConfig } from '../benchmark-proposal/render-config.ts';
import { type FolderSurvey, surveyFolder } from '../benchmark-proposal/survey-folder.ts';
import { AuditError } from '../errors.ts';

/** Options of `audit init`. */
export interface InitOptions {
  /** Overwrite an `audit.yaml` that is there. Default: false. */
  readonly force?: boolean;
}

/**
 * `audit init`: looks at a data folder and writes a commented `audit.yaml` into it.
 *
 * @param folder Relative to the working folder, or absolute.
 * @returns What was found and what to do next, for the terminal.
 * @throws {AuditError} if the folder is missing, has a config already, holds no benchmark, or
 *   cannot be written to.
 */
export async function runInit(folder: string, options: InitOptions = {}): Promise<string> {
  const absolute = resolve(folder);
  const names = await readdir(absolute).catch((cause: unknown) => {
    throw new AuditError({
      code: 'folder-missing',
      location: folder,
      problem: 'the folder cannot be read',
      remedy: 'name the folder that holds the data files',
      cause,
    });
  });
  if (names.includes('audit.yaml') && options.force !== true) {
    throw new AuditError({
      code: 'config-exists',
      location: join(folder, 'audit.yaml'),
      problem: 'there is a config already',
      remedy: 'run it with "audit run --bench", or overwrite it with --force',
    });
  }
  const survey = await surveyFolder(absolute);
  const proposal = proposeConfig(absolute, survey);
  const file = join(absolute, 'audit.yaml');
  await writeFile(file, renderConfig(proposal)).catch((cause: unknown) => {
    throw new AuditError({
      code: 'folder-not-writable',
      location: join(folder, 'audit.yaml'),
      problem: 'the file cannot be written',
      remedy: 'check the permissions of the folder, or copy the data',
      cause,
    });
  });
  return summary(proposal, survey, benchArgument(file));
}

/** The config's path as `--bench` takes it: starting with `.` or `/`. */
function benchArgument(file: string): string {
  const short = relative(process.cwd(), file).split(sep).join('/');
  const path = short.startsWith('..') ? file : `./${short}`;
  return /\s/.test(path) ? `"${path}"` : path;
}

function summary(proposal: ConfigProposal, survey: FolderSurvey, path: string): string {
  const { test, train, models, media, ids, unused } = proposal;
  const listed = (files: readonly { readonly file: string }[]): string =>
    files.map(({ file }) => file).join(', ') || 'none';
  const lines = [
    `Wrote ${path}`,
    `  test         ${listed(test)}`,
    `  train        ${listed(train)}`,
    `  predictions  ${models.map(({ name, role }) => `${name} (${role}?)`).join(', ') || 'none'}`,
    `  media        ${mediaText(media, survey)}`,
    `  patients     ${ids.patient?.sure ? `in media paths, as ${ids.patient.example}` : 'not recognised'}`,
    ...unused.map(({ file, reason }) => `  not used     ${file}: ${reason}`),
    ...survey.passedOver.map(({ file, reason }) => `  passed over  ${file}: ${reason}`),
    '',
    'Check the file, then:',
    `  npx audit run --bench ${path}`,
  ];
  return `${lines.join('\n')}\n`;
}

function mediaText(media: ConfigProposal['media'], survey: FolderSurvey): string {
  switch (media.kind) {
    case 'found':
      return `${survey.media.size} files, rows count from ${media.root}`;
    case 'inline':
      return 'inside the rows';
    case 'missing':
      return 'named by the rows, but not in this folder';
    case 'none':
      return 'none';
  }
}
