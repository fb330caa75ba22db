import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, extname, resolve } from 'node:path';
import { AuditError } from '../errors.ts';
import { diffRuns } from '../run-diff/diff-runs.ts';
import type { RunDiff } from '../run-diff/run-diff.ts';
import { type DiffedRuns, diffMarkdown } from './diff-text.ts';
import { readRun } from './read-run.ts';

/** Options of `audit diff`, as the command line gives them. */
export interface DiffOptions {
  readonly output?: string;
}

/**
 * `audit diff`: what changed between two recorded runs; written to a file where one is named.
 *
 * @throws {AuditError} for a run that is not there, runs of two benchmarks, or a file that is neither .md nor .json.
 */
export async function diffCommand(
  runs: DiffedRuns,
  { output }: DiffOptions,
  cwd: string,
): Promise<RunDiff> {
  const ending = output === undefined ? '.md' : extname(output).toLowerCase();
  if (ending !== '.md' && ending !== '.json') throw unknownEnding(output as string, ending);
  const [before, after] = await Promise.all([
    readRun(resolve(cwd, runs.before)),
    readRun(resolve(cwd, runs.after)),
  ]);
  const diff = diffRuns(before.run, after.run, runs);
  if (output !== undefined) {
    const file = resolve(cwd, output);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, ending === '.md' ? diffMarkdown(diff, runs) : diffJson(diff));
  }
  return diff;
}

/** A difference for programs. */
export function diffJson(diff: RunDiff): string {
  return `${JSON.stringify(diff, null, 2)}\n`;
}

function unknownEnding(output: string, ending: string): AuditError {
  return new AuditError({
    code: 'format-unknown',
    location: `-o ${output}`,
    problem: `a difference can't be written as "${ending}"`,
    remedy: 'use .md or .json',
  });
}
