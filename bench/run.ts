/**
 * What a battery costs beside the models.
 *
 *     npx tsc -p tsconfig.bench.json && node .cache/bench/bench/run.js
 *
 * First the journal: milliseconds a row that is awaited one after another and 64 at once, against
 * appending the same lines without waiting for the disk. Then the demo's questions, real and blind,
 * through the whole machinery (plan, journal, threads, batches), once with a journal that forgets, against
 * the bare engine, which is given the same prompts in a loop; interleaved, medians.
 */
import { appendFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { loadConfig } from '../src/benchmark/config.ts';
import { loadBenchmark } from '../src/benchmark/load-benchmark.ts';
import { stimulusPrompt } from '../src/conditions/stimulus-prompt.ts';
import { checkModels } from '../src/engine-check/check-models.ts';
import { silentProgress as progress } from '../src/progress.ts';
import { type BatteryModel, batteryModels } from '../src/run/battery-models.ts';
import { Journal } from '../src/run/journal.ts';
import type { JournalRow } from '../src/run/journal-row.ts';
import { planRequests } from '../src/run/plan-battery.ts';
import type { PlannedRequest } from '../src/run/request.ts';
import { runRequests } from '../src/run/run-requests.ts';
import { loadModel } from '../src/runtime/load-model.ts';

const rounds = 5;
const journalRows = 2000;
const bench = join(import.meta.dirname, '../../../examples/blind-battery');

const never = new AbortController().signal;
const folder = await mkdtemp(join(tmpdir(), 'bench-run-'));
await benchJournal();
await benchEngine();
await rm(folder, { recursive: true });

async function benchJournal(): Promise<void> {
  const row = (number: number): JournalRow => ({
    key: number.toString(16).padStart(32, '0'),
    model: 'candidate',
    condition: 'shuffled',
    item: `test/${number}`,
    answer: {
      text: 'A. The margin is spiculated.',
      finish: 'stop',
      promptTokens: 310,
      newTokens: 9,
    },
    effort: { at: new Date().toISOString(), durationMs: 812.4, attempts: 1 },
  });
  const measured = { bare: [] as number[], single: [] as number[], together: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    const plain = join(folder, `plain-${round}`);
    measured.bare.push(
      await perRow(async () => {
        for (let i = 0; i < journalRows; i++) appendFileSync(plain, `${JSON.stringify(row(i))}\n`);
      }),
    );
    const journal = await Journal.open(join(folder, `journal-${round}`), 'bench');
    measured.single.push(
      await perRow(async () => {
        for (let i = 0; i < journalRows; i++) await journal.append(row(i));
      }),
    );
    measured.together.push(
      await perRow(async () => {
        for (let i = 0; i < journalRows; i += 64)
          await Promise.all(Array.from({ length: 64 }, (_, j) => journal.append(row(i + j))));
      }),
    );
    await journal.close();
  }
  const bare = median(measured.bare);
  print('journal, appended without a sync', bare, 'ms a row');
  print('journal, one row after another', median(measured.single), 'ms a row', bare);
  print('journal, 64 rows at once', median(measured.together), 'ms a row', bare);
}

async function perRow(work: () => Promise<void>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return (performance.now() - startedMs) / journalRows;
}

async function benchEngine(): Promise<void> {
  const config = await loadConfig(bench);
  const benchmark = await loadBenchmark(config, { progress, mediaCacheDir: folder });
  const surroundings = { cacheFolder: join(folder, 'cache'), progress };
  const { models: cards } = await checkModels(config, benchmark, surroundings);
  const { models } = batteryModels(config, {
    ...surroundings,
    cards,
    device: 'cpu',
    environment: {},
    seed: 0,
  });
  const battery = { ...config.battery!, conditions: ['real', 'none', 'shuffled'] as const };
  const { requests } = await planRequests(benchmark, models, { ...surroundings, battery, seed: 0 });
  for (const model of models) {
    const own = requests.filter((request) => request.model === model.name);
    const bare: number[] = [];
    const forgetful: number[] = [];
    const whole: number[] = [];
    for (let round = 0; round < rounds; round++) {
      bare.push(await bareRate(join(config.folder, config.models[model.name]!.path!), own));
      forgetful.push(await batteryRate(model, own, { append: async () => {} }));
      const journal = await Journal.open(join(folder, `${model.name}-${round}`), 'bench');
      whole.push(await batteryRate(model, own, journal));
      await journal.close();
    }
    print(`${model.name}, bare engine`, median(bare), 'items/s');
    print(`${model.name}, battery without journal`, median(forgetful), 'items/s', median(bare));
    print(`${model.name}, battery`, median(whole), 'items/s', median(bare));
    const overheadMs = 1000 / median(whole) - 1000 / median(forgetful);
    process.stdout.write(
      `${model.name}, what the journal adds       ${overheadMs.toFixed(2)} ms an item\n`,
    );
  }
}

async function batteryRate(
  model: BatteryModel,
  requests: readonly PlannedRequest[],
  journal: Pick<Journal, 'append'>,
): Promise<number> {
  const engine = await model.open();
  // Threads have started and read their tokenizer before the clock runs.
  await engine.ask(await engineRequest(requests[0]!), never);
  const rate = await rateOf(requests.length, async () => {
    await runRequests(requests, engine, {
      promptOf: ({ stimulus }) => stimulusPrompt(stimulus),
      journal,
      signal: never,
      progress,
      label: '',
    });
  });
  await engine.close();
  return rate;
}

async function bareRate(path: string, requests: readonly PlannedRequest[]): Promise<number> {
  const model = await loadModel(path, { precision: 'float32' });
  const ask = async (request: PlannedRequest): Promise<void> => {
    const { prompt, maxNewTokens, candidates } = await engineRequest(request);
    const sampling = { kind: 'greedy' } as const;
    await model.generate([prompt], { maxNewTokens, candidates: [candidates], sampling });
  };
  await ask(requests[0]!);
  const rate = await rateOf(requests.length, async () => {
    for (const request of requests) await ask(request);
  });
  await model.close();
  return rate;
}

async function engineRequest({ stimulus, decoding }: PlannedRequest) {
  return {
    prompt: await stimulusPrompt(stimulus),
    maxNewTokens: decoding.maxNewTokens,
    candidates: decoding.candidates.map(({ text }) => text),
  };
}

async function rateOf(items: number, work: () => Promise<void>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return items / ((performance.now() - startedMs) / 1000);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}

function print(what: string, value: number, unit: string, against?: number): void {
  const ratio = against === undefined ? '' : `, ratio ${(value / against).toFixed(2)}`;
  process.stdout.write(`${what.padEnd(36)} ${value.toPrecision(3)} ${unit}${ratio}\n`);
}
