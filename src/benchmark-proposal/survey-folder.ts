import { join } from 'node:path';
import { glob } from 'tinyglobby';
import type { ColumnMeaning } from '../benchmark/config-schema.ts';
import { mediaKind } from '../benchmark/media.ts';
import { datasetReaders, predictionReaders } from '../benchmark/readers/index.ts';
import { openRecords } from '../benchmark/readers/open-records.ts';
import type { DatasetRow, FileSample, ReadContext } from '../benchmark/readers/reader.ts';
import type { GoodRecord } from '../benchmark/readers/records.ts';
import { AuditError } from '../errors.ts';
import { guessColumns } from './guess-columns.ts';

/** What the config may say about columns. */
export type ColumnMap = Readonly<Partial<Record<ColumnMeaning, string>>>;

/** A data file as its first rows show it. */
export interface SurveyedFile {
  /** Path below the surveyed folder, `/`-separated. */
  readonly file: string;
  /** Questions with reference answers, where the file holds some. */
  readonly dataset?: { readonly format: string; readonly rows: readonly DatasetRow[] };
  /** Reader of the model's answers, where the file holds some. */
  readonly answers?: string;
  /** Columns under other than common names, as they were guessed. */
  readonly columns: ColumnMap;
}

/** What a folder holds. */
export interface FolderSurvey {
  readonly files: readonly SurveyedFile[];
  /** Data files that hold neither questions nor answers, with the reason. */
  readonly passedOver: readonly { readonly file: string; readonly reason: string }[];
  /** Paths of pictures, volumes and feature bags below the folder. */
  readonly media: ReadonlySet<string>;
}

const dataEnding = /\.(jsonl?|ndjson|csv|tsv)$/i;
const pictureEnding = /\.(png|jpe?g|webp|tiff?|bmp|gif|avif)$/i;
const neverData = /(^|\/)(audit|package(-lock)?|tsconfig)\.json$/i;
const sampleRows = 400;
const sniffRows = 5;

/**
 * Looks at every data file and medium below a folder. Of each file the first 400 rows are read.
 *
 * @param folder Absolute folder; hidden folders, `node_modules` and `audit-results` are passed over.
 */
export async function surveyFolder(folder: string): Promise<FolderSurvey> {
  const paths = await glob('**/*', {
    cwd: folder,
    onlyFiles: true,
    ignore: ['**/node_modules/**', '**/audit-results/**'],
  });
  paths.sort((left, right) => (left < right ? -1 : 1));
  const files: SurveyedFile[] = [];
  const passedOver: { file: string; reason: string }[] = [];
  for (const file of paths.filter((path) => dataEnding.test(path) && !neverData.test(path))) {
    const found = await surveyFile(folder, file);
    if ('reason' in found) passedOver.push(found);
    else files.push(found);
  }
  const media = paths.filter((path) => pictureEnding.test(path) || mediaKind(path) !== 'image');
  return { files, passedOver, media: new Set(media) };
}

async function surveyFile(
  folder: string,
  file: string,
): Promise<SurveyedFile | { readonly file: string; readonly reason: string }> {
  try {
    const sample = await readSample(join(folder, file), file);
    if (sample.records.length === 0) return { file, reason: 'no row can be read' };
    const known = recognise(sample, {});
    if (known) return { file, columns: {}, ...known };
    const columns = guessColumns(sample.records);
    const guessed = recognise(sample, columns);
    if (guessed) return { file, columns, ...guessed };
    return { file, reason: 'its columns are neither questions with answers nor a model’s answers' };
  } catch (error) {
    if (error instanceof AuditError) return { file, reason: error.message };
    throw error;
  }
}

async function readSample(path: string, file: string): Promise<FileSample> {
  const { container, records } = await openRecords(path, file);
  const found: GoodRecord[] = [];
  let seen = 0;
  for await (const batch of records) {
    seen += batch.length;
    for (const record of batch) if ('value' in record) found.push(record);
    if (seen >= sampleRows) break;
  }
  return { container, records: found.slice(0, sampleRows) };
}

function recognise(
  sample: FileSample,
  columns: ColumnMap,
): Pick<SurveyedFile, 'dataset' | 'answers'> | undefined {
  const head = { ...sample, records: sample.records.slice(0, sniffRows) };
  const dataset = readDataset(sample, head, columns);
  const reader = predictionReaders.find((one) => one.sniff(head, columns));
  const answers =
    reader && (reader.id !== 'generic' || speaksForModel(head, columns, dataset !== undefined));
  if (!dataset && !answers) return undefined;
  return { ...(dataset && { dataset }), ...(answers && { answers: reader.id }) };
}

function readDataset(
  sample: FileSample,
  head: FileSample,
  columns: ColumnMap,
): SurveyedFile['dataset'] {
  const reader = datasetReaders.find((one) => one.sniff(head, columns));
  if (!reader) return undefined;
  const context: ReadContext = { columns, storeInline: () => 'inline:' };
  const converter = reader.open(context);
  const rows = sample.records
    .map((record) => converter.convert(record))
    .filter((row): row is DatasetRow => row !== undefined && !('rejected' in row))
    .filter((row) => row.userText !== '' && (row.answer !== '' || row.boxes.length > 0));
  return rows.length > 0 ? { format: reader.id, rows } : undefined;
}

const modelColumns = ['prediction', 'model_answer', 'model_output', 'pred'];
const sharedColumns = ['response', 'output', 'answer', 'text'];

/** `answer` and `response` are a reference in a dataset and a model's words elsewhere; the others are clear. */
function speaksForModel({ records }: FileSample, columns: ColumnMap, isDataset: boolean): boolean {
  const first = records[0]?.value ?? {};
  const names = [...modelColumns, ...(columns.prediction ? [columns.prediction] : [])];
  return [...names, ...(isDataset ? [] : sharedColumns)].some((name) => name in first);
}
