/**
 * How fast, and in how much memory, large data files are read.
 *
 *     npx tsc -p tsconfig.bench.json && node .cache/bench/bench/reading.js [megabytes, default 1024]
 *
 * Writes an ms-swift JSON array and a VLMEvalKit table with base64 pictures of that size into a
 * temporary folder and reads each in a child process: `rows` only reads, `benchmark` also keeps
 * every row as an item of the training split. Prints MB/s and peak resident memory, and the speed
 * against `JSON.parse` of the whole text of a 200 MB file of the same rows. Deletes the files.
 */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../src/benchmark/config.ts';
import { Ledger } from '../src/benchmark/ledger.ts';
import { loadBenchmark } from '../src/benchmark/load-benchmark.ts';
import { readRows } from '../src/benchmark/read-rows.ts';
import { datasetReaders } from '../src/benchmark/readers/index.ts';
import { silentProgress } from '../src/progress.ts';
import type { RandomSource } from '../src/statistics/index.ts';
import { measureApart, report, runApart, type Steps, writeRows } from './large-files.ts';

const parsedMegabytes = 200;

const steps: Steps<'parse' | 'rows' | 'benchmark'> = {
  parse: async (path) => (JSON.parse(readFileSync(path, 'utf8')) as unknown[]).length,
  rows: async (path) => {
    let rows = 0;
    const source = { path, file: 'rows' };
    const ledger = new Ledger({ file: 'rows', role: 'train', format: 'any' });
    await readRows(
      source,
      datasetReaders,
      { columns: {}, storeInline: () => 'inline:' },
      () => ledger,
      () => rows++,
    );
    return rows;
  },
  benchmark: async (path) => {
    const config = await loadConfig(`${path}.yaml`);
    const benchmark = await loadBenchmark(config, {
      progress: silentProgress,
      mediaCacheDir: `${path}.cache`,
    });
    return benchmark.train.length;
  },
};

/** One row as BreastStage's files hold them: a long recurring system prompt, a template question, a path. */
function swiftRow(index: number, random: RandomSource): string {
  const stage = ['screening', 'diagnosis', 'treatment'][index % 3];
  const patient = Math.floor(index / 12);
  const system = `You are an experienced breast imaging specialist. Stage: ${stage}. Task: closed visual question answering. Look at the picture carefully, consider laterality, view and density, then answer with the letter of the correct option only.`;
  const user = `<image>Which finding number ${random.nextBelow(136)} is the most likely in this view of the breast? A. Mass B. Calcification C. Asymmetry D. None of them`;
  return JSON.stringify({
    messages: [
      { role: 'system', content: system },
      { role: 'user', content: user },
      { role: 'assistant', content: 'ABCD'[random.nextBelow(4)] },
    ],
    images: [`mammo/finding/P${patient}_E${patient % 3}/view_${Math.floor(index / 4)}.png`],
  });
}

/** One row of a table with a JPEG-like picture of 45 kB in base64; every third shows an earlier one again. */
function tableRow(index: number, random: RandomSource): string {
  const question = `${index}\tWhich organ is shown in picture ${random.nextBelow(500)}?\tLung\tLiver\tA\tchest`;
  if (index % 3 === 2) return `${question}\t${index - 1}`;
  const picture = Buffer.alloc(45_000);
  for (let offset = 4; offset < picture.length; offset += 4)
    picture.writeUInt32LE(random.nextUint32(), offset);
  picture.write('ffd8ffe0', 0, 'hex');
  return `${question}\t${picture.toString('base64')}`;
}

async function main(megabytes: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'touchstone-reading-'));
  try {
    const [array, part, table, few] = ['array.json', 'part.json', 'table.tsv', 'few.jsonl'].map(
      (name) => join(folder, name),
    ) as [string, string, string, string];
    const list = { start: '[\n', separator: ',\n', end: '\n]\n' };
    await writeRows(array, megabytes, list, swiftRow);
    await writeRows(part, Math.min(parsedMegabytes, megabytes), list, swiftRow);
    const header = 'index\tquestion\tA\tB\tanswer\tcategory\timage\n';
    await writeRows(table, megabytes, { start: header, separator: '\n', end: '\n' }, tableRow);
    await writeFile(few, '{"question":"Which?","answer":"This one.","image":"one.png"}\n');
    for (const path of [array, table]) {
      await writeFile(
        `${path}.yaml`,
        JSON.stringify({ version: 1, name: 'reading', splits: { test: few, train: path } }),
      );
    }
    const whole = report('JSON.parse of the whole text', part, await measureApart('parse', part));
    const rows = report('ms-swift array, rows', array, await measureApart('rows', array));
    report('ms-swift array, benchmark', array, await measureApart('benchmark', array));
    console.log(`reading rows runs at ${(rows / whole).toFixed(2)} times the speed of JSON.parse`);
    report('base64 table, rows', table, await measureApart('rows', table));
    report('base64 table, benchmark', table, await measureApart('benchmark', table));
  } finally {
    await rm(folder, { recursive: true });
  }
}

await runApart(steps, main, 1024);
