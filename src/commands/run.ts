import { resolve } from 'node:path';
import { audits as knownAudits } from '../../audits/index.ts';
import { chooseFindings } from '../../reports/choose-findings.ts';
import type { ReportOptions } from '../../reports/index.ts';
import { auditBenchmark } from '../audit/audit-benchmark.ts';
import type { AuditRun } from '../audit/audit-run.ts';
import { redactRun } from '../audit/redact-run.ts';
import { planAudits } from '../audit/run-audits.ts';
import type { Benchmark, InputFile } from '../benchmark/benchmark.ts';
import type { ResolvedConfig } from '../benchmark/config.ts';
import { AuditError } from '../errors.ts';
import { renderThumbnails } from '../evidence/thumbnails.ts';
import { decideGate } from '../gate/gate.ts';
import { type ManifestPlaces, writeManifest } from '../manifest/write-manifest.ts';
import type { Progress } from '../progress.ts';
import { defaultCacheFolder } from '../runtime/cache-folder.ts';
import { type Asked, askModels, couldAskAll, wantedBattery } from './ask-models.ts';
import type { AskedBattery } from './battery/ask-battery.ts';
import { requireQueue } from './battery/ask-workers.ts';
import type { BatteryOptions } from './battery/battery-options.ts';
import { decisiveOptions } from './decisive-options.ts';
import type { AskedGrading } from './grading/ask-graders.ts';
import { type BenchOptions, readBenchmark } from './read-benchmark.ts';
import { readClaims } from './read-claims.ts';
import { readModels } from './read-models.ts';
import { type ReadPolicy, readPolicy } from './read-policy.ts';
import { type Computes, resolveDevice } from './resolve-device.ts';
import { formatOf, writeCopy, writeRunFolder } from './run-folder.ts';
import { folderInTree, listedFindings, sourceTop } from './shown-run.ts';
import { toolFacts } from './tool-facts.ts';

/** Options of `audit run`, as the command line gives them. */
export interface RunOptions extends BenchOptions, BatteryOptions {
  readonly output?: readonly string[];
  readonly gate?: string;
  readonly thumbnails?: boolean;
  readonly redactIds?: boolean;
  /** False leaves the engine check out. */
  readonly engineCheck?: boolean;
  /** Where hashes, parity records and quantised weights of models are kept; default ~/.cache/touchstone. */
  readonly modelCacheFolder?: string;
}

/** What a run is given by the process it runs in. */
export interface RunSurroundings {
  /** Folder against which relative paths of the command line count. */
  readonly cwd: string;
  readonly progress: Progress;
  /** Where API keys are looked up; default: nowhere. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** The day on which waivers of the policy must still count, `2026-11-25`; without one none counts. */
  readonly today?: string;
  /** Ends the asking; what is journalled stays. */
  readonly signal?: AbortSignal;
  /** Called before models are asked: from then on `signal` counts. */
  readonly onAsking?: () => void;
}

/** What a run came to. */
export type RunOutcome = AuditedRun | UnfinishedRun;

export interface AuditedRun {
  readonly kind: 'audited';
  readonly run: AuditRun;
  /** The run as it was written: with --redact-ids without them. */
  readonly written: AuditRun;
  /** Folder that holds result.json, findings.jsonl and report.html. */
  readonly folder: string;
  /** Path of the config's folder from the top of the source tree; absent where it is outside. */
  readonly benchFolder?: string;
  readonly battery?: AskedBattery;
  readonly grading?: AskedGrading;
  readonly exitCode: 0 | 1 | 2 | 3;
}

/** What was interrupted, or of which this machine had a share: nothing is audited. */
export interface UnfinishedRun {
  readonly kind: 'interrupted' | 'shard';
  readonly battery?: AskedBattery;
  readonly grading?: AskedGrading;
  readonly exitCode: 0 | 2 | 130;
}

const NEVER = new AbortController().signal;

/** A day on which no waiver counts. */
const afterAll = '9999-99-99';

/**
 * `audit run`: reads, asks, grades, audits, writes.
 *
 * @throws {AuditError} for anything the user can mend; nothing is written then but the caches and the
 *   journal.
 */
export async function runCommand(
  options: RunOptions,
  surroundings: RunSurroundings,
): Promise<RunOutcome> {
  const { cwd, progress, environment = {}, signal = NEVER, onAsking } = surroundings;
  const startedAt = Date.now();
  for (const file of options.output ?? []) formatOf(file);
  refuseAnewWith(options);
  await requireQueue(options.queue, environment);
  const policy = await policyOf(options.gate, cwd);
  const computes = await computesFor(options);
  const { config, benchmark, outDir, cacheDir } = await readBenchmark(options, cwd, progress);
  const claims = await claimsOf(config);
  const wanted = wantedBattery(options, config);
  const audits = planAudits(knownAudits, config.audits, policy?.policy.thresholds);
  const { modelCacheFolder = defaultCacheFolder(), engineCheck = true } = options;
  const computing = { computes, modelCacheFolder, progress };
  const checked = await readModels(config, benchmark, { engineCheck, ...computing });
  const asked = await askModels(wanted, options, {
    config,
    benchmark,
    cards: checked.models,
    cwd,
    outDir,
    environment,
    signal,
    ...computing,
    ...(onAsking && { onAsking }),
  });
  const unfinished = unfinishedRun(asked, options, signal);
  if (unfinished !== undefined) return unfinished;
  const { battery, grading } = asked;
  const complete = withInputs(asked.benchmark, [claims?.input, policy?.input]);
  const mediaHashes = new Map<string, string>();
  const measured = await auditBenchmark(complete, {
    audits,
    config: config.echo,
    scoring: config.scoring,
    seed: config.seed,
    cacheDir,
    tool: await toolFacts(),
    checked,
    ...(battery && { battery: battery.summary }),
    ...(grading && { grading: grading.summary }),
    ...(claims && { claims: claims.ledger }),
    onMediaHash: (path, sha256) => mediaHashes.set(path, sha256),
    progress,
  });
  const run = policy === undefined ? measured : withGate(measured, policy, surroundings);
  const benchFolder = folderInTree(config.folder, sourceTop(environment, cwd));
  const report = { maxRows: listedFindings, ...(benchFolder !== undefined && { benchFolder }) };
  const read = { benchmark: complete, config, outDir, mediaHashes, startedAt };
  const { written, folder } = await write(run, read, options, report, surroundings);
  return {
    kind: 'audited',
    run,
    written,
    folder,
    ...(benchFolder !== undefined && { benchFolder }),
    ...(battery && { battery }),
    ...(grading && { grading }),
    exitCode: exitCodeOf(run, couldAskAll(asked)),
  };
}

