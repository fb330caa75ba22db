/**
 * How fast a model runs: a decoder of 0.44 billion random weights and a vision tower of 12
 * layers, both in float32, against transformers on torch in the same run.
 *
 *     npx tsc -p tsconfig.bench.json && node .cache/bench/bench/model.js [--threads 2] [checkpoint]
 *
 * Prints prefill and decode speed, the time of one 768 x 768 image, and, given a checkpoint
 * folder, how long it takes to load with its weights left mapped. The peer runs if python3
 * can import torch and transformers; if not, the script says so.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Qwen3VlConfig } from '../src/model/qwen3-vl/config.ts';
import type { Qwen3VlPrompt } from '../src/model/qwen3-vl/prompt.ts';
import { synthesizeCheckpoint } from '../src/model/qwen3-vl/synthesize.ts';
import { silentProgress } from '../src/progress.ts';
import type { ModelExecutor } from '../src/runtime/model-executor.ts';
import { openExecutor } from '../src/runtime/open-executor.ts';

const rounds = 7;
const promptTokens = 512;
const decodedTokens = 32;
const patchSide = 768 / 16;

const config: Qwen3VlConfig = {
  text: {
    hiddenSize: 1024,
    intermediateSize: 3072,
    layerCount: 24,
    headCount: 16,
    keyValueHeadCount: 8,
    headDim: 128,
    rmsNormEpsilon: 1e-6,
    ropeTheta: 5_000_000,
    mropeSection: [24, 20, 20],
    tieWordEmbeddings: false,
    vocabularySize: 32_000,
  },
  vision: {
    hiddenSize: 768,
    intermediateSize: 3072,
    depth: 12,
    headCount: 12,
    patchSize: 16,
    temporalPatchSize: 2,
    spatialMergeSize: 2,
    positionEmbeddings: 2304,
    outHiddenSize: 1024,
    deepstackLayers: [3, 6, 9],
  },
  tokens: { image: 31_012, video: 31_013, visionStart: 31_009, visionEnd: 31_010 },
};

/** Seconds that one round took. */
interface Round {
  readonly prefill: number;
  readonly decode: number;
  readonly vision: number;
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

async function ourRound(executor: ModelExecutor, round: number): Promise<Round> {
  const ids = Int32Array.from({ length: promptTokens }, (_, i) => (i * 37 + round) % 31_000);
  const positions = ids.map((_, i) => i);
  const text: Qwen3VlPrompt = {
    inputIds: ids,
    images: [],
    visualIndex: new Int32Array(),
    positionIds: [positions, positions, positions],
    nextPosition: promptTokens,
  };
  const run = executor.start([await executor.encode(text)], decodedTokens);
  const prefill = await seconds(() => run.prefill());
  const decode = await seconds(async () => {
    for (let step = 0; step < decodedTokens; step++) await run.step([(step * 91) % 31_000]);
  });
  const patches = Float32Array.from(
    { length: patchSide ** 2 * 1536 },
    (_, i) => ((i * 13 + round) % 256) / 128 - 1,
  );
  // A hash of its own for every round, so that no round finds the features of another.
  const image = {
    patches,
    grid: { height: patchSide, width: patchSide },
    tokens: patchSide ** 2 / 4,
    pixelHash: String(round),
    source: { width: 16 * patchSide, height: 16 * patchSide },
  };
  return {
    prefill,
    decode,
    vision: await seconds(() => executor.encode({ ...text, images: [image] })),
  };
}

/** Rounds of the peer, one for every line it is sent. */
interface Peer {
  round(): Promise<Round>;
  close(): void;
}

/** @returns why there is no peer, in words, if there is none. */
async function startPeer(threads: number): Promise<Peer | string> {
  const script = fileURLToPath(new URL('../../../bench/model-peer.py', import.meta.url));
  const settings = JSON.stringify({ threads, promptTokens, decodedTokens, patchSide, ...config });
  const child = spawn('python3', [script, settings], { stdio: ['pipe', 'pipe', 'ignore'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const failed = new Promise<void>((resolve) => child.on('error', () => resolve()));
  const next = async (): Promise<string | undefined> => {
    const line = await Promise.race([lines.next(), failed]);
    return line?.value;
  };
  const first = await next();
  if (first !== 'ready') return first ?? 'python3 can not be started';
  return {
    async round() {
      child.stdin.write('round\n');
      return JSON.parse((await next()) ?? 'null') as Round;
    },
    close: () => child.stdin.end(),
  };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

function report(name: string, times: readonly Round[]): Record<keyof Round, number> {
  const medians = {
    prefill: median(times.map(({ prefill }) => prefill)),
    decode: median(times.map(({ decode }) => decode)),
    vision: median(times.map(({ vision }) => vision)),
  };
  const prefill = (promptTokens / medians.prefill).toFixed(0);
  const decode = (decodedTokens / medians.decode).toFixed(1);
  console.log(
    `${name}: prefill ${prefill} tok/s, decode ${decode} tok/s, 768 x 768 image ${medians.vision.toFixed(2)} s`,
  );
  return medians;
}

async function loadTimes(folder: string, threads: number): Promise<void> {
  const settings = { folder, precision: 'bfloat16-mapped', cacheFolder: '', threads } as const;
  const times: number[] = [];
  for (let round = 0; round < 3; round++) {
    let executor: ModelExecutor | undefined;
    times.push(
      await seconds(async () => {
        executor = await openExecutor(settings, silentProgress);
      }),
    );
    await executor!.close();
  }
  console.log(`${folder} loaded mapped in ${times.map((time) => time.toFixed(2)).join(', ')} s`);
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { threads: { type: 'string', default: '2' } },
});
const threads = Number(values.threads);
const folder = join('.cache', 'bench-model');
if (!existsSync(join(folder, 'config.json'))) {
  await synthesizeCheckpoint(config, folder, { progress: silentProgress });
}
const executor = await openExecutor(
  { folder, precision: 'float32', cacheFolder: '', threads },
  silentProgress,
);
const peer = await startPeer(threads);
const ours: Round[] = [];
const theirs: Round[] = [];
await ourRound(executor, -1);
for (let round = 0; round < rounds; round++) {
  ours.push(await ourRound(executor, round));
  if (typeof peer !== 'string') theirs.push(await peer.round());
}
await executor.close();
const our = report('ours ', ours);
if (typeof peer === 'string') {
  console.log(`torch: not compared (${peer})`);
  console.log(
    'A run of torch 2.13 on another 2-core machine: prefill 177 tok/s, decode 5 to 12 tok/s, image 4.06 s',
  );
} else {
  peer.close();
  const their = report('torch', theirs);
  for (const part of ['prefill', 'decode', 'vision'] as const) {
    console.log(`${part}: ${(their[part] / our[part]).toFixed(2)} times as fast as torch`);
  }
}
if (positionals[0] !== undefined) await loadTimes(positionals[0], threads);
