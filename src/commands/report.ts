import { access } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { ReportOptions } from '../../reports/index.ts';
import type { AuditRun } from '../audit/audit-run.ts';
import type { GateDecision } from '../gate/gate-decision.ts';
import { displayPath } from './display-path.ts';
import { readPictures } from './pictures.ts';
import { readRun } from './read-run.ts';
import { formatOf, writeCopy } from './run-folder.ts';
import { folderInTree, listedFindings, sourceTop } from './shown-run.ts';

/** Options of `audit report`, as the command line gives them. */
export interface ReportCommandOptions {
  /** A run's folder, its result.json or the file `latest`. */
  readonly run: string;
  readonly output?: readonly string[];
  /** Folder of the benchmark's config, for the places of rows. */
  readonly bench?: string;
  /** A decision on the run that was taken since; default: the one that it records, if any. */
  readonly gate?: GateDecision;
}

/** What was written again. */
export interface WrittenReports {
  readonly run: AuditRun;
  readonly benchFolder?: string;
  /** Where the run's own report.html is, as a person would type it. */
  readonly fullReport: string;
  /** Files, as a person would type them. */
  readonly files: readonly string[];
  /** What is missing in them, one sentence each. */
  readonly remarks: readonly string[];
}

/**
 * `audit report`: writes a recorded run in other formats, without the benchmark: the same bytes
 * as `audit run` would have written.
 *
 * @throws {AuditError} for a run that is not there or unusable, and for an unknown format.
 */
export async function reportCommand(
  { run: path, output = [], bench, gate }: ReportCommandOptions,
  cwd: string,
  environment: Readonly<Record<string, string | undefined>> = {},
): Promise<WrittenReports> {
  const formats = output.map((file) => formatOf(file).id);
  const { run: recorded, folder } = await readRun(resolve(cwd, path));
  const run = gate === undefined ? recorded : { ...recorded, gate };
  const pictures = formats.includes('html') ? await readPictures(folder) : new Map();
  const benchFolder =
    bench === undefined
      ? undefined
      : folderInTree(resolve(cwd, bench), sourceTop(environment, cwd));
  const options: ReportOptions = {
    maxRows: listedFindings,
    ...(pictures && { thumbnails: pictures }),
    ...(benchFolder !== undefined && { benchFolder }),
  };
  for (const file of output) await writeCopy(resolve(cwd, file), run, options);
  const report = join(folder, 'report.html');
  return {
    run,
    ...(benchFolder !== undefined && { benchFolder }),
    fullReport: displayPath(report, cwd),
    files: output.map((file) => displayPath(resolve(cwd, file), cwd)),
    remarks: [
      ...(pictures ? [] : ['the run holds no pictures.json: the report has no pictures']),
      ...(output.length > 0 || (await isThere(report))
        ? []
        : ['the run holds no report.html; -o report.html writes one']),
    ],
  };
}

async function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
