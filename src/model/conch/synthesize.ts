import { type SynthesizeOptions, writeCheckpoint } from '../qwen3-vl/synthesize.ts';
import type { ConchConfig } from './config.ts';
import { conchOutlines } from './tensor-outlines.ts';

/**
 * Writes a CONCH v1.5 encoder with random bfloat16 weights and the published names and shapes,
 * for tests and benchmarks.
 *
 * @param folder new or empty.
 * @throws {AuditError} as `writeCheckpoint`.
 */
export async function synthesizeConch(
  config: ConchConfig,
  folder: string,
  options: SynthesizeOptions = {},
): Promise<void> {
  await writeCheckpoint(conchOutlines(config), {}, folder, options);
}
