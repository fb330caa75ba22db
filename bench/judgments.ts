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
import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { loadConfig } from '../src/benchmark/config.ts';
import { loadBenchmark } from '../src/benchmark/load-benchmark.ts';
import { silentProgress } from '../src/progress.ts';
import { createRandom, type RandomSource } from '../src/statistics/index.ts';
import { measureApart, report, runApart, type Steps, writeRows } from './large-files.ts';

const candidates = Array.from({ length: 60 }, (_, index) => `model-${index}`);
const vocabulary = Array.from({ length: 4000 }, (_, index) =>
  `word${index * 7919}`.slice(0, 3 + (index % 8)),
);

const steps: Steps<'parse' | 'load'> = {
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

async function main(megabytes: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'touchstone-judgments-'));
  try {
    const [single, annotations] = [join(folder, 'single.jsonl'), join(folder, 'annotations.json')];
    await writeRows(single, megabytes, { start: '', separator: '\n', end: '\n' }, mtBenchRow);
    await writeRows(annotations, megabytes, { start: '[', separator: ',\n', end: ']' }, alpacaRow);
    for (const path of [single, annotations]) {
      const config = { version: 1, name: 'judgments', judgments: [{ path }] };
      await writeFile(`${path}.yaml`, JSON.stringify(config));
    }
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

await runApart(steps, main, 200);
