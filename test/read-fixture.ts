import { fileURLToPath } from 'node:url';
import { Ledger } from '../src/benchmark/ledger.ts';
import { readRows } from '../src/benchmark/read-rows.ts';
import { datasetReaders, predictionReaders } from '../src/benchmark/readers/index.ts';
import type {
  DatasetRow,
  PredictionRow,
  ReadContext,
  Reader,
} from '../src/benchmark/readers/reader.ts';

interface ReadFixture<Row> {
  readonly format: string;
  readonly rows: Row[];
  readonly dropped: Readonly<Record<string, number>>;
}

/** Reads a fixture with whichever reader claims it. */
async function readFixture<Row extends { readonly line: number }>(
  name: string,
  readers: readonly Reader<Row>[],
  columns: ReadContext['columns'] = {},
): Promise<ReadFixture<Row>> {
  const path = fileURLToPath(new URL(`../src/benchmark/readers/fixtures/${name}`, import.meta.url));
  const rows: Row[] = [];
  const ledgers: Ledger[] = [];
  const { format } = await readRows(
    { path, file: name },
    readers,
    { columns, storeInline: (bytes) => `inline:${bytes.subarray(-18, -14).toString('hex')}` },
    (reader) => {
      const ledger = new Ledger({ file: name, role: 'test', format: reader });
      ledgers.push(ledger);
      return ledger;
    },
    (row) => rows.push(row),
  );
  return { format, rows, dropped: ledgers[0]!.entry().dropped };
}

export const readDataset = (
  name: string,
  columns?: ReadContext['columns'],
): Promise<ReadFixture<DatasetRow>> => readFixture(name, datasetReaders, columns);
export const readPredictions = (name: string): Promise<ReadFixture<PredictionRow>> =>
  readFixture(name, predictionReaders);

/** The parts of a row that formats differ in. */
export function gist(row: DatasetRow): Record<string, unknown> {
  const { columns: _columns, consumed: _consumed, line, options, boxes, remarks, ...rest } = row;
  return {
    line,
    ...rest,
    ...(options.length > 0 && { options: options.map(({ label, text }) => `${label} ${text}`) }),
    ...(boxes.length > 0 && { boxes }),
    ...(remarks.length > 0 && { remarks: remarks.map(({ reason }) => reason) }),
  };
}
