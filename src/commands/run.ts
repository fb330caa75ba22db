import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { parse } from 'yaml';
import { audits as knownAudits } from '../../audits/index.ts';
import { chooseFindings } from '../../reports/choose-findings.ts';
import type { ReportOptions } from '../../reports/index.ts';
import { auditBenchmark } from '../audit/audit-benchmark.ts';
import type { AuditRun } from '../audit/audit-run.ts';
import { decideGate, type GatePolicy, gatePolicySchema } from '../audit/gate.ts';
import { redactRun } from '../audit/redact-run.ts';
import { planAudits } from '../audit/run-audits.ts';
import type { Benchmark, InputFile } from '../benchmark/benchmark.ts';
import { loadConfig, type ResolvedConfig } from '../benchmark/config.ts';
import { loadBenchmark } from '../benchmark/load-benchmark.ts';
import type { CheckedModels } from '../engine-check/check-models.ts';
import { AuditError } from '../errors.ts';
import { renderThumbnails } from '../evidence/thumbnails.ts';
import type { ModelCard } from '../model-card/model-card.ts';
import { recordedCards } from '../model-card/recorded-answers.ts';
import { packageRoot } from '../package-root.ts';
import type { Progress } from '../progress.ts';
import { defaultCacheFolder } from '../runtime/cache-folder.ts';
import { resolveBench } from './built-in.ts';
import { formatOf, writeCopy, writeRunFolder } from './run-folder.ts';

/** Options of `audit run`, as the command line gives them. */
export interface RunOptions {
  readonly bench: string;
  readonly data?: string;
  readonly train?: string;
  readonly outDir?: string;
  readonly output?: readonly string[];
  readonly seed?: number;
  readonly limit?: number;
  readonly gate?: string;
  readonly thumbnails?: boolean;
  readonly redactIds?: boolean;
  /** False opens no checkpoint. */
  readonly engineCheck?: boolean;
  /** Where hashes, parity records and quantised weights of models are kept; default ~/.cache/touchstone. */
  readonly modelCacheFolder?: string;
}

/** What a run came to. */
export interface RunOutcome {
  readonly run: AuditRun;
  /** Folder that holds result.json, findings.jsonl and report.html. */
  readonly folder: string;
  readonly exitCode: 0 | 1 | 2 | 3;
}

/** Findings that the HTML report lists; these have pictures. */
const listedFindings = 150;

/**
 * `audit run`: reads, audits, writes.
 *
 * @param cwd Folder against which relative paths of the command line count.
 * @throws {AuditError} for anything the user can mend; nothing is written then but the caches.
 */
export async function runCommand(
  options: RunOptions,
  cwd: string,
  progress: Progress,
): Promise<RunOutcome> {
  const outDir = resolve(cwd, options.outDir ?? 'audit-results');
  const cacheDir = join(outDir, '.cache');
  for (const file of options.output ?? []) formatOf(file);
  const policy =
    options.gate === undefined ? undefined : await readPolicy(resolve(cwd, options.gate));
  const config = await loadConfig(resolveBench(options.bench, cwd), {
    ...(options.data !== undefined && { data: resolve(cwd, options.data) }),
    ...(options.train !== undefined && { train: resolve(cwd, options.train) }),
    ...(options.seed !== undefined && { seed: options.seed }),
    ...(options.limit !== undefined && { limit: options.limit }),
    auditIds: knownAudits.map((audit) => audit.id),
  });
  const audits = planAudits(knownAudits, config.audits, policy?.policy.thresholds);
  const loaded = await loadBenchmark(config, { progress, mediaCacheDir: join(cacheDir, 'media') });
  const benchmark = policy ? { ...loaded, inputs: [...loaded.inputs, policy.input] } : loaded;
  const checked = await checkedModels(config, benchmark, options, progress);
  const measured = await auditBenchmark(benchmark, {
    audits,
    config: config.echo,
    scoring: config.scoring,
    seed: config.seed,
    cacheDir,
    tool: await toolFacts(),
    checked,
    progress,
  });
  const gate = policy && decideGate(measured.audits, policy.policy, benchmark.limit !== undefined);
  const run = gate ? { ...measured, gate } : measured;
  const folder = await write(run, benchmark, outDir, options, cwd, progress);
  return { run, folder, exitCode: exitCodeOf(run) };
}

