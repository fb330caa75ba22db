import { join } from 'node:path';
import { z } from 'zod';
import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import { AuditError } from '../../errors.ts';
import type { Sampling } from '../model.ts';

/** How a checkpoint asks to be sampled, and where its answers end. */
export interface GenerationDefaults {
  readonly sampling: Sampling;
  readonly stopIds: readonly number[];
}

const tokenId = z.number().int().nonnegative();
const document = z.object({
  do_sample: z.boolean().default(false),
  temperature: z.number().positive().default(1),
  top_k: z.number().int().nonnegative().default(50),
  top_p: z.number().positive().max(1).default(1),
  eos_token_id: z.union([tokenId, z.array(tokenId)]).optional(),
});
const configDocument = z.object({
  text_config: z.object({ eos_token_id: z.union([tokenId, z.array(tokenId)]) }),
});

/**
 * Reads generation_config.json; what it leaves out is as in transformers, and without a
 * stop id there the one of config.json counts.
 *
 * @throws {AuditError} for a value that can not be used.
 */
export function parseGenerationDefaults(checkpoint: Checkpoint): GenerationDefaults {
  const parsed = document.safeParse(checkpoint.documents.generationConfig ?? {});
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    throw new AuditError({
      code: 'config-invalid',
      location: join(checkpoint.folder, 'generation_config.json'),
      problem: `"${issue.path.join('.')}": ${issue.message}`,
      remedy: 'give the file the checkpoint was published with',
    });
  }
  const fallback = configDocument.safeParse(checkpoint.documents.config).data?.text_config;
  const stopIds = [parsed.data.eos_token_id ?? fallback?.eos_token_id ?? []].flat();
  return { sampling: samplingOf(parsed.data), stopIds };
}

/** How a generation_config.json asks to be sampled; undefined for one that can not be used. */
export function parseSampling(generationConfig: unknown): Sampling | undefined {
  const parsed = document.safeParse(generationConfig);
  return parsed.success ? samplingOf(parsed.data) : undefined;
}

function samplingOf({
  do_sample: samples,
  temperature,
  top_k: topK,
  top_p: topP,
}: z.infer<typeof document>): Sampling {
  return samples ? { kind: 'sample', temperature, topK, topP, seed: 0 } : { kind: 'greedy' };
}
