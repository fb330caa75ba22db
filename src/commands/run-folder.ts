import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { z } from 'zod';
import { type ReportFormat, type ReportOptions, reportFormats } from '../../reports/index.ts';
import type { AuditRun } from '../audit/audit-run.ts';
import { AuditError } from '../errors.ts';
import { packageRoot } from '../package-root.ts';

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
 * Writes result.json, findings.jsonl, report.html and its pictures, then points `latest` at the folder.
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
  const pictures = Object.fromEntries(options.thumbnails ?? []);
  await writeWhole(join(folder, picturesFile), `${JSON.stringify(pictures)}\n`);
  for (const [file, text] of runFiles(run, options)) await writeWhole(join(folder, file), text);
  await writeWhole(join(outDir, 'latest'), `${name}\n`);
  return folder;
}

/** Small pictures of media that a report shows, by path. */
const picturesFile = 'pictures.json';

/** Findings that an HTML report lists; these have pictures. */
export const listedFindings = 150;

/** The small pictures of a run's folder; none where it has none. */
export async function readPictures(folder: string): Promise<ReadonlyMap<string, string>> {
  const text = await readFile(join(folder, picturesFile), 'utf8').catch(() => '{}');
  return new Map(Object.entries(z.record(z.string(), z.string()).parse(JSON.parse(text))));
}

/** The files of a run's folder as this version writes them from its result and its pictures. */
export async function renderRunFiles(
  run: AuditRun,
  folder: string,
): Promise<ReadonlyMap<string, string>> {
  return runFiles(run, { thumbnails: await readPictures(folder), maxRows: listedFindings });
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

/** Name and version of this package. */
export async function toolFacts(): Promise<AuditRun['tool']> {
  const { name, version } = JSON.parse(await readFile(join(packageRoot(), 'package.json'), 'utf8'));
  return { name, version };
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
  const extension = extname(file).toLowerCase();
  const format = reportFormats.find((one) => one.extensions.includes(extension));
  if (format) return format;
  throw new AuditError({
    code: 'format-unknown',
    location: `-o ${file}`,
    problem: `no report format has the ending "${extension}"`,
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
