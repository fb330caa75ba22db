import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCheckpoint } from '../../checkpoint/checkpoint.ts';
import { readSafetensors } from '../../checkpoint/safetensors.ts';
import { readBreastGptReference } from '../../parity/breastgpt-reference.ts';
import { largestDifference } from '../../parity/stage.ts';
import { parseBreastGptConfig } from './config.ts';
import { breastGptPositions } from './position-ids.ts';
import { loadBreastGptProcessor, prepareBreastGptPrompt } from './prompt.ts';
import { writeSwiftPrompt } from './template.ts';
import { processVolume } from './volume-processor.ts';

const FIXTURES = join(import.meta.dirname, '../../../test/fixtures');
const checkpoint = await openCheckpoint(join(FIXTURES, 'tiny-breastgpt'));
const config = parseBreastGptConfig(checkpoint);
const processor = loadBreastGptProcessor(checkpoint, config);

describe.each(await readBreastGptReference(FIXTURES))('$name', ({ name, prompt, promptText }) => {
  it('has the reference text, ids, pixels and positions', async () => {
    const tensors = await readSafetensors(join(FIXTURES, `cases/${name}.safetensors`));
    expect(writeSwiftPrompt(prompt.messages).pieces.join('')).toBe(promptText);
    const prepared = await prepareBreastGptPrompt(prompt, processor);
    expect(prepared.inputIds).toEqual(tensors.get('input_ids')!.data);

    const seen = { image: 0, volume: 0, slide: 0 };
    const runs = prepared.media.map((medium, i) => {
      const kind = { image: 'image', volume: 'video', slide: 'histo' }[medium.type];
      const kept = tensors.get(`idx.${kind}${seen[medium.type]++}.top`)!.data as Int32Array;
      const start = prepared.starts[i]!;
      if (medium.type === 'slide') return { start, kept, height: 1, width: medium.slide.tiles };
      const { grid } = medium.type === 'image' ? medium.image : medium.volume;
      return { start, kept, height: grid.height / 2, width: grid.width / 2 };
    });
    const positions = breastGptPositions(prepared.inputIds.length, runs);
    expect(positions.flatMap((axis) => [...axis])).toEqual([
      ...(tensors.get('position_ids')!.data as Int32Array),
    ]);

    const pixels = tensors.get('pixel_u8')?.data as Uint8Array | undefined;
    if (pixels !== undefined) {
      const patches = prepared.media.flatMap((medium) =>
        medium.type === 'image' ? [...medium.image.patches] : [],
      );
      const expected = Float32Array.from(pixels, (level) => (level - 127.5) / 127.5);
      expect(largestDifference(patches, expected)).toBe(0);
    }
    const grey = tensors.get('pixel_values_videos_gray')?.data as Float32Array | undefined;
    if (grey !== undefined) {
      const frames = prepared.media.flatMap((medium) =>
        medium.type === 'volume' ? [...firstChannel(medium.volume.patches)] : [],
      );
      expect(largestDifference(frames, grey)).toBeLessThan(1e-3);
    }
  });
});

describe('processVolume', () => {
  it.each([
    ['vol_5x400x420', undefined],
    ['vol_2x70x33', undefined],
    ['vol_6x40x50_window', { width: 400, level: 40 }],
  ])('%s has the reference frames', async (name, window) => {
    const tensors = await readSafetensors(join(FIXTURES, `preprocess/out/${name}.safetensors`));
    const volume = await processVolume(join(FIXTURES, `preprocess/in/${name}.nii.gz`), window);
    const [key] = [...tensors.keys()].filter((each) => each.includes('pixel'));
    const expected = tensors.get(key!)!.data as Float32Array;
    expect(largestDifference([...firstChannel(volume.patches)], expected)).toBeLessThan(1e-3);
  });
});

