import { createHash } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { type ReportFormat, type ReportOptions, reportFormats } from '../../reports/index.ts';
import type { AuditRun } from '../audit/audit-run.ts';
import { AuditError } from '../errors.ts';
import { picturesFile, pictureText, readPictures } from './pictures.ts';
import { listedFindings } from './shown-run.ts';

/**
 * Name of a run's folder: the benchmark and a short hash of config, seed and contents of inputs
 * and checkpoints, so that the same run lands in the same place and another one elsewhere.
 */
export function runFolderName(run: AuditRun): string {
  const { config, seed, inputs, benchmark, models } = run;
  const checkpoints = models.flatMap(({ checkpoint }) =>
    checkpoint?.status === 'opened' ? [checkpoint.fingerprint.id] : [],
  );
  const digest = createHash('sha256').update(
    JSON.stringify([config, seed, benchmark.limit ?? null, inputs, ...checkpoints]),
  );
  return `${fileNameOf(benchmark.name)}-${digest.digest('hex').slice(0, 8)}`;
}

/** A benchmark's name as part of a file name. */
export function fileNameOf(benchmark: string): string {
  return benchmark.toLowerCase().replaceAll(/[^\p{L}\p{N}._-]+/gu, '-');
}

/**
 * Writes result.json, findings.jsonl, report.html and the report's pictures, then points `latest` at the folder.
 *
 * @param suffix Added to the folder's name: a redacted run never replaces the full one.
 */
export async function writeRunFolder(
  run: AuditRun,
  outDir: string,
  options: ReportOptions,
  suffix = '',
): Promise<string> {
  const name = runFolderName(run) + suffix;
  const folder = join(outDir, name);
  await mkdir(folder, { recursive: true });
  await writeWhole(join(folder, picturesFile), pictureText(options.thumbnails));
  for (const [file, text] of runFiles(run, options)) await writeWhole(join(folder, file), text);
  await writeWhole(join(outDir, 'latest'), `${name}\n`);
  return folder;
}

/** The files of a run's folder as this version writes them from its result and its pictures. */
export async function renderRunFiles(
  run: AuditRun,
  folder: string,
): Promise<ReadonlyMap<string, string>> {
  const thumbnails = await readPictures(folder);
  return runFiles(run, { maxRows: listedFindings, ...(thumbnails && { thumbnails }) });
}

function runFiles(run: AuditRun, options: ReportOptions): ReadonlyMap<string, string> {
  const json = render('json', run, options);
  return new Map([
    ['result.json', json],
    // From the text, so that its keys stand as they do there.
    ['findings.jsonl', findingLines(JSON.parse(json) as AuditRun)],
    ['report.html', render('html', run, options)],
  ]);
}

/** Writes one more copy in the format that the file's ending names. */
export async function writeCopy(
  file: string,
  run: AuditRun,
  options: ReportOptions,
): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeWhole(file, formatOf(file).render(run, options));
}

/**
 * The report format for a file name.
 * @throws {AuditError} if no format has its ending.
 */
export function formatOf(file: string): ReportFormat {
  const name = basename(file).toLowerCase();
  const endings = reportFormats
    .flatMap((format) => format.extensions.map((extension) => ({ format, extension })))
    .filter(({ extension }) => name.endsWith(extension))
    .sort((one, other) => other.extension.length - one.extension.length);
  if (endings[0]) return endings[0].format;
  throw new AuditError({
    code: 'format-unknown',
    location: `-o ${file}`,
    problem: `no report format has the ending "${extname(file)}"`,
    remedy: `use ${reportFormats.flatMap((one) => one.extensions).join(', ')}`,
  });
}

function render(id: string, run: AuditRun, options: ReportOptions): string {
  const format = reportFormats.find((one) => one.id === id);
  if (!format) throw new Error(`no report format ${id}`);
  return format.render(run, options);
}

function findingLines(run: AuditRun): string {
  return run.audits
    .flatMap((audit) =>
      audit.findings.map((finding) => `${JSON.stringify({ audit: audit.id, ...finding })}\n`),
    )
    .join('');
}

/** A reader never sees half a file: written beside its place, then renamed. */
async function writeWhole(file: string, text: string): Promise<void> {
  const unfinished = `${file}.unfinished`;
  await writeFile(unfinished, text);
  await rename(unfinished, file);
}
