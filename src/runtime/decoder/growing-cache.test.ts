import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCheckpoint } from '../../checkpoint/checkpoint.ts';
import { readSafetensors } from '../../checkpoint/safetensors.ts';
import { parseQwen3VlConfig } from '../../model/qwen3-vl/config.ts';
import { buildGrowingDecoder } from '../../model/qwen3-vl/growing-decoder.ts';
import { loadPromptProcessor, preparePrompt } from '../../model/qwen3-vl/prompt.ts';
import { buildVisionTower } from '../../model/qwen3-vl/vision-tower.ts';
import { holdWeights } from '../../onnx/passes/hold-weights.ts';
import { readReference } from '../../parity/reference.ts';
import { largestDifference } from '../../parity/stage.ts';
import type { EncodedPrompt } from '../encoder/encoded-prompt.ts';
import { Qwen3VlEncoder } from '../encoder/qwen3-vl-encoder.ts';
import { createSession, type DeviceTensor, type Session } from '../session.ts';
import { DecoderRun } from './decoder-run.ts';
import { generateTokens } from './generate.ts';

// The decoder that WebGPU runs, on the CPU: what it computes does not depend on where.
const FIXTURES = join(import.meta.dirname, '../../../test/fixtures');
const checkpoint = await openCheckpoint(join(FIXTURES, 'tiny-qwen3vl'));
const config = parseQwen3VlConfig(checkpoint);
const reference = await readReference(FIXTURES);

let prompts: readonly EncodedPrompt[];
beforeAll(async () => {
  const processor = loadPromptProcessor(checkpoint, config);
  const graph = buildVisionTower(config, checkpoint, 'composed');
  const vision = await createSession(graph, { weightsFolder: checkpoint.folder });
  const encoder = new Qwen3VlEncoder(config, vision);
  const encoded: EncodedPrompt[] = [];
  for (const { prompt } of reference.cases) {
    encoded.push(await encoder.encode(await preparePrompt(prompt, processor)));
  }
  prompts = encoded;
  await encoder.close();
});

describe.each(['float32', 'float16'] as const)('a cache in %s', (type) => {
  let opened: Awaited<ReturnType<typeof openCounted>>;
  beforeAll(async () => {
    opened = await openCounted(type);
  });
  afterAll(() => opened.session.close());

  it('gives every prompt of a batch its reference tokens, taking them in by parts', async () => {
    const rows = await generate(opened.session, prompts, 24);
    const expected = reference.cases.map(({ greedyIds }) => [...greedyIds]);
    expect(rows.map(({ tokenIds }) => tokenIds)).toEqual(expected);
    for (const [i, { logProbs }] of rows.entries()) {
      const { greedyLogProbs } = reference.cases[i]!;
      expect(largestDifference(logProbs, greedyLogProbs)).toBeLessThan(
        type === 'float32' ? 1e-3 : 0.1,
      );
    }
  });

  it('holds one tensor of keys and one of values for each layer, and none when released', async () => {
    const run = start(opened.session, prompts.slice(0, 1), 30);
    await run.prefill();
    for (let i = 0; i < 30; i++) await run.step([i]);
    expect(opened.live.size).toBe(2 * config.text.layerCount);
    await run.peek([1, 2]);
    expect(opened.live.size).toBe(2 * config.text.layerCount);
    run.release();
    expect(opened.live.size).toBe(0);
  });

  it('forgets tokens it only peeked at', async () => {
    const run = start(opened.session, prompts.slice(0, 1), 8);
    await run.prefill();
    await run.peek([5, 6, 7]);
    const [after] = await run.step([9]);
    const plain = start(opened.session, prompts.slice(0, 1), 8);
    await plain.prefill();
    const [expected] = await plain.step([9]);
    expect(after).toEqual(expected);
    for (const each of [run, plain]) each.release();
  });
});

it.each([0, 1, 2])(
  'refuses logits of row %i that are not numbers, and keeps nothing',
  async (row) => {
    const { session, live } = await openCounted('float32');
    const runKeeping: Session['runKeeping'] = async (feeds) => {
      const { kept, outputs } = await session.runKeeping(feeds);
      const { data, shape } = outputs.logits!;
      const vocabulary = shape.at(-1)!;
      const lost = Float32Array.from(data as Float32Array);
      lost.fill(Number.NaN, row * vocabulary, (row + 1) * vocabulary);
      return { kept, outputs: { logits: { data: lost, shape } } };
    };
    const broken: Session = { ...session, runKeeping };
    typeOf.set(broken, 'float32');
    const run = start(broken, [prompts[0]!, prompts[0]!, prompts[0]!], 1);
    await expect(run.prefill()).rejects.toThrow(
      'decoder: put out logits that are not numbers; use --precision float32',
    );
    run.release();
    expect(live.size).toBe(0);
    await session.close();
  },
);

it('hands out the logits after every token of a prompt that was taken in by parts', async () => {
  const { session } = await openCounted('float32');
  const tensors = await readSafetensors(join(FIXTURES, 'cases/qwen_two.safetensors'));
  const index = reference.cases.findIndex(({ name }) => name === 'qwen_two');
  const run = start(session, [prompts[index]!, prompts[0]!], 0);
  const logits = await run.prefill('all');
  run.release();
  const first = tensors.get('logits_first8')!.data as Float32Array;
  const length = prompts[index]!.inputIds.length;
  const found = logits.slice(0, length).flatMap((row) => [...row.subarray(0, 8)]);
  expect(largestDifference(found, first)).toBeLessThan(1e-3);
  await session.close();
});

function start(session: Session, rows: readonly EncodedPrompt[], newTokens: number): DecoderRun {
  return new DecoderRun(session, config, rows, newTokens, {
    kind: 'growing',
    type: typeOf.get(session)!,
  });
}

async function generate(session: Session, rows: readonly EncodedPrompt[], maxNewTokens: number) {
  const run = start(session, rows, maxNewTokens);
  const answers = await generateTokens(run, {
    maxNewTokens,
    sampling: { kind: 'greedy' },
    stopIds: new Set(),
    promptIndices: rows.map((_, i) => i),
    isCancelled: () => false,
    onToken: () => {},
  });
  run.release();
  return answers;
}

const typeOf = new Map<Session, 'float32' | 'float16'>();

/** The decoder, and what it keeps that was not released. */
async function openCounted(type: 'float32' | 'float16') {
  const graph = buildGrowingDecoder(config, checkpoint, type);
  holdWeights(graph, type);
  const keptOutputs = graph.outputs.map(({ name }) => name).filter((name) => name !== 'logits');
  const options = { weightsFolder: checkpoint.folder, keptOutputs };
  const session = await createSession(graph, options);
  const live = new Set<DeviceTensor>();
  const runKeeping: Session['runKeeping'] = async (feeds) => {
    const { outputs, kept } = await session.runKeeping(feeds);
    for (const tensor of Object.values(kept)) {
      live.add(tensor);
      const release = tensor.release.bind(tensor);
      tensor.release = () => {
        live.delete(tensor);
        release();
      };
    }
    return { outputs, kept };
  };
  const counted: Session = { ...session, runKeeping };
  typeOf.set(counted, type);
  return { session: counted, live };
}
