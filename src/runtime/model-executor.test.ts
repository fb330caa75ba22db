import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openCheckpoint } from '../checkpoint/checkpoint.ts';
import { parseQwen3VlConfig } from '../model/qwen3-vl/config.ts';
import { buildDecoder } from '../model/qwen3-vl/decoder.ts';
import { loadPromptProcessor, preparePrompt } from '../model/qwen3-vl/prompt.ts';
import { buildVisionTower } from '../model/qwen3-vl/vision-tower.ts';
import { ModelExecutor } from './model-executor.ts';
import { Qwen3VlEncoder } from './qwen3-vl-encoder.ts';
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
