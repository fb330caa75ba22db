import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCheckpoint } from '../checkpoint/checkpoint.ts';
import type { Precision } from '../model/model.ts';
import { parseQwen3VlConfig, type Qwen3VlConfig } from '../model/qwen3-vl/config.ts';
import { buildDecoder } from '../model/qwen3-vl/decoder.ts';
import {
  loadPromptProcessor,
  preparePrompt,
  type Qwen3VlPrompt,
} from '../model/qwen3-vl/prompt.ts';
import { patchOrder } from '../model/qwen3-vl/vision-inputs.ts';
import { buildVisionTower } from '../model/qwen3-vl/vision-tower.ts';
import type { EncodedPrompt } from '../runtime/encoder/encoded-prompt.ts';
import { Qwen3VlEncoder } from '../runtime/encoder/qwen3-vl-encoder.ts';
import { ModelExecutor } from '../runtime/model-executor.ts';
import { createSession } from '../runtime/session.ts';
import { checkArchitecture } from './check-architecture.ts';
import { checkOutputs, type PreparedCase } from './check-outputs.ts';
import { parityRecord, requireParity } from './parity-record.ts';
import { readReference } from './reference.ts';
import { numericStage } from './stage.ts';

const referenceFolder = join(import.meta.dirname, '../../test/fixtures');
const reference = await readReference(referenceFolder);
const checkpoint = await openCheckpoint(join(referenceFolder, 'tiny-qwen3vl'));
const config = parseQwen3VlConfig(checkpoint);
const processor = loadPromptProcessor(checkpoint, config);
let cacheFolder: string;
beforeAll(async () => {
  cacheFolder = await mkdtemp(join(tmpdir(), 'parity-'));
});
afterAll(() => rm(cacheFolder, { recursive: true }));

describe('this build', () => {
  it.each(['float32', 'bfloat16-mapped'] as const)(
    'equals the reference in %s',
    async (precision) => {
      const { stages } = await checkArchitecture('qwen3_vl', {
        referenceFolder,
        cacheFolder,
        precision,
      });
      expect(stages).toHaveLength(14);
      expect(stages.filter(({ passed }) => !passed)).toEqual([]);
    },
  );

  it.each([
    // Measured: 0.0023 and 0.31 nats. The two best first tokens of two prompts lie 0.03 and
    // 0.06 logits apart here, so that the divergence says more than the agreement.
    ['int8', 0.01],
    ['int4', 0.5],
  ] as const)(
    'reports agreement and divergence of %s without judging them',
    async (precision, most) => {
      const { stages } = await checkArchitecture('qwen3_vl', {
        referenceFolder,
        cacheFolder,
        precision,
      });
      const [agreement, divergence] = stages.slice(-2);
      expect([agreement!.tolerance, divergence!.tolerance]).toEqual(['reported', 'reported']);
      expect([0, 1 / 3, 2 / 3, 1]).toContain(agreement!.largestError);
      expect(divergence!.largestError).toBeGreaterThan(0);
      expect(divergence!.largestError).toBeLessThan(most);
    },
  );
});

describe('the comparison turns red', () => {
  // The bounds of float16 are wider, and have to catch these all the same.
  describe.each(['float32', 'float16'] as const)('by the bounds of %s', (precision) => {
    it('without DeepStack', async () => {
      const failed = await failedStages(config, {
        precision,
        encoded: (prompt) => ({
          ...prompt,
          deepstack: prompt.deepstack.map((level) => new Float32Array(level.length)),
        }),
      });
      expect(failed).toContain('DeepStack features');
      expect(failed).toContain('logits after the prompt');
      expect(failed.filter((name) => name.startsWith('greedy tokens'))).toHaveLength(1);
    });

    it('with plain rope, every axis following time', async () => {
      const plain = { ...config.text, mropeSection: [config.text.headDim / 2, 0, 0] } as const;
      const failed = await failedStages({ ...config, text: plain }, { precision });
      expect(failed).toContain('logits after the prompt');
      expect(failed).toContain('logits after each token');
    });
  });

  it('with patches in row order in place of merge blocks', async () => {
    const failed = await failedStages(config, { prepared: inRowOrder });
    expect(failed).toContain('vision features');
    expect(failed).toContain('DeepStack features');
  });

  it('where an error is not a number', () => {
    expect(numericStage('x', '1', Number.NaN, 1).passed).toBe(false);
  });
});

describe('requireParity', () => {
  it('stores a record of this build and reads it back', async () => {
    const options = { referenceFolder, cacheFolder, precision: 'float32' } as const;
    const record = await parityRecord('qwen3_vl', options);
    expect(record).toMatchObject({ architecture: 'qwen3_vl', precision: 'float32', passed: true });
    expect(await readdir(join(cacheFolder, 'parity'))).toEqual([
      `qwen3_vl-cpu-float32-${record.build}-${record.onnxRuntime}.json`,
    ]);
    expect(await requireParity('qwen3_vl', 'float32', options)).toEqual(record);
  });

  it('refuses an architecture without reference vectors', async () => {
    const refused = await requireParity('llava', 'float32', { referenceFolder, cacheFolder });
    expect(refused).toEqual({
      status: 'not-run',
      reason: 'there are no reference vectors for the architecture "llava"',
    });
  });
});

interface Mutation {
  /** By whose bounds it is judged; default float32. */
  readonly precision?: Precision;
  readonly prepared?: (prompt: Qwen3VlPrompt) => Qwen3VlPrompt;
  readonly encoded?: (prompt: EncodedPrompt) => EncodedPrompt;
}

/** The stages that fail when something in the model is done wrong. */
async function failedStages(
  changed: Qwen3VlConfig,
  {
    precision = 'float32',
    prepared = (prompt) => prompt,
    encoded = (prompt) => prompt,
  }: Mutation = {},
): Promise<readonly string[]> {
  const options = { weightsFolder: checkpoint.folder };
  const vision = await createSession(buildVisionTower(changed, checkpoint), options);
  const encoder = new Qwen3VlEncoder(changed, vision);
  const executor = new ModelExecutor(changed, {
    encoder: {
      encode: async (prompt: Qwen3VlPrompt) => encoded(await encoder.encode(prepared(prompt))),
      close: () => encoder.close(),
    },
    decoder: await createSession(buildDecoder(changed, checkpoint), options),
  });
  const cases: PreparedCase[] = [];
  for (const each of reference.cases) {
    cases.push({ reference: each, prepared: await preparePrompt(each.prompt, processor) });
  }
  const stages = await checkOutputs(executor, cases, { precision });
  await executor.close();
  return stages.filter(({ passed }) => !passed).map(({ name }) => name);
}

function inRowOrder(prompt: Qwen3VlPrompt): Qwen3VlPrompt {
  const images = prompt.images.map((image) => {
    const width = image.patches.length / (image.grid.height * image.grid.width);
    const patches = new Float32Array(image.patches.length);
    patchOrder(image.grid, 2).forEach(([row, column], patch) => {
      const source = image.patches.subarray(patch * width, (patch + 1) * width);
      patches.set(source, (row * image.grid.width + column) * width);
    });
    return { ...image, patches, pixelHash: `${image.pixelHash}, rows` };
  });
  return { ...prompt, images };
}
