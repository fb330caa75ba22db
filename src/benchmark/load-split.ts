import { stat } from 'node:fs/promises';
import { AuditError } from '../errors.ts';
import type { Progress } from '../progress.ts';
import type { InputFile, Item, Split } from './benchmark.ts';
import type { ResolvedConfig } from './config.ts';
import { ItemBuilder } from './item-builder.ts';
import { Ledger } from './ledger.ts';
import type { MediaLibrary } from './media.ts';
import { type RowFile, readRows } from './read-rows.ts';
import { datasetReaders } from './readers/index.ts';
import type { ReadContext } from './readers/reader.ts';

/** What the steps of loading share. */
export interface Loader {
  readonly config: ResolvedConfig;
  readonly media: MediaLibrary;
  readonly progress: Progress;
}

/** One split, read. */
export interface LoadedSplit {
  readonly items: readonly Item[];
  /** One a file, in the order of the files. */
  readonly ledgers: readonly Ledger[];
  readonly inputs: readonly InputFile[];
}

/**
 * Reads the files of one split.
 *
 * @throws {AuditError} if the files hold no usable row at all.
 */
export async function loadSplit(
  loader: Loader,
  split: Split | 'parent',
  files: readonly RowFile[],
): Promise<LoadedSplit> {
  const builder = new ItemBuilder(split, loader.config, loader.media);
  const ledgers: Ledger[] = [];
  const inputs: InputFile[] = [];
  for (const file of files) {
    const openLedger = (format: string): Ledger => {
      const ledger = new Ledger({ file: file.file, role: split, format });
      ledgers.push(ledger);
      return ledger;
    };
    const { sha256 } = await withProgress(loader.progress, file, (onBytes) =>
      readRows(
        file,
        datasetReaders,
        readContext(loader),
        openLedger,
        (row, ledger) => builder.add(row, file.file, ledger),
        onBytes,
      ),
    );
    inputs.push({ path: file.file, sha256, role: split });
  }
  if (files.length > 0 && builder.items.length === 0) throw emptySplit(split, files, ledgers);
  return { items: builder.items, ledgers, inputs };
}

/**
 * The first `limit` items of a split, in file order; the ledger counts the others as `beyond-limit`.
 */
export function limitSplit(split: LoadedSplit, limit: number | undefined): readonly Item[] {
  if (limit === undefined || limit >= split.items.length) return split.items;
  const byFile = new Map(split.ledgers.map((ledger) => [ledger.file, ledger]));
  for (const item of split.items.slice(limit))
    byFile.get(item.source.file)?.withdraw('beyond-limit');
  return split.items.slice(0, limit);
}

/** What readers get from the config and the media library. */
export function readContext(loader: Loader): ReadContext {
  return {
    columns: loader.config.columns,
    storeInline: (bytes) => loader.media.storeInline(bytes),
  };
}

/** Reports a file's bytes as they are read. */
export async function withProgress<T>(
  progress: Progress,
  file: RowFile,
  read: (onBytes: (count: number) => void) => Promise<T>,
): Promise<T> {
  const size = (await stat(file.path).catch(() => undefined))?.size;
  const task = progress.start(`Reading ${file.file}`, size);
  try {
    return await read((count) => task.advance(count));
  } finally {
    task.done();
  }
}

function emptySplit(
  split: Split | 'parent',
  files: readonly RowFile[],
  ledgers: readonly Ledger[],
): AuditError {
  const reasons = ledgers.flatMap((ledger) =>
    Object.entries(ledger.entry().dropped).map(([reason, count]) => `${count} ${reason}`),
  );
  return new AuditError({
    code: 'split-empty',
    location: files.map((one) => one.file).join(', '),
    problem: `the ${split} split has no usable row (${reasons.join(', ')})`,
    remedy: 'check the files, or say what their columns mean under "columns" in the config',
  });
}
