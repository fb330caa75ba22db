/**
 * A model on a GPU: first whether it answers as on the CPU, then how fast it is.
 *
 *     npx tsc -p tsconfig.bench.json
 *     node .cache/bench/bench/gpu.js [--device cuda] [--checkpoint folder] [--tiny]
 *
 * Without a checkpoint a Qwen3-VL-8B of random weights is written to .cache/bench-gpu (17.5 GB);
 * `--tiny` takes one of a few million weights, and `--device cpu --tiny` runs all of it without a
 * GPU. Ends with 1 before anything is timed if an answer differs from the CPU's by more than
 * bfloat16 explains. `--no-peer` leaves the same model on the CPU out.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openCheckpoint } from '../src/checkpoint/checkpoint.ts';
import { nvidiaSmi } from '../src/commands/gpu-facts.ts';
import { NVIDIA_SMI_QUERY, readNvidiaSmi } from '../src/commands/gpu-needs.ts';
import { loadPreparer, type PreparedPrompt, parseArchitecture } from '../src/model/architecture.ts';
import type { Device, Prompt } from '../src/model/model.ts';
import { parseQwen3VlConfig, type Qwen3VlConfig } from '../src/model/qwen3-vl/config.ts';
import { buildGreedyDecoder } from '../src/model/qwen3-vl/greedy-decoder.ts';
import { PUBLISHED_SIZES } from '../src/model/qwen3-vl/published-sizes.ts';
import { synthesizeCheckpoint } from '../src/model/qwen3-vl/synthesize.ts';
import { type Progress, silentProgress } from '../src/progress.ts';
import { GreedyDecoder } from '../src/runtime/decoder/greedy-decoder.ts';
import type { EncodedPrompt } from '../src/runtime/encoder/encoded-prompt.ts';
import type { ModelExecutor } from '../src/runtime/model-executor.ts';
import { openExecutor } from '../src/runtime/open-executor.ts';
import { choosePrecision } from '../src/runtime/precision.ts';
import { createSession } from '../src/runtime/session.ts';
import { measureBandwidth, peakOf, prefillFlops, stepBytes } from './gpu-roofline.ts';

const FIXTURES = fileURLToPath(new URL('../../../test/fixtures', import.meta.url));
/** Log-probabilities closer than this are a tie in bfloat16: the tolerance of the parity gate. */
const TIE = 0.3;
const ROUNDS = 5;

const { values } = parseArgs({
  options: {
    device: { type: 'string', default: 'cuda' },
    checkpoint: { type: 'string' },
    tiny: { type: 'boolean', default: false },
    'no-peer': { type: 'boolean', default: false },
  },
});
const device = values.device as Device;
const sizes = values.tiny
  ? { prompt: 96, question: 128, answer: 16, batches: [1, 8], vector: 2 ** 24, image: 16 }
  : { prompt: 512, question: 1300, answer: 64, batches: [1, 8, 32], vector: 2 ** 28, image: 48 };

const shown: Progress = {
  start: (label) => ({
    advance: () => {},
    done: (note) => console.log(`${label}: ${note ?? 'done'}`),
  }),
};

async function open(folder: string, on: Device, progress: Progress): Promise<ModelExecutor> {
  const precision = choosePrecision(await openCheckpoint(folder), 'auto', { device: on });
  const settings = { folder, device: on, precision, cacheFolder: '.cache', threads: undefined };
  return await openExecutor(settings, progress);
}

function request(prompts: readonly PreparedPrompt[], maxNewTokens: number) {
  return {
    prompts,
    promptIndices: prompts.map((_, i) => i),
    maxNewTokens,
    sampling: { kind: 'greedy' } as const,
    stopIds: [],
    candidates: [],
    cancelled: new Int32Array(1),
  };
}

const PROMPTS: readonly Prompt[] = [
  { messages: [{ role: 'user', content: 'What is BI-RADS 4?' }] },
  ...['small_150x100.png', 'a_420x300.png'].map((name): Prompt => {
    const image = { type: 'image', image: join(FIXTURES, 'media', name) } as const;
    return { messages: [{ role: 'user', content: [image, { type: 'text', text: 'A mass?' }] }] };
  }),
];

