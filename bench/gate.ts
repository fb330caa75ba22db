/**
 * How long a gate takes on a recorded run of 15 files of 1,000 rows.
 *
 *     npm run build && npx tsc -p tsconfig.bench.json && node .cache/bench/bench/gate.js
 *
 * Writes a benchmark with planted repeats into a temporary folder, has the built command audit it
 * once, then times `audit gate` as a process of its own, rounds interleaved with the least that
 * must happen: starting node, parsing result.json and hashing the 15 files and the predictions.
 * Prints medians and the ratio; deletes the folder.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { packageRoot } from '../src/package-root.ts';
import { createRandom, type RandomSource } from '../src/statistics/index.ts';

const rounds = 9;
const files = 15;
const rowsPerFile = 1000;
const models = ['ours', 'baseline', 'cold'];

const cli = join(packageRoot(), 'dist/src/cli.js');
const folder = mkdtempSync(join(tmpdir(), 'bench-gate-'));
writeBenchmark();
const startedMs = performance.now();
spawnAudit('run', '--bench', folder, '--no-thumbnails');
print('audit run, once', performance.now() - startedMs);
const result = join(
  folder,
  'audit-results',
  readFileSync(join(folder, 'audit-results/latest'), 'utf8').trim(),
  'result.json',
);
process.stdout.write(`result.json ${(statSync(result).size / 1e6).toFixed(1)} MB\n`);
const measured = { gate: [] as number[], least: [] as number[] };
for (let round = 0; round < rounds; round++) {
  measured.gate.push(timed(() => spawnAudit('gate', '--policy', 'policy.yaml')));
  measured.least.push(timed(least));
}
const [gate, least0] = [median(measured.gate), median(measured.least)];
print('audit gate', gate);
print('node start, JSON.parse, hashes', least0);
process.stdout.write(`ratio ${(gate / least0).toFixed(1)}\n`);
rmSync(folder, { recursive: true });

function writeBenchmark(): void {
  const random = createRandom(1);
  mkdirSync(join(folder, 'test'));
  mkdirSync(join(folder, 'train'));
  const test = Array.from({ length: files }, (_, file) => rowsOf('test', file, random));
  for (const [file, rows] of test.entries()) {
    writeRows(`test/${file}.jsonl`, rows);
    writeRows(`train/${file}.jsonl`, rowsOf('train', file, random));
  }
  for (const [model, name] of models.entries()) {
    const answers = test.flat().map(({ id, answer }) => {
      const isRight = random.nextBelow(10) < 8 - model;
      return { id, prediction: isRight === (answer === 'Yes') ? 'Yes' : 'No' };
    });
    writeRows(`${name}.jsonl`, answers);
  }
  writeFileSync(
    join(folder, 'audit.yaml'),
    `version: 1
name: bench
media: absent
splits: { test: [test/*.jsonl], train: [train/*.jsonl] }
subsets: [stage]
models: { ours: { role: candidate }, baseline: { role: baseline }, cold: { role: cold } }
predictions: [${models.map((model) => `{ model: ${model}, path: ${model}.jsonl }`).join(', ')}]
`,
  );
  writeFileSync(
    join(folder, 'policy.yaml'),
    `version: 1
exempt: { grader-bias: no answer is graded }
limits:
  - { measure: template-leakage/verbatimShare, atMost: 0.05 }
  - { measure: image-reuse/reusedMedia, atMost: 0 }
  - { measure: score/ours/closed, atLeast: 0.7 }
  - { measure: score/ours/closed/stage=stage-1, atLeast: 0.7 }
baseline: gate-baseline.json
`,
  );
}

interface Row {
  readonly id: string;
  readonly image: string;
  readonly question: string;
  readonly answer: string;
  readonly stage: string;
}

/** One in ten test questions and pictures is in train, too. */
function rowsOf(split: 'test' | 'train', file: number, random: RandomSource): Row[] {
  return Array.from({ length: rowsPerFile }, (_, index) => {
    const number = index % 10 === 0 ? index : index + (split === 'test' ? 1_000_000 : 0);
    const side = index % 2 === 0 ? 'left' : 'right';
    return {
      id: `${file}-${index}`,
      image: `${file}-${number}.png`,
      question: `Is finding ${(number * 7919) % 100_003} of kind ${file} seen in the ${side} breast?`,
      answer: random.nextBelow(2) === 0 ? 'Yes' : 'No',
      stage: `stage-${index % 5}`,
    };
  });
}

function writeRows(path: string, rows: readonly object[]): void {
  writeFileSync(join(folder, path), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
}

/** A gate that fails or is open exits 1 or 3; only 2 is no decision. */
function spawnAudit(...words: string[]): void {
  const { status, stderr } = spawnSync(process.execPath, [cli, ...words], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status === null || status === 2) throw new Error(stderr);
}

function least(): void {
  const inputs = Array.from({ length: files }, (_, file) => `test/${file}.jsonl`);
  const read = [...inputs, ...models.map((model) => `${model}.jsonl`)];
  const script = `const fs = require('fs'), { createHash } = require('crypto');
JSON.parse(fs.readFileSync(${JSON.stringify(result)}, 'utf8'));
for (const file of ${JSON.stringify(read)}) createHash('sha256').update(fs.readFileSync(file)).digest('hex');`;
  execFileSync(process.execPath, ['-e', script], { cwd: folder });
}

function timed(work: () => void): number {
  const fromMs = performance.now();
  work();
  return performance.now() - fromMs;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

function print(what: string, ms: number): void {
  process.stdout.write(`${what.padEnd(34)} ${ms.toFixed(0)} ms\n`);
}
