import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseSampling } from '../model/qwen3-vl/generation-defaults.ts';
import type { DecodingFacts } from './model-card.ts';

const FILE = 'generation_config.json';

/**
 * How a checkpoint's own `generation_config.json` decodes where whoever asks sets nothing. What the
 * file leaves out is as in transformers: greedy without `do_sample`; sampling at temperature 1, top-p 1,
 * top-k 50.
 *
 * @param folder of the checkpoint; nothing else in it is read.
 * @returns undefined where there is no such file, or it can't be used.
 */
export async function readDecoding(folder: string): Promise<DecodingFacts | undefined> {
  let document: unknown;
  try {
    document = JSON.parse(await readFile(join(folder, FILE), 'utf8'));
  } catch {
    return undefined;
  }
  const sampling = parseSampling(document);
  if (sampling === undefined) return undefined;
  if (sampling.kind === 'greedy') return { doSample: false, source: FILE };
  const { temperature, topP, topK } = sampling;
  return { doSample: true, temperature, topP, topK, source: FILE };
}
