import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { assessDisclosure } from '../disclosure/assess-disclosure.ts';
import { gridRows, renderGrid } from '../disclosure/disclosure-grid.ts';
import { disclosureTemplate } from '../disclosure/disclosure-template.ts';
import { checklistVersion } from '../disclosure/guidelines.ts';
import { openDisclosure } from '../disclosure/load-disclosure.ts';
import { measurementsOfRun, nothingMeasured } from '../disclosure/measurements.ts';
import { AuditError } from '../errors.ts';
import { readRun } from './read-run.ts';

/**
 * `audit disclosure init`: writes a template of all checks.
 *
 * @returns What to do next, for the terminal.
 * @throws {AuditError} if the file is there already.
 */
export async function initDisclosure(
  out: string,
  { cwd, force }: { readonly cwd: string; readonly force: boolean },
): Promise<string> {
  const flag = force ? 'w' : 'wx';
  await writeFile(resolve(cwd, out), disclosureTemplate(), { flag }).catch((cause: unknown) => {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
    throw new AuditError({
      code: 'disclosure-exists',
      location: out,
      problem: 'there is a file already',
      remedy: 'name another with --out, or overwrite it with --force',
      cause,
    });
  });
  return `Wrote ${out}\n\nFill it in, then:\n  npx audit disclosure check ${out}\nand name it in audit.yaml, so that audit run compares it with what it measures:\n  disclosure: ${out}\n`;
}

/**
 * `audit disclosure check`: derives the status of every check, against a recorded run where one is named.
 *
 * @returns The grid, as text or as JSON.
 * @throws {AuditError} for a file or run that can't be read.
 */
export async function checkDisclosure(
  file: string,
  options: { readonly cwd: string; readonly run?: string; readonly json: boolean },
): Promise<string> {
  const { cwd, json } = options;
  const { disclosure } = await openDisclosure(resolve(cwd, file), file);
  const measurements =
    options.run === undefined
      ? nothingMeasured
      : measurementsOfRun((await readRun(resolve(cwd, options.run))).run);
  const checks = assessDisclosure(disclosure, measurements);
  const { source } = disclosure;
  if (!json) return renderGrid(source, checks);
  return `${JSON.stringify({ source, checklistVersion, checks: gridRows(checks) }, null, 2)}\n`;
}
