import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openCheckpoint } from '../../checkpoint/checkpoint.ts';
import { parseBreastGptConfig } from '../../model/breastgpt/config.ts';
import { loadBreastGptProcessor, prepareBreastGptPrompt } from '../../model/breastgpt/prompt.ts';
import { levelName, readBreastGptReference } from '../../parity/breastgpt-reference.ts';
import { silentProgress } from '../../progress.ts';
import { openExecutor } from '../open-executor.ts';

const FIXTURES = join(import.meta.dirname, '../../../test/fixtures');

it('keeps what the authors’ bfloat16 keeps of 5,987 tiles, where float32 keeps two thirds', async () => {
  const folder = join(FIXTURES, 'tiny-breastgpt');
  const media = { selectorPrecision: 'bfloat16' } as const;
  const settings = { folder, precision: 'float32', cacheFolder: '', threads: undefined } as const;
  const executor = await openExecutor({ ...settings, media }, silentProgress);
  const checkpoint = await openCheckpoint(folder);
  const processor = loadBreastGptProcessor(checkpoint, parseBreastGptConfig(checkpoint, media));
  const cases = await readBreastGptReference(FIXTURES);
  const { prompt, keptInBfloat16 } = cases.find(({ name }) => name === 'histo_5987')!;
  const { kept } = await executor.encode(await prepareBreastGptPrompt(prompt, processor));
  await executor.close();
  const shares = kept![0]!.map((indices, level) => {
    const theirs = keptInBfloat16.get(`histo0.${levelName(level)}`)!;
    return indices.filter((index) => theirs.includes(index)).length / theirs.length;
  });
  expect(shares).toHaveLength(4);
  // One last bit of a feature can tip a rounding, and with it a few of the later picks.
  expect(Math.min(...shares)).toBeGreaterThan(0.9);
});