/** What is known of the config's models. Without a checkpoint to open, no part of the engine is loaded. */
async function checkedModels(
  config: ResolvedConfig,
  benchmark: Benchmark,
  { engineCheck = true, modelCacheFolder = defaultCacheFolder() }: RunOptions,
  progress: Progress,
): Promise<CheckedModels> {
  const paths = Object.values(config.models).flatMap(({ path }) => path ?? []);
  if (engineCheck && paths.length > 0) {
    const { checkModels } = await import('../engine-check/check-models.ts');
    return checkModels(config, benchmark, { cacheFolder: modelCacheFolder, progress });
  }
  const models = recordedCards(benchmark).map((card): ModelCard => {
    const path = config.models[card.name]?.path;
    const reason = 'skipped by --no-engine-check';
    return path === undefined ? card : { ...card, checkpoint: { status: 'not-run', path, reason } };
  });
  return { models };
}

function exitCodeOf(run: AuditRun): RunOutcome['exitCode'] {
  if (run.gate)
    return { pass: 0, fail: 1, inconclusive: 3 }[run.gate.decision] as RunOutcome['exitCode'];
  return run.audits.some((audit) => audit.verdict === 'not-run') ? 2 : 0;
}

async function write(
  run: AuditRun,
  benchmark: Benchmark,
  outDir: string,
  options: RunOptions,
  cwd: string,
  progress: Progress,
): Promise<string> {
  const pictures =
    options.thumbnails === false
      ? new Map<string, string>()
      : await thumbnailsOf(run, benchmark, progress);
  const redacted = options.redactIds ? redactRun(run) : undefined;
  const shown = redacted?.run ?? run;
  const thumbnails = redacted
    ? new Map(
        [...pictures].map(([path, picture]) => [redacted.mediaNames.get(path) ?? path, picture]),
      )
    : pictures;
  const report: ReportOptions = { thumbnails, maxRows: listedFindings };
  const folder = await writeRunFolder(shown, outDir, report, redacted ? '-redacted' : '');
  for (const file of options.output ?? []) await writeCopy(resolve(cwd, file), shown, report);
  return folder;
}

/** Thumbnails of the media that the listed findings and the engine check show. */
async function thumbnailsOf(
  run: AuditRun,
  benchmark: Benchmark,
  progress: Progress,
): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  for (const item of [...benchmark.test, ...benchmark.train]) {
    for (const media of item.media) if (media.file) files.set(media.path, media.file);
  }
  const found = chooseFindings(run, listedFindings)
    .flatMap(({ finding }) => finding.subjects)
    .flatMap((subject) => (subject.media === undefined ? [] : [subject.media]));
  const checked = (run.engineCheck?.items ?? [])
    .flatMap(({ media }) => media.filter(({ kind }) => kind === 'image'))
    .map(({ path }) => path);
  const wanted = [...new Set([...found, ...checked])].filter((path) => files.has(path));
  return renderThumbnails(new Map(wanted.map((path) => [path, files.get(path) as string])), {
    progress,
  });
}

async function readPolicy(file: string): Promise<{ policy: GatePolicy; input: InputFile }> {
  const location = basename(file);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new AuditError({
      code: 'file-missing',
      location,
      problem: 'the policy file cannot be read',
      remedy: 'check the path given to --gate',
      cause,
    });
  }
  const parsed = gatePolicySchema.safeParse(parse(text));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new AuditError({
      code: 'policy-invalid',
      location: [location, ...(issue?.path ?? [])].join(': '),
      problem: issue?.message ?? 'not valid',
      remedy: 'see docs/gate.md for the keys of a policy',
    });
  }
  const sha256 = createHash('sha256').update(text).digest('hex');
  return { policy: parsed.data, input: { path: location, sha256, role: 'policy' } };
}

async function toolFacts(): Promise<AuditRun['tool']> {
  const { name, version } = JSON.parse(await readFile(join(packageRoot(), 'package.json'), 'utf8'));
  return { name, version };
}

/** The path of a report as a person would type it from `cwd`. */
export function displayPath(path: string, cwd: string): string {
  const short = relative(cwd, path);
  return short.startsWith('..') ? path : short;
}
