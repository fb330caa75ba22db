import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openCheckpoint } from '../checkpoint/checkpoint.ts';
import { parseQwen3VlConfig } from '../model/qwen3-vl/config.ts';
import { buildDecoder } from '../model/qwen3-vl/decoder.ts';
import { buildGreedyDecoder } from '../model/qwen3-vl/greedy-decoder.ts';
import { loadPromptProcessor, preparePrompt } from '../model/qwen3-vl/prompt.ts';
import { buildVisionTower } from '../model/qwen3-vl/vision-tower.ts';
import { GreedyDecoder } from './decoder/greedy-decoder.ts';
import { lazySession } from './device-session.ts';
import { Qwen3VlEncoder } from './encoder/qwen3-vl-encoder.ts';
import { type GenerateRequest, ModelExecutor } from './model-executor.ts';
import { createSession, type Session } from './session.ts';

const FIXTURES = join(import.meta.dirname, '../../test/fixtures');
const checkpoint = await openCheckpoint(join(FIXTURES, 'tiny-qwen3vl'));
const config = parseQwen3VlConfig(checkpoint);
const processor = loadPromptProcessor(checkpoint, config);

it('looks at an image once, however often it is asked about', async () => {
  const options = { weightsFolder: checkpoint.folder };
  const vision = await createSession(buildVisionTower(config, checkpoint), options);
  let runs = 0;
  const counted: Session = {
    ...vision,
    run: (...feeds) => {
      runs += 1;
      return vision.run(...feeds);
    },
  };
  const decoder = await createSession(buildDecoder(config, checkpoint), options);
  const encoder = new Qwen3VlEncoder(config, counted);
  const executor = new ModelExecutor(config, { encoder, decoder });
  const ask = async (name: string, text: string) => {
    const image = { type: 'image', image: join(FIXTURES, 'media', name) } as const;
    const content = [image, { type: 'text', text }] as const;
    const prepared = await preparePrompt({ messages: [{ role: 'user', content }] }, processor);
    return await executor.encode(prepared);
  };
  const first = await ask('small_150x100.png', 'Is there a mass?');
  const second = await ask('small_150x100.png', 'Which side?');
  await ask('a_420x300.png', 'Which side?');
  expect(second.merged).toEqual(first.merged);
  expect(second.deepstack).toEqual(first.deepstack);
  expect(runs).toBe(2);
  await executor.close();
});

it('says in one line why ONNX Runtime stopped', async () => {
  const graph = buildDecoder(config, checkpoint);
  const decoder = await createSession(graph, { weightsFolder: checkpoint.folder });
  await expect(decoder.run({})).rejects.toThrow(/^decoder: ONNX Runtime stopped \(.+\); if memory/);
  await decoder.close();
  await expect(createSession(graph, { weightsFolder: FIXTURES })).rejects.toThrow(
    /^decoder: ONNX Runtime can not load it \(.+\); check that the weights are complete/,
  );
});

it('generates and scores in one run where it is given a decoder for that, and only greedily', async () => {
  const options = { weightsFolder: checkpoint.folder, threads: 1 };
  let opened = 0;
  const decoder = lazySession(async () => {
    opened += 1;
    return await createSession(buildDecoder(config, checkpoint), options);
  });
  const executor = new ModelExecutor(config, {
    encoder: new Qwen3VlEncoder(
      config,
      await createSession(buildVisionTower(config, checkpoint), options),
    ),
    decoder,
    greedy: new GreedyDecoder(
      await createSession(buildGreedyDecoder(config, checkpoint), options),
      config,
    ),
  });
  const prompt = await preparePrompt(
    { messages: [{ role: 'user', content: 'What is BI-RADS 4?' }] },
    processor,
  );
  const request: GenerateRequest = {
    prompts: [prompt, prompt],
    promptIndices: [4, 5],
    maxNewTokens: 2,
    sampling: { kind: 'greedy' },
    stopIds: [],
    candidates: [],
    cancelled: new Int32Array(1),
  };
  const handed: number[] = [];
  const { answers } = await executor.generate(request, (promptIndex) => handed.push(promptIndex));
  expect(handed).toEqual([4, 4, 5, 5]);
  const [first, second] = answers;
  expect(first).toEqual(second);
  const scores = await executor.score({ prompt, options: [first!.tokenIds] });
  expect(scores[0]).toBeCloseTo(first!.logProbs[0]! + first!.logProbs[1]!, 4);
  const candidates = [[first!.tokenIds, [7]], []];
  const scored = await executor.generate({ ...request, maxNewTokens: 0, candidates }, () => {});
  const [withCandidates, without] = scored.answers;
  expect(withCandidates).toMatchObject({ tokenIds: [], finish: 'length' });
  expect(withCandidates!.candidateLogLikelihoods[0]).toBeCloseTo(scores[0]!, 4);
  expect(without!.candidateLogLikelihoods).toEqual([]);
  expect(opened).toBe(0);

  const stopped = { ...request, cancelled: Int32Array.of(1) };
  expect((await executor.generate(stopped, () => {})).answers[0]!.finish).toBe('cancelled');
  const sampling = { kind: 'sample', temperature: 1, topK: 0, topP: 1, seed: 0 } as const;
  await expect(executor.generate({ ...request, sampling }, () => {})).rejects.toThrow(
    /^sampling: is not done on CUDA, .+; ask for greedy answers/,
  );

  const run = executor.start([await executor.encode(prompt)], 1);
  const [logits] = await run.prefill();
  run.release();
  expect(logits!.indexOf(Math.max(...logits!))).toBe(first!.tokenIds[0]);
  expect(opened).toBe(1);
  await executor.close();
});
