import { askableAmong } from '../conditions/askable.ts';
import { AuditError } from '../errors.ts';
import type { InputFile, Item, Response } from './benchmark.ts';
import { findFiles } from './find-files.ts';
import { ItemIndex, PredictionJoin } from './join-predictions.ts';
import { Ledger } from './ledger.ts';
import { type Loader, readContext, withProgress } from './load-split.ts';
import { type RowFile, readRows } from './read-rows.ts';
import { predictionReaders } from './readers/index.ts';

/** The recorded answers of all models. */
export interface LoadedPredictions {
  /** By model and condition as the config lists them, each in the order of the items. */
  readonly responses: readonly Response[];
  /** Answers to items of `splits.parent` beyond the test split. */
  readonly beyond: readonly Response[];
  readonly ledgers: readonly Ledger[];
  readonly inputs: readonly InputFile[];
}

/** The items that predictions can join. */
interface Splits {
  /** All test items, those behind the limit too. */
  readonly test: readonly Item[];
  /** How many of them count. */
  readonly kept: number;
  readonly train: readonly Item[];
  /** Items of `splits.parent` beyond the test split. */
  readonly beyond: readonly Item[];
}

/**
 * Reads all prediction files and joins them to the test items. Files of one model and condition
 * count as one recording; its unanswered items are counted on its first file.
 *
 * @throws {AuditError} for files that cannot be read, and where most rows belong to the training split.
 */
export async function loadPredictions(loader: Loader, splits: Splits): Promise<LoadedPredictions> {
  const index = new ItemIndex(splits.test);
  const beyondIndex = splits.beyond.length > 0 ? new ItemIndex(splits.beyond) : undefined;
  const beyond: Response[] = [];
  const kept = splits.test.slice(0, splits.kept);
  const isAskable = askableAmong(splits.test);
  const [responses, ledgers, inputs]: [Response[], Ledger[], InputFile[]] = [[], [], []];
  for (const recording of await recordings(loader)) {
    const join = new PredictionJoin(index, new Set(kept), beyondIndex);
    const own: Ledger[] = [];
    for (const file of recording.files) {
      const { ledger, input } = await readRecording(loader, file, recording, join);
      own.push(ledger);
      inputs.push(input);
    }
    refuseSwappedSplits(own, join, splits.train);
    const answers = kept.flatMap((item) => join.responseTo(item) ?? []);
    const asked = kept.filter(
      (item) => isAskable(item, recording.condition) || join.responseTo(item) !== undefined,
    );
    own[0]!.unanswered = asked.length - answers.length;
    for (const answer of answers) responses.push(answer);
    for (const item of splits.beyond) {
      const answer = join.responseTo(item);
      if (answer) beyond.push(answer);
    }
    ledgers.push(...own);
  }
  return { responses, beyond, ledgers, inputs };
}

interface Recording {
  readonly model: string;
  readonly condition: string;
  readonly files: readonly RowFile[];
}

/** The config's predictions, those of one model and condition together. */
async function recordings(loader: Loader): Promise<readonly Recording[]> {
  const found = new Map<string, Recording>();
  for (const { model, condition, path } of loader.config.predictions) {
    const key = JSON.stringify([model, condition]);
    const files = await findFiles(path, loader.config.folder, `predictions of ${model}`);
    found.set(key, { model, condition, files: [...(found.get(key)?.files ?? []), ...files] });
  }
  return [...found.values()];
}

async function readRecording(
  loader: Loader,
  file: RowFile,
  { model, condition }: Recording,
  join: PredictionJoin,
): Promise<{ ledger: Ledger; input: InputFile }> {
  const ledgers: Ledger[] = [];
  const openLedger = (format: string): Ledger => {
    const ledger = new Ledger({ file: file.file, role: 'predictions', format, model, condition });
    ledgers.push(ledger);
    return ledger;
  };
  const origin = { model, condition, file: file.file };
  const { sha256 } = await withProgress(loader.progress, file, (onBytes) =>
    readRows(
      file,
      predictionReaders,
      readContext(loader),
      openLedger,
      (row, ledger) =>
        join.add(
          row,
          loader.media.references(row.media ?? []).map(({ path }) => path),
          origin,
          ledger,
        ),
      onBytes,
    ),
  );
  return { ledger: ledgers[0]!, input: { path: file.file, sha256, role: 'predictions' } };
}

/** Refuses a recording of which most rows answer training items. */
function refuseSwappedSplits(
  ledgers: readonly Ledger[],
  join: PredictionJoin,
  train: readonly Item[],
): void {
  const read = ledgers.reduce((sum, ledger) => sum + ledger.read, 0);
  const unjoined = ledgers.reduce((sum, ledger) => sum + ledger.unjoined, 0);
  if (train.length === 0 || unjoined * 2 <= read) return;
  const index = new ItemIndex(train);
  const onTrain = join.strays.filter(({ row, media }) => 'items' in index.find(row, media)).length;
  if (onTrain * 2 <= join.strays.length) return;
  throw new AuditError({
    code: 'splits-swapped',
    location: ledgers[0]!.file,
    problem: `${unjoined} of ${read} predictions belong to no test item, and most of those to train items`,
    remedy: 'the splits look swapped: check splits.test and splits.train',
  });
}