/** How many tokens are the CPU's; throws at one that is not, and no tie either. */
async function compare(name: string): Promise<void> {
  const folder = join(FIXTURES, name);
  const checkpoint = await openCheckpoint(folder);
  const preparer = loadPreparer(checkpoint, parseArchitecture(checkpoint));
  const prepared: PreparedPrompt[] = [];
  for (const prompt of PROMPTS) prepared.push(await preparer.prepare(prompt));
  const cpu = await open(folder, 'cpu', silentProgress);
  const own = await open(folder, device, shown);
  const asked = request(prepared, 24);
  const [expected, found] = [
    await cpu.generate(asked, () => {}),
    await own.generate(asked, () => {}),
  ];
  let [equal, ties] = [0, 0];
  for (const [row, { tokenIds }] of expected.answers.entries()) {
    const ids = found.answers[row]!.tokenIds;
    const place = tokenIds.findIndex((id, i) => ids[i] !== id);
    equal += place < 0 ? tokenIds.length : place;
    if (place < 0) continue;
    const options = [tokenIds.slice(0, place + 1), ids.slice(0, place + 1)];
    const [best, other] = await cpu.score({ prompt: prepared[row]!, options });
    if (best! - other! > TIE) {
      throw new Error(
        `${name}, prompt ${row}, token ${place}: ${device} says ${ids[place]}, the CPU ${tokenIds[place]}, ${(best! - other!).toFixed(2)} nats more probable`,
      );
    }
    ties += 1;
  }
  await cpu.close();
  await own.close();
  const all = expected.answers.reduce((sum, { tokenIds }) => sum + tokenIds.length, 0);
  console.log(
    `${name} on ${device}: ${equal} of ${all} tokens are the CPU's, ${ties} answers end at a tie`,
  );
}

async function seconds(work: () => Promise<unknown>, rounds = ROUNDS): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    await work();
    times.push((performance.now() - start) / 1000);
  }
  return median(times);
}

/** A prompt of text; each one differs, so that nothing is found again. */
let salt = 0;
function text(tokens: number): PreparedPrompt {
  salt += 1;
  const inputIds = Int32Array.from({ length: tokens }, (_, i) => (i * 37 + salt * 101) % 1500);
  const positions = inputIds.map((_, i) => i);
  return {
    inputIds,
    images: [],
    visualIndex: new Int32Array(),
    positionIds: [positions, positions, positions],
    nextPosition: tokens,
  };
}

interface Speeds {
  readonly prefill: number;
  /** Tokens a second over all rows, by batch. */
  readonly decode: ReadonlyMap<number, number>;
}

/** The first run of each kind is not counted. */
async function speeds(
  executor: ModelExecutor,
  prompt: number,
  answer: number,
  batches: readonly number[],
  rounds: number,
): Promise<Speeds> {
  const run = async (batch: number, tokens: number): Promise<number> => {
    const work = () =>
      executor.generate(
        request(
          Array.from({ length: batch }, () => text(prompt)),
          tokens,
        ),
        () => {},
      );
    await work();
    return await seconds(work, rounds);
  };
  const decode = new Map<number, number>();
  let prefill = 0;
  for (const batch of batches) {
    const first = await run(batch, 1);
    if (batch === 1) prefill = prompt / first;
    decode.set(batch, (batch * answer) / ((await run(batch, 1 + answer)) - first));
  }
  return { prefill, decode };
}

async function timeModel(folder: string, config: Qwen3VlConfig, gpu: string): Promise<void> {
  const loadStart = performance.now();
  const executor = await open(folder, device, shown);
  console.log(`loaded in ${((performance.now() - loadStart) / 1000).toFixed(1)} s`);
  const bandwidth = await measureBandwidth(device, sizes.vector);
  const peak = peakOf(gpu);
  console.log(
    `bandwidth measured: ${(bandwidth / 1e9).toFixed(0)} GB/s${peak === undefined ? '' : `, ${share(bandwidth, peak.bandwidth)} of the data sheet's`}`,
  );
  const own = await speeds(executor, sizes.prompt, sizes.answer, sizes.batches, ROUNDS);
  const numberBytes = device === 'cpu' ? 4 : 2;
  const flops = own.prefill * (prefillFlops(config, sizes.prompt) / sizes.prompt);
  console.log(
    `prefill, ${sizes.prompt} tokens: ${own.prefill.toFixed(0)} tok/s, ${(flops / 1e12).toFixed(2)} TFLOP/s${peak === undefined ? '' : `, ${share(flops, peak.flops)} of the data sheet's`}`,
  );
  for (const [batch, rate] of own.decode) {
    const tokens = sizes.prompt + sizes.answer / 2;
    const most = (batch * bandwidth) / stepBytes(config, { batch, tokens, numberBytes });
    const best =
      peak === undefined
        ? ''
        : `, ${share(rate, (most / bandwidth) * peak.bandwidth)} by the data sheet`;
    console.log(
      `decode, batch ${batch}: ${rate.toFixed(1)} tok/s, ${share(rate, most)} of the roofline by measured bandwidth${best}`,
    );
  }
  await timeQuestions(executor, config);
  await executor.close();
  if (values['no-peer']) return;
  // Fewer tokens than above: an 8B takes seconds for each on a CPU.
  const [prompt, answer] = values.tiny ? [sizes.prompt, sizes.answer] : [64, 4];
  const cpu = await open(folder, 'cpu', silentProgress);
  const peer = await speeds(cpu, prompt, answer, [1], 1);
  await cpu.close();
  console.log(
    `the CPU of this machine: prefill ${peer.prefill.toFixed(1)} tok/s, decode ${peer.decode.get(1)!.toFixed(2)} tok/s`,
  );
  console.log(
    `${device} / CPU: prefill ${(own.prefill / peer.prefill).toFixed(2)} times, decode at batch 1 ${(own.decode.get(1)! / peer.decode.get(1)!).toFixed(2)} times`,
  );
}