describe('prepareBreastGptPrompt', () => {
  const volume = {
    type: 'volume',
    volume: join(FIXTURES, 'media/vol_40x96x80.nii.gz'),
  } as const;
  const prepare = (text: string) =>
    prepareBreastGptPrompt(
      { messages: [{ role: 'user', content: [volume, volume, { type: 'text', text }] }] },
      processor,
    );

  it('refuses two volumes side by side, which the authors’ code fails on', async () => {
    await expect(prepare('Compare.')).rejects.toThrow(
      'prompt: has two volumes side by side, which the authors’ code fails on; put text between',
    );
    await expect(prepare('<video><video> Compare.')).rejects.toThrow('side by side');
  });

  it('takes two volumes with text between them', async () => {
    const { starts, pads } = await prepare('<video> before, <video> after: compare.');
    expect(pads).toEqual([120, 120]);
    expect(starts[1]).toBeGreaterThan(starts[0]! + 120);
  });

  it('makes a slide of an image whose name ends in .h5, as the authors do', async () => {
    const slide = { type: 'image', image: join(FIXTURES, 'media/slide_90.h5') } as const;
    const { media, pads } = await prepareBreastGptPrompt(
      { messages: [{ role: 'user', content: [slide] }] },
      processor,
    );
    expect(media.map(({ type }) => type)).toEqual(['slide']);
    expect(pads).toEqual([90]);
  });

  it('writes boxes in thousandths of the image as it is stored', async () => {
    // gray_333x277.png: 111 of 333 and 277 of 277.
    const image = { type: 'image', image: join(FIXTURES, 'media/gray_333x277.png') } as const;
    const content = [image, { type: 'text', text: 'What is <ref-object> in <bbox>?' } as const];
    const prompt = {
      messages: [{ role: 'user', content } as const],
      objects: { references: ['this'], boxes: [[111, 0, 333, 277]] },
    };
    const { inputIds } = await prepareBreastGptPrompt(prompt, processor);
    expect(processor.tokenizer.decode([...inputIds])).toContain(
      'What is <|object_ref_start|>this<|object_ref_end|> in <|box_start|>(333,0),(1000,1000)<|box_end|>?',
    );
  });

  it('keeps as many tokens as it is told to', async () => {
    const tokenBudgets = { volume: 7 };
    const few = loadBreastGptProcessor(
      checkpoint,
      parseBreastGptConfig(checkpoint, { tokenBudgets }),
    );
    const messages = [{ role: 'user', content: [volume] } as const];
    expect((await prepareBreastGptPrompt({ messages }, few)).pads).toEqual([7]);
  });
});

/** The first of three equal channels of every patch: 512 of 1,536 columns. */
function firstChannel(patches: readonly Float32Array[]): Float32Array {
  const rows = patches.flatMap((frame) =>
    Array.from({ length: frame.length / 1536 }, (_, i) => frame.subarray(i * 1536, i * 1536 + 512)),
  );
  return Float32Array.from(rows.flatMap((row) => [...row]));
}

describe('writeSwiftPrompt', () => {
  const image = { type: 'image', image: 'a.png' } as const;
  const volume = { type: 'volume', volume: 'v.nii' } as const;

  it('puts media where they stand among the parts when the text has no tags', () => {
    const content = [{ type: 'text', text: 'See ' } as const, image, volume];
    expect(writeSwiftPrompt([{ role: 'user', content }]).pieces).toEqual([
      '<|im_start|>user\nSee <|vision_start|><|image_pad|><|vision_end|><|video_pad|><|im_end|>\n<|im_start|>assistant\n',
    ]);
  });

  it('prepends missing tags without a line break, volumes in front, and leaves surplus tags', () => {
    const text = { type: 'text', text: '<image><image><image>?' } as const;
    const { pieces, media } = writeSwiftPrompt([{ role: 'user', content: [image, text, volume] }]);
    expect(pieces[0]).toBe(
      '<|im_start|>user\n<|video_pad|><|vision_start|><|image_pad|><|vision_end|><image><image>?<|im_end|>\n<|im_start|>assistant\n',
    );
    expect(media).toEqual([volume, image]);
  });

  it('tokenises earlier answers on their own', () => {
    const { pieces } = writeSwiftPrompt([
      { role: 'user', content: 'a' },
      { role: 'assistant', content: ' b ' },
      { role: 'user', content: 'c' },
    ]);
    expect(pieces[1]).toBe(' b ');
    expect(pieces[2]).toMatch(/^<\|im_end\|>\n<\|im_start\|>user\nc/);
  });
});
