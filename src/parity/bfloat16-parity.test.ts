import { join } from 'node:path';
import { expect, it } from 'vitest';
import { emulateBfloat16 } from '../../test/emulate-bfloat16.ts';
import { openCheckpoint } from '../checkpoint/checkpoint.ts';
import { parseQwen3VlConfig } from '../model/qwen3-vl/config.ts';
import { buildDecoder } from '../model/qwen3-vl/decoder.ts';
import { buildGreedyDecoder } from '../model/qwen3-vl/greedy-decoder.ts';
import { loadPromptProcessor, preparePrompt } from '../model/qwen3-vl/prompt.ts';
import { buildVisionTower } from '../model/qwen3-vl/vision-tower.ts';
import type { Graph } from '../onnx/graph.ts';
import { GreedyDecoder } from '../runtime/decoder/greedy-decoder.ts';
import { Qwen3VlEncoder } from '../runtime/encoder/qwen3-vl-encoder.ts';
import { ModelExecutor } from '../runtime/model-executor.ts';
import { inBfloat16 } from '../runtime/open-on-cuda.ts';
import { createSession, type Session } from '../runtime/session.ts';
import { checkOutputs, type PreparedCase } from './check-outputs.ts';
import { readReference } from './reference.ts';

const FIXTURES = join(import.meta.dirname, '../../test/fixtures');
const checkpoint = await openCheckpoint(join(FIXTURES, 'tiny-qwen3vl'));
const config = parseQwen3VlConfig(checkpoint);

async function openEmulated(graph: Graph): Promise<Session> {
  emulateBfloat16(inBfloat16(graph));
  return await createSession(graph, { weightsFolder: checkpoint.folder, threads: 2 });
}

it('the graphs for CUDA, their roundings emulated, are within the tolerances of bfloat16', async () => {
  const executor = new ModelExecutor(config, {
    encoder: new Qwen3VlEncoder(config, await openEmulated(buildVisionTower(config, checkpoint))),
    decoder: await openEmulated(buildDecoder(config, checkpoint)),
    greedy: new GreedyDecoder(await openEmulated(buildGreedyDecoder(config, checkpoint)), config),
  });
  const processor = loadPromptProcessor(checkpoint, config);
  const cases: PreparedCase[] = [];
  for (const reference of (await readReference(FIXTURES)).cases) {
    cases.push({ reference, prepared: await preparePrompt(reference.prompt, processor) });
  }
  const stages = await checkOutputs(executor, cases, { precision: 'bfloat16' });
  expect(stages.filter(({ passed }) => !passed)).toEqual([]);
  // The roundings are there: float32 is within 1e-3.
  const logits = stages.find(({ name }) => name === 'logits after the prompt');
  expect(logits!.largestError).toBeGreaterThan(0.01);
  const inFloat32 = await checkOutputs(executor, cases, { precision: 'float32' });
  expect(inFloat32.every(({ passed }) => !passed)).toBe(true);
  await executor.close();
});
