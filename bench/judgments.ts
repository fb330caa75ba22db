/**
 * How fast, and in how much memory, large files of judgments are read.
 *
 *     npx tsc -p tsconfig.bench.json && node .cache/bench/bench/judgments.js [megabytes, default 200]
 *
 * Writes MT-bench scores and AlpacaEval annotations of that size into a temporary folder, with
 * questions, answers and explanations of usual length, and reads each in a child process: `parse`
 * reads line by line (AlpacaEval's array has an element a line) and calls `JSON.parse`, `load` makes
 * the table of judgments. Prints rows/s, MB/s, peak resident memory and the ratio of the speeds.
 * Deletes the files.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, createWriteStream, statSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { loadConfig } from '../src/benchmark/config.ts';
import { loadBenchmark } from '../src/benchmark/load-benchmark.ts';
import { silentProgress } from '../src/progress.ts';
import { createRandom, type RandomSource } from '../src/statistics/index.ts';

type Step = 'parse' | 'load';

interface Measurement {
  readonly seconds: number;
  readonly peakMegabytes: number;
  readonly rows: number;
}

const megabyte = 1e6;
const candidates = Array.from({ length: 60 }, (_, index) => `model-${index}`);
const vocabulary = Array.from({ length: 4000 }, (_, index) =>
  `word${index * 7919}`.slice(0, 3 + (index % 8)),
);

const steps: Readonly<Record<Step, (path: string) => Promise<number>>> = {
  parse: async (path) => {
    let rows = 0;
    for await (const line of createInterface({ input: createReadStream(path) })) {
      const text = line.replace(/^\[/, '').replace(/[\],]$/, '');
      if (text !== '') rows += Number(typeof JSON.parse(text) === 'object');
    }
    return rows;
  },
  load: async (path) => {
    const benchmark = await loadBenchmark(await loadConfig(`${path}.yaml`), {
      progress: silentProgress,
      mediaCacheDir: `${path}.cache`,
    });
    const { scores, pairs } = benchmark.judgments!;
    return scores.length + pairs.length;
  },
};

function words(count: number, random: RandomSource): string {
  return Array.from({ length: count }, () => vocabulary[random.nextBelow(vocabulary.length)]).join(
    ' ',
  );
}

/** One row of `gpt-4_single.jsonl`: a prompt with question and answer, and the judge's explanation. */
function mtBenchRow(index: number, random: RandomSource): string {
  const question = Math.floor(index / (candidates.length * 2));
  const answer = words(100 + random.nextBelow(400), random);
  return JSON.stringify({
    question_id: question,
    model: candidates[Math.floor(index / 2) % candidates.length],
    judge: ['gpt-4', 'single-v1'],
    user_prompt: `[Instruction]\nPlease act as an impartial judge. ${words(60, random)}\n\n[Question]\n${words(60, random)}\n\n[The Start of Assistant's Answer]\n${answer}\n[The End of Assistant's Answer]`,
    judgment: `${words(60 + random.nextBelow(60), random)} Rating: [[${1 + random.nextBelow(10)}]]`,
    score: 1 + random.nextBelow(10),
    turn: 1 + (index % 2),
    tstamp: 1_687_222_112.3 + index,
  });
}

/** One annotation: the instruction, two outputs, and what the annotator wrote. */
function alpacaRow(index: number, random: RandomSource): string {
  const question = createRandom(Math.floor(index / candidates.length));
  return JSON.stringify({
    dataset: 'helpful_base',
    instruction: words(30, question),
    output_1: words(300, question),
    generator_1: 'reference',
    output_2: words(100 + random.nextBelow(400), random),
    generator_2: candidates[index % candidates.length],
    annotator: 'weighted_alpaca_eval_gpt4_turbo',
    preference: 1 + random.nextBelow(1000) / 999,
    price_per_example: 0.01,
    time_per_example: 1.2,
  });
}

async function writeRows(
  path: string,
  megabytes: number,
  shape: { readonly start: string; readonly separator: string; readonly end: string },
  row: (index: number, random: RandomSource) => string,
): Promise<void> {
  const file = createWriteStream(path);
  const random = createRandom(1);
  let [written, index] = [0, 0];
  file.write(shape.start);
  while (written < megabytes * megabyte) {
    const rows = Array.from({ length: 100 }, () => row(index++, random)).join(shape.separator);
    const text = written === 0 ? rows : shape.separator + rows;
    written += text.length;
    if (!file.write(text)) await once(file, 'drain');
  }
  file.end(shape.end);
  await once(file, 'finish');
  const config = { version: 1, name: 'judgments', judgments: [{ path }] };
  await writeFile(`${path}.yaml`, JSON.stringify(config));
}

/** Runs a step on a file in a process of its own. */
async function measureApart(step: Step, path: string): Promise<Measurement> {
  // As the command line sets it: V8 would let the heap grow fourfold before it collects.
  const child = fork(process.argv[1]!, [step, path], { execArgv: ['--heap-growing-percent=50'] });
  const [measurement] = (await once(child, 'message')) as [Measurement];
  return measurement;
}

async function answerParent(step: Step, path: string): Promise<void> {
  const start = performance.now();
  const rows = await steps[step](path);
  const seconds = (performance.now() - start) / 1000;
  process.send?.({ seconds, rows, peakMegabytes: process.resourceUsage().maxRSS / 1000 });
}

function report(title: string, path: string, measurement: Measurement): void {
  const { seconds, peakMegabytes, rows } = measurement;
  const size = statSync(path).size / megabyte;
  console.log(
    `${title.padEnd(32)} ${size.toFixed(0)} MB, ${rows} rows: ${seconds.toFixed(2)} s, ${(rows / seconds).toFixed(0)} rows/s, ${(size / seconds).toFixed(0)} MB/s, peak ${peakMegabytes.toFixed(0)} MB resident`,
  );
}

async function main(megabytes: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'touchstone-judgments-'));
  try {
    const [single, annotations] = [join(folder, 'single.jsonl'), join(folder, 'annotations.json')];
    await writeRows(single, megabytes, { start: '', separator: '\n', end: '\n' }, mtBenchRow);
    await writeRows(annotations, megabytes, { start: '[', separator: ',\n', end: ']' }, alpacaRow);
    for (const [title, path] of [
      ['MT-bench scores', single],
      ['AlpacaEval annotations', annotations],
    ] as const) {
      const parse = await measureApart('parse', path);
      const load = await measureApart('load', path);
      report(`${title}, JSON.parse`, path, parse);
      report(`${title}, judgments`, path, load);
      console.log(`judgments take ${(load.seconds / parse.seconds).toFixed(2)} times as long\n`);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

if (process.send) await answerParent(process.argv[2] as Step, process.argv[3]!);
else await main(Number(process.argv[2] ?? 200));
