import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { writeSafetensors } from '../src/checkpoint/safetensors.ts';
import type { ConchConfig } from '../src/model/conch/config.ts';
import { conchOutlines } from '../src/model/conch/tensor-outlines.ts';
import { createRandom, deriveSeed } from '../src/statistics/index.ts';

/** The structure of CONCH v1.5 in small: 196 patches, two heads, positions stretched from 7 x 7. */
export const TINY_CONCH: ConchConfig = {
  hiddenSize: 128,
  layerCount: 2,
  headCount: 2,
  intermediateSize: 96,
  patchSize: 32,
  gridSize: 14,
  featureDim: 64,
};

/** Writes it with random float32 weights, norms and LayerScales about 1 and no bias of 0. */
export async function writeTinyConch(folder: string, seed = 1): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const outlines = conchOutlines(TINY_CONCH).map((each) => ({ ...each, type: 'F32' as const }));
  await writeSafetensors(join(folder, 'model.safetensors'), outlines, ({ name, shape }) => {
    const random = createRandom(deriveSeed(seed, name));
    const center = /norm\d?\.weight$|ln_\w+\.weight$|gamma$/.test(name) ? 1 : 0;
    const spread = shape.length > 1 && shape[0]! > 1 ? 0.3 : 0.6;
    const count = shape.reduce((a, b) => a * b, 1);
    const data = Float32Array.from(
      { length: count },
      () => center + spread * (random.nextFloat() + random.nextFloat() - 1),
    );
    return [new Uint8Array(data.buffer)];
  });
  return folder;
}