async function computesFor({ device, queue }: RunOptions): Promise<Computes> {
  // With a queue the workers compute; the CPU's arithmetic is the same everywhere.
  const elsewhere = queue !== undefined && device !== undefined && device !== 'cpu';
  return await resolveDevice(device, { elsewhere });
}

async function claimsOf({
  claims,
  folder,
}: ResolvedConfig): Promise<Awaited<ReturnType<typeof readClaims>> | undefined> {
  return claims === undefined ? undefined : await readClaims(resolve(folder, claims), claims);
}

/** @throws {AuditError} where a journal would be set aside and nothing, or what was queued for it, put in its place. */
function refuseAnewWith({ resume, ask, queue }: RunOptions): void {
  const other = ask === false ? '--no-ask' : queue === undefined ? undefined : '--queue';
  if (resume !== false || other === undefined) return;
  throw new AuditError({
    code: 'options-contradict',
    location: '--no-resume',
    problem: `can not be used with ${other}`,
    remedy: 'leave one of the two out',
  });
}

/** What ends here; undefined for what is to be audited. */
function unfinishedRun(
  { benchmark: _benchmark, ...asked }: Asked,
  { shard }: RunOptions,
  signal: AbortSignal,
): UnfinishedRun | undefined {
  if (signal.aborted) return { kind: 'interrupted', ...asked, exitCode: 130 };
  if (shard === undefined) return undefined;
  return { kind: 'shard', ...asked, exitCode: couldAskAll(asked) ? 0 : 2 };
}

function withInputs(benchmark: Benchmark, inputs: readonly (InputFile | undefined)[]): Benchmark {
  return { ...benchmark, inputs: [...benchmark.inputs, ...inputs.flatMap((one) => one ?? [])] };
}

async function policyOf(file: string | undefined, cwd: string): Promise<ReadPolicy | undefined> {
  return file === undefined ? undefined : readPolicy(resolve(cwd, file), knownAudits);
}

function withGate(
  run: AuditRun,
  { policy, baseline }: ReadPolicy,
  { today = afterAll }: RunSurroundings,
): AuditRun {
  const gate = decideGate(run, policy, {
    auditIds: knownAudits.map(({ id }) => id),
    today,
    // They were read just now.
    inputs: { changed: [] },
    baseline,
  });
  return { ...run, gate };
}

function exitCodeOf(run: AuditRun, askedAll: boolean): AuditedRun['exitCode'] {
  if (run.gate)
    return { pass: 0, fail: 1, inconclusive: 3 }[run.gate.decision] as AuditedRun['exitCode'];
  return askedAll && run.audits.every((audit) => audit.verdict !== 'not-run') ? 0 : 2;
}

/** What a run was made from, as far as writing it down needs to know. */
interface ReadInputs extends Pick<ManifestPlaces, 'config' | 'mediaHashes' | 'startedAt'> {
  readonly benchmark: Benchmark;
  readonly outDir: string;
}

async function write(
  run: AuditRun,
  { benchmark, outDir, ...origin }: ReadInputs,
  options: RunOptions,
  report: ReportOptions,
  { cwd, progress }: RunSurroundings,
): Promise<Pick<AuditedRun, 'written' | 'folder'>> {
  const pictures =
    options.thumbnails === false
      ? new Map<string, string>()
      : await thumbnailsOf(run, benchmark, progress);
  const redacted = options.redactIds ? redactRun(run) : undefined;
  const written = redacted?.run ?? run;
  const thumbnails = redacted
    ? new Map(
        [...pictures].map(([path, picture]) => [redacted.mediaNames.get(path) ?? path, picture]),
      )
    : pictures;
  const shown: ReportOptions = { ...report, thumbnails };
  const folder = await writeRunFolder(written, outDir, shown, redacted ? '-redacted' : '');
  await writeManifest(written, benchmark, {
    ...origin,
    folder,
    ...(options.gate !== undefined && { policy: resolve(cwd, options.gate) }),
    listMedia: redacted === undefined,
    options: decisiveOptions(options),
    progress,
    now: new Date(),
  });
  for (const file of options.output ?? []) await writeCopy(resolve(cwd, file), written, shown);
  return { written, folder };
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
