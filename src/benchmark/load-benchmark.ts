import { loadDisclosure } from '../disclosure/load-disclosure.ts';
import { AuditError } from '../errors.ts';
import { declaredKinship } from '../judgments/kinship/declared-kinship.ts';
import { loadJudgments } from '../judgments/load-judgments.ts';
import type { Progress } from '../progress.ts';
import type { Benchmark } from './benchmark.ts';
import type { ResolvedConfig } from './config.ts';
import { findFiles } from './find-files.ts';
import { loadParent } from './load-parent.ts';
import { loadPredictions } from './load-predictions.ts';
import { type LoadedSplit, limitSplit, loadSplit } from './load-split.ts';
import { MediaLibrary } from './media.ts';
import type { RowFile } from './read-rows.ts';

/** How loading reports and where it may write. */
export interface LoadOptions {
  readonly progress: Progress;
  /** Folder for pictures that data files hold themselves; made when needed. */
  readonly mediaCacheDir: string;
}

/**
 * Reads a benchmark: its splits, then recorded predictions and judgments, joined to the test items.
 *
 * Every row of every file is accounted for in the ledger. Files are read as streams; only the items
 * themselves are kept.
 *
 * @throws {AuditError} one line, for a missing, empty or unreadable file, a split without usable
 *   rows, the same file in both splits, and predictions that belong to the training split.
 */
export async function loadBenchmark(
  config: ResolvedConfig,
  options: LoadOptions,
): Promise<Benchmark> {
  const media = new MediaLibrary(config.mediaRoot, options.mediaCacheDir);
  const loader = { config, media, progress: options.progress };
  const { mediaRoot, trainMediaRoot } = config;
  const trainLoader =
    trainMediaRoot === mediaRoot
      ? loader
      : { ...loader, media: new MediaLibrary(trainMediaRoot, options.mediaCacheDir, 'train:') };
  const testFiles = await findFiles(config.splits.test, config.testFolder, 'splits.test');
  const trainFiles = await findFiles(config.splits.train, config.trainFolder, 'splits.train');
  const test = await loadSplit(loader, 'test', testFiles);
  refuseSharedFile(testFiles, trainFiles);
  const train = await loadSplit(trainLoader, 'train', trainFiles);
  refuseSharedContent(test, train);
  if (trainFiles.length > 0 && test.items.length > train.items.length) {
    const detail = `${test.items.length} test items, ${train.items.length} train items: are the splits swapped?`;
    test.ledgers[0]?.note('test-larger-than-train', 'kept', 1, detail);
  }
  const limited = limitSplit(test, config.limit);
  const parent = await loadParent(loader, test.items);
  const predictions = await loadPredictions(loader, {
    test: test.items,
    kept: limited.length,
    train: train.items,
    beyond: parent?.beyond ?? [],
  });
  const { judgments, labels, ...judged } = await loadJudgments(config, test.items, {
    progress: options.progress,
    kept: limited.length,
  });
  const disclosed = await loadDisclosure(config);
  return {
    name: config.name,
    test: limited,
    train: train.items,
    models: Object.entries(config.models).map(([name, { role, family, declared }]) => ({
      name,
      role,
      ...(family !== undefined && { family }),
      ...(declared !== undefined && { declared }),
    })),
    responses: predictions.responses,
    ...(judgments && { judgments }),
    ...(labels && { labels }),
    kinship: declaredKinship(config),
    ...(disclosed && { disclosure: disclosed.disclosure }),
    ...(config.provenance && { provenance: config.provenance }),
    ...(parent && { parent: { ...parent.set, responses: predictions.beyond } }),
    ...(config.splits.parentCounts && { parentCounts: config.splits.parentCounts }),
    media: config.media === 'absent' ? 'absent' : 'present',
    subsets: config.subsets,
    ledger: [test, train, ...(parent ? [parent] : []), predictions, judged].flatMap(({ ledgers }) =>
      ledgers.map((ledger) => ledger.entry()),
    ),
    inputs: [
      config.input,
      ...[test, train, ...(parent ? [parent] : []), predictions, judged].flatMap(
        ({ inputs }) => inputs,
      ),
      ...(disclosed ? [disclosed.input] : []),
    ],
    ...(config.limit !== undefined && {
      limit: config.limit,
      beyondLimit: test.items.slice(limited.length),
    }),
  };
}

function refuseSharedFile(test: readonly RowFile[], train: readonly RowFile[]): void {
  const paths = new Set(test.map((one) => one.path));
  const shared = train.find((one) => paths.has(one.path));
  if (shared) throw sameSplits(shared.file, 'train and test are the same file');
}

function refuseSharedContent(test: LoadedSplit, train: LoadedSplit): void {
  const contents = new Map(test.inputs.map((input) => [input.sha256, input.path]));
  const shared = train.inputs.find((input) => contents.has(input.sha256));
  if (shared)
    throw sameSplits(
      shared.path,
      `train and test are the same file, byte for byte (test: ${contents.get(shared.sha256)})`,
    );
}

function sameSplits(location: string, problem: string): AuditError {
  return new AuditError({
    code: 'splits-identical',
    location,
    problem,
    remedy: 'check splits.test and splits.train',
  });
}
