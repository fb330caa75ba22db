import { expect, it } from 'vitest';
import { BREASTGPT_8B } from './breastgpt/synthesize.ts';
import { breastGptOutlines } from './breastgpt/tensor-outlines.ts';
import { publishedLike } from './published-checkpoints.ts';
import { PUBLISHED_SIZES } from './qwen3-vl/published-sizes.ts';
import { tensorOutlines } from './qwen3-vl/tensor-outlines.ts';

const QWEN_8B = PUBLISHED_SIZES['qwen3-vl-8b']!;

it('knows a checkpoint of a published size, whatever rows its vocabulary has', () => {
  const text = { ...QWEN_8B.text, vocabularySize: 151_670 };
  const outlines = tensorOutlines({ ...QWEN_8B, text });
  const published = publishedLike({ name: 'qwen3_vl', qwen: QWEN_8B }, outlines);
  expect(published).toMatchObject({ id: 'Qwen/Qwen3-VL-8B-Instruct', licence: 'Apache-2.0' });
  // 8.77 billion numbers of two bytes.
  expect(published!.weightBytes / 1e9).toBeCloseTo(17.5, 1);
});

it('tells BreastGPT from the Qwen3-VL it is made of', () => {
  const architecture = {
    name: 'breastgpt',
    qwen: BREASTGPT_8B.qwen,
    config: BREASTGPT_8B,
  } as const;
  expect(publishedLike(architecture, breastGptOutlines(BREASTGPT_8B))).toMatchObject({
    id: 'YYangYang/BreastGPT-8B',
    hub: 'ModelScope',
  });
});

it('does not know other sizes', () => {
  const text = { ...QWEN_8B.text, layerCount: 35 };
  const outlines = tensorOutlines({ ...QWEN_8B, text });
  expect(publishedLike({ name: 'qwen3_vl', qwen: QWEN_8B }, outlines)).toBeUndefined();
});
