import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Checkpoint, openCheckpoint } from '../src/checkpoint/checkpoint.ts';
import { writeSafetensors } from '../src/checkpoint/safetensors.ts';
import { createRandom } from '../src/statistics/index.ts';

interface Outline {
  readonly name: string;
  readonly shape: readonly number[];
}

/**
 * Writes a checkpoint of float32 weights that all matter: matrices large enough for attention to
 * prefer some tokens, norms that are not one, biases that are not zero.
 */
export async function randomCheckpoint(
  folder: string,
  outlines: readonly Outline[],
  documents: Readonly<Record<string, string>> = { 'config.json': '{}' },
): Promise<Checkpoint> {
  mkdirSync(folder, { recursive: true });
  const random = createRandom(7);
  const normal = (): number =>
    Math.sqrt(-2 * Math.log(1 - random.nextFloat())) * Math.cos(2 * Math.PI * random.nextFloat());
  const stored = outlines.map((outline) => ({ ...outline, type: 'F32' }) as const);
  await writeSafetensors(join(folder, 'model.safetensors'), stored, function* ({ shape }) {
    const inputs = shape.slice(1).reduce((a, b) => a * b, 1);
    const size = shape[0]! * inputs;
    const numbers = Float32Array.from({ length: size }, () =>
      shape.length === 1 ? 1 + 0.3 * normal() : (1.5 / Math.sqrt(inputs)) * normal(),
    );
    yield new Uint8Array(numbers.buffer);
  });
  for (const [file, text] of Object.entries(documents)) writeFileSync(join(folder, file), text);
  return await openCheckpoint(folder);
}