async function timeQuestions(executor: ModelExecutor, config: Qwen3VlConfig): Promise<void> {
  const options = [[32], [33], [34], [35]];
  const ask = () => executor.score({ prompt: text(sizes.question), options });
  await ask();
  const question = await seconds(ask);
  const patches = sizes.image ** 2;
  const width = 3 * config.vision.temporalPatchSize * config.vision.patchSize ** 2;
  const look = () => {
    salt += 1;
    const image = {
      patches: Float32Array.from(
        { length: patches * width },
        (_, i) => ((i * 13 + salt) % 256) / 128 - 1,
      ),
      grid: { height: sizes.image, width: sizes.image },
      tokens: patches / 4,
      pixelHash: String(salt),
      source: { width: 16 * sizes.image, height: 16 * sizes.image },
    };
    return executor.encode({ ...text(8), images: [image] } as PreparedPrompt);
  };
  await look();
  const image = await seconds(look);
  console.log(
    `closed question of ${sizes.question} tokens, 4 options, prefill only: ${(1 / question).toFixed(2)}/s; image of ${16 * sizes.image} px: ${image.toFixed(3)} s; both: ${(1 / (question + image)).toFixed(2)} questions/s`,
  );
}

/** Decoding whole in one graph against step by step, where both can be run: on the CPU. */
async function timeLoop(folder: string, config: Qwen3VlConfig): Promise<void> {
  const checkpoint = await openCheckpoint(folder);
  const graph = buildGreedyDecoder(config, checkpoint);
  const session = await createSession(graph, { weightsFolder: checkpoint.folder });
  const loop = new GreedyDecoder(session, config);
  const steps = await open(folder, 'cpu', silentProgress);
  for (const batch of [1, 8]) {
    const prepared = Array.from({ length: batch }, () => text(sizes.prompt));
    const prompts: EncodedPrompt[] = [];
    for (const prompt of prepared) prompts.push(await steps.encode(prompt));
    const maxNewTokens = sizes.answer;
    const [inLoop, stepwise]: [number[], number[]] = [[], []];
    for (let round = 0; round <= ROUNDS; round++) {
      inLoop.push(await seconds(() => loop.generate(prompts, { maxNewTokens, stopIds: [] }), 1));
      stepwise.push(
        await seconds(() => steps.generate(request(prepared, maxNewTokens), () => {}), 1),
      );
    }
    const ratio = median(stepwise.slice(1)) / median(inLoop.slice(1));
    console.log(
      `one graph / step by step, batch ${batch}, ${sizes.prompt} and ${maxNewTokens} tokens: ${ratio.toFixed(2)} times as fast`,
    );
  }
  await loop.close();
  await steps.close();
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]!;
}

function share(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(0)}%`;
}

const [gpu] = readNvidiaSmi((await nvidiaSmi(NVIDIA_SMI_QUERY)) ?? '');
const name = gpu?.name ?? 'no NVIDIA GPU';
console.log(`${name}${gpu === undefined ? '' : `, driver ${gpu.driver}`}; device ${device}`);
for (const fixture of ['tiny-qwen3vl', 'tiny-breastgpt']) await compare(fixture);
const folder = values.checkpoint ?? join('.cache', values.tiny ? 'bench-gpu-tiny' : 'bench-gpu');
const tiny = parseQwen3VlConfig(await openCheckpoint(join(FIXTURES, 'tiny-qwen3vl')));
if (!existsSync(join(folder, 'config.json'))) {
  const config = values.tiny
    ? {
        ...tiny,
        text: { ...tiny.text, hiddenSize: 256, intermediateSize: 768, layerCount: 6 },
        vision: { ...tiny.vision, outHiddenSize: 256 },
      }
    : PUBLISHED_SIZES['qwen3-vl-8b']!;
  await synthesizeCheckpoint(config, folder, { progress: shown });
}
await timeModel(folder, parseQwen3VlConfig(await openCheckpoint(folder)), name);
if (device === 'cpu') await timeLoop(folder, parseQwen3VlConfig(await openCheckpoint(folder)));
const used = await nvidiaSmi(['--query-gpu=memory.used', '--format=csv,noheader']);
console.log(
  `memory: host ${(process.resourceUsage().maxRSS / 1e6).toFixed(1)} GB at most${used === undefined ? '' : `, GPU ${used.trim()} in use at the end`}`,
);
