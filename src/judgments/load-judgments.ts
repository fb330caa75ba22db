import type { InputFile, Item } from '../benchmark/benchmark.ts';
import type { ResolvedConfig } from '../benchmark/config.ts';
import { findFiles } from '../benchmark/find-files.ts';
import type { JudgmentFiles } from '../benchmark/grading-config.ts';
import { Ledger } from '../benchmark/ledger.ts';
import { withProgress } from '../benchmark/load-split.ts';
import { type RowFile, readRows } from '../benchmark/read-rows.ts';
import { AuditError } from '../errors.ts';
import type { Progress } from '../progress.ts';
import { HumanLabels } from './human-labels.ts';
import { JudgedItems } from './judged-items.ts';
import { JudgmentIntake } from './judgment-intake.ts';
import type { Judgments } from './judgments.ts';
import { JudgmentsBuilder } from './judgments-builder.ts';
import { KnownNames } from './known-names.ts';
import { noteRepeats } from './note-repeats.ts';
import { noteUnused } from './note-unused.ts';
import { judgmentReaders } from './readers/index.ts';
import { wantedRows } from './readers/wanted-rows.ts';
import { SeenScores } from './seen-scores.ts';

type Scale = Judgments['scale'];

/** Recorded judgments with what became of their rows. */
export interface LoadedJudgments {
  /** Undefined where no grader's judgments are recorded. */
  readonly judgments?: Judgments;
  /** Labels by people, for judgments that are made later too. */
  readonly labels?: HumanLabels;
  readonly ledgers: readonly Ledger[];
  readonly inputs: readonly InputFile[];
}

/** What reading judgments needs of the benchmark. */
export interface LoadJudgmentsOptions {
  readonly progress: Progress;
  /** Test items that count; default: all. */
  readonly kept?: number;
}

/**
 * Reads all files of judgments into one table, row by row.
 *
 * Scores become shares of their file's scale; the table's scale is the common one, or 0 to 1 where
 * files differ. Labels by people fill the `gold` of the judgments of the same answer or pair.
 *
 * @param config Its judgments, with the models and graders whose names count.
 * @param test Test items that judgments join; empty without a test split.
 * @throws {AuditError} for a file that cannot be read, names no grader's judgment at all, or holds
 *   none of the columns that the config names.
 */
export async function loadJudgments(
  config: Pick<ResolvedConfig, 'judgments' | 'folder' | 'models' | 'graders' | 'subsets'>,
  test: readonly Item[],
  { progress, kept = test.length }: LoadJudgmentsOptions,
): Promise<LoadedJudgments> {
  if (config.judgments.length === 0) return { ledgers: [], inputs: [] };
  const [builder, labels] = [new JudgmentsBuilder(), new HumanLabels()];
  const names = Object.keys(config.models);
  const intake = new JudgmentIntake({
    items: new JudgedItems({ test, kept, subsets: config.subsets }),
    candidates: new KnownNames(names),
    graders: new KnownNames([...Object.keys(config.graders), ...names]),
    builder,
    labels,
  });
  const [ledgers, inputs, scales]: [Ledger[], InputFile[], Scale[]] = [[], [], []];
  const labelLedgers: Ledger[] = [];
  for (const entry of config.judgments) {
    for (const file of await findFiles(entry.path, config.folder, 'judgments')) {
      const { ledger, input, scale } = await readFile(file, entry, intake, progress);
      ledgers.push(ledger);
      inputs.push(input);
      if (entry.labels) labelLedgers.push(ledger);
      else scales.push(scale);
    }
  }
  refuseNothing(config.judgments, ledgers);
  const judgments = builder.build({ scale: commonScale(scales), labels });
  const ledgerOf = (name: string) => ledgers.find(({ file }) => file === name);
  noteRepeats(judgments, ledgerOf);
  noteUnused(judgments, ledgerOf);
  const hasJudgments = judgments.scores.length + judgments.pairs.length > 0;
  if (hasJudgments) noteUnusedLabels(labels, labelLedgers[0]);
  return {
    ...(hasJudgments && { judgments }),
    ...(labelLedgers.length > 0 && { labels }),
    ledgers,
    inputs,
  };
}

async function readFile(
  file: RowFile,
  entry: JudgmentFiles,
  intake: JudgmentIntake,
  progress: Progress,
): Promise<{ ledger: Ledger; input: InputFile; scale: Scale }> {
  const readers = judgmentReaders(entry.format).map(wantedRows);
  let scale: Scale = { lower: 0, upper: 10 };
  const ledgers: Ledger[] = [];
  const openLedger = (format: string): Ledger => {
    const own = readers.find(({ id }) => id === format)!.scale;
    const [lower, upper] = entry.scale ?? own;
    scale = { lower, upper };
    const ledger = new Ledger({ file: file.file, role: 'judgments', format });
    ledgers.push(ledger);
    return ledger;
  };
  const seen = { scores: new SeenScores('scores'), labels: new SeenScores('labels') };
  const context = { ...entry, file: file.file };
  const { sha256 } = await withProgress(progress, file, (onBytes) =>
    readRows(
      file,
      readers,
      context,
      openLedger,
      (row, ledger) => {
        if ('filtered' in row) ledger.filtered++;
        else intake.add(row, { ledger, scale, labels: entry.labels, seen });
      },
      onBytes,
    ),
  );
  if (entry.scale === undefined)
    for (const values of Object.values(seen)) values.noteLow(ledgers[0]!, scale);
  return { ledger: ledgers[0]!, input: { path: file.file, sha256, role: 'judgments' }, scale };
}

/** Labels that nothing is compared with are often names spelt in another way. */
function noteUnusedLabels({ counts }: HumanLabels, ledger: Ledger | undefined): void {
  if (counts.unused === 0) return;
  const detail = `no grader judged ${counts.unused} of the ${counts.labelled} answers or pairs that people labelled`;
  ledger?.note('label-unused', 'kept', 1, detail);
}

/** The scale that all files share; a share of each where they differ. */
function commonScale(scales: readonly Scale[]): Scale {
  const [first] = scales;
  const isCommon = scales.every(
    ({ lower, upper }) => lower === first?.lower && upper === first.upper,
  );
  return first && isCommon ? first : { lower: 0, upper: 1 };
}

/**
 * Files of which no row counts are a mistake in the config, never an audit of nothing; of a limited
 * run they may be about other items.
 */
function refuseNothing(entries: readonly JudgmentFiles[], ledgers: readonly Ledger[]): void {
  const isUsed = (ledger: Ledger): boolean =>
    ledger.kept > 0 || (ledger.entry().dropped['beyond-limit'] ?? 0) > 0;
  if (ledgers.some(isUsed)) return;
  const reasons = ledgers.flatMap((ledger) =>
    Object.entries(ledger.entry().dropped).map(([reason, count]) => `${count} ${reason}`),
  );
  throw new AuditError({
    code: 'judgments-empty',
    location: ledgers.map(({ file }) => file).join(', '),
    problem: `no judgment can be used (${reasons.join(', ')})`,
    remedy: entries.some(({ format }) => format === 'table')
      ? 'check the columns of this file in the config'
      : 'check that the rows name test items by key, id or question',
  });
}
