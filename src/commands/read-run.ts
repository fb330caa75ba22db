import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { AuditRun } from '../audit/audit-run.ts';
import { auditRunSchema } from '../audit/audit-run-schema.ts';
import { AuditError } from '../errors.ts';

/** A run that was written, read back. */
export interface RecordedRun {
  readonly run: AuditRun;
  /** Absolute folder that holds result.json and what was written with it. */
  readonly folder: string;
}

/**
 * Reads a run back.
 *
 * @param path Absolute: a run's folder, its result.json, or the file `latest` that names the newest run's folder.
 * @throws {AuditError} if there is no such run, or its result is not of this format.
 */
export async function readRun(path: string): Promise<RecordedRun> {
  const file = await resultFile(path);
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw missing(path, 'holds no result.json', cause);
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw unusable(file, `is no JSON (${(cause as Error).message})`, cause);
  }
  const parsed = auditRunSchema.safeParse(value);
  if (parsed.success) return { run: parsed.data, folder: dirname(file) };
  const [issue] = parsed.error.issues;
  const place = issue!.path.join('.');
  throw unusable(
    file,
    `is not of this version's format: ${place}: ${issue!.message}`,
    parsed.error,
  );
}

/**
 * The folder of a run, whether or not its result can be read.
 *
 * @param path As `readRun` takes it.
 * @throws {AuditError} if nothing is there.
 */
export async function runFolderOf(path: string): Promise<string> {
  return dirname(await resultFile(path));
}

async function resultFile(path: string): Promise<string> {
  const facts = await stat(path).catch((cause: unknown) => {
    throw missing(path, 'is not there', cause);
  });
  if (facts.isDirectory()) return join(path, 'result.json');
  if (basename(path) !== 'latest') return path;
  const name = (await readFile(path, 'utf8')).trim();
  return join(dirname(path), name, 'result.json');
}

function missing(path: string, problem: string, cause: unknown): AuditError {
  return new AuditError({
    code: 'run-missing',
    location: path,
    problem,
    remedy: 'name a run folder, its result.json or audit-results/latest',
    cause,
  });
}

function unusable(file: string, problem: string, cause: unknown): AuditError {
  return new AuditError({
    code: 'run-unusable',
    location: file,
    problem,
    remedy: 'run the audit again with this version',
    cause,
  });
}
