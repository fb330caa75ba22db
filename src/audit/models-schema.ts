import { z } from 'zod';
import type { CheckpointFingerprint } from '../checkpoint/fingerprint.ts';
import type { EngineCheck } from '../engine-check/engine-check.ts';
import type { GraderCard } from '../grading/grading-summary.ts';
import { PRECISIONS } from '../model/model.ts';
import type { CardParity, ModelCard } from '../model-card/model-card.ts';

/** The part of result.json that tells of models. */

const text = z.string();
const count = z.int().min(0);

const stage = z.strictObject({
  name: text,
  compared: text,
  largestError: z.number().nullable().describe('null: it could not be compared.'),
  tolerance: z.union([z.number(), z.enum(['exact', 'reported'])]),
  passed: z.boolean(),
});

/** Whether a build computes what the reference computes. */
export const paritySchema: z.ZodType<CardParity> = z.discriminatedUnion('verdict', [
  z.strictObject({
    verdict: z.enum(['pass', 'fail', 'inconclusive']),
    reason: z.exactOptional(text),
    origin: text,
    build: text,
    onnxRuntime: text,
    stages: z.array(stage),
    worstStage: text,
    note: z.exactOptional(text),
  }),
  z.strictObject({ verdict: z.literal('not-run'), reason: text }),
]);

/** What is in a checkpoint. */
export const fingerprintSchema: z.ZodType<CheckpointFingerprint> = z.strictObject({
  id: text,
  files: z.array(
    z.strictObject({
      file: text,
      sizeBytes: count,
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
});

const checkpoint = z.discriminatedUnion('status', [
  z.strictObject({
    status: z.literal('opened'),
    path: text,
    architecture: z.enum(['qwen3_vl', 'breastgpt']),
    parameters: z.strictObject({ total: count, vision: count, decoder: count, slide: count }),
    device: z.exactOptional(z.enum(['webgpu', 'cuda'])),
    precision: z.enum(PRECISIONS),
    selection: z.exactOptional(
      z.strictObject({
        selectorPrecision: z.enum(['float32', 'bfloat16']),
        tokenBudgets: z.strictObject({ image: count, slide: count, volume: count }),
        volumeWindow: z.exactOptional(z.strictObject({ width: z.number(), level: z.number() })),
      }),
    ),
    quirks: z.array(z.strictObject({ id: text, behaviour: text, effect: text })),
    fingerprint: fingerprintSchema,
    missing: z.array(text),
    parity: paritySchema,
  }),
  z.strictObject({ status: z.literal('not-run'), path: text, reason: text }),
]);

const sources = {
  endpoint: z.exactOptional(
    z.strictObject({
      url: text,
      model: text,
      ownTemperature: z.exactOptional(z.literal(true)),
    }),
  ),
  checkpoint: z.exactOptional(checkpoint),
};

export const graderCard: z.ZodType<GraderCard> = z.strictObject({
  name: text,
  family: z.exactOptional(text),
  ...sources,
});

export const modelCard: z.ZodType<ModelCard> = z.strictObject({
  name: text,
  role: z.enum(['candidate', 'baseline', 'cold', 'other']),
  family: z.exactOptional(text),
  recorded: z.exactOptional(
    z.strictObject({
      files: z.array(z.strictObject({ file: text, condition: text, answers: count })),
      note: text,
    }),
  ),
  decoding: z.exactOptional(
    z.strictObject({
      doSample: z.boolean(),
      temperature: z.exactOptional(z.number()),
      topP: z.exactOptional(z.number()),
      topK: z.exactOptional(count),
      source: z.literal('generation_config.json'),
    }),
  ),
  ...sources,
});

const engineAnswer = z.discriminatedUnion('status', [
  z.strictObject({
    model: text,
    status: z.literal('answered'),
    text,
    tokens: count,
    finish: z.enum(['stop', 'length']),
    logProb: z.number(),
  }),
  z.strictObject({
    model: text,
    status: z.enum(['not-applicable', 'not-run']),
    reason: text,
  }),
]);

const featureOrigin = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('published') }),
  z.strictObject({
    kind: z.literal('touchstone'),
    status: z.enum(['unverified', 'verified']),
    encoder: text,
    fingerprint: text,
    build: text,
    onnxRuntime: text,
  }),
]);

export const engineCheck: z.ZodType<EngineCheck> = z.strictObject({
  maxNewTokens: count,
  items: z.array(
    z.strictObject({
      item: text,
      source: z.strictObject({ file: text, line: count }),
      excerpt: text,
      media: z.array(
        z.strictObject({
          kind: z.enum(['image', 'volume', 'features', 'video', 'audio']),
          path: text,
          slide: z.exactOptional(z.strictObject({ tiles: count, origin: featureOrigin })),
        }),
      ),
      reference: text,
      answers: z.array(engineAnswer),
    }),
  ),
});
