import { describe, expect, it } from 'vitest';
import type { GroundingObjects } from '../model.ts';
import { type SourceSize, writeObjects } from './grounding.ts';

const picture = { width: 400, height: 200, depth: 1 };
const volume = { width: 100, height: 100, depth: 50 };

function written(text: string, objects: GroundingObjects, sizes: readonly SourceSize[]): unknown {
  return writeObjects([{ role: 'user', content: text }], objects, sizes)[0]!.content;
}

describe('writeObjects', () => {
  it('names what references stand for and leaves tags without one', () => {
    expect(written('<ref-object> and <ref-object>?', { references: ['a mass'] }, [picture])).toBe(
      '<|object_ref_start|>a mass<|object_ref_end|> and <ref-object>?',
    );
  });

  it('writes boxes in thousandths of their medium, halves to even', () => {
    // 100/400 and 33.3/200; then 0.2/400 = 0.5 thousandths and 0.6/400 = 1.5 thousandths.
    const boxes = [
      [100, 33.3],
      [0.2, 0, 0.6, 200],
    ];
    expect(written('<bbox> <bbox>', { boxes }, [picture])).toBe(
      '<|box_start|>(250,166)<|box_end|> <|box_start|>(0,0),(2,1000)<|box_end|>',
    );
  });

  it('takes shares as they are, and each box in its own medium', () => {
    const objects = { boxes: [[0.5, 0.25]], boxType: 'norm1' } as const;
    expect(written('<bbox>', objects, [picture])).toBe('<|box_start|>(500,250)<|box_end|>');
    const second = { boxes: [[50, 50]], mediumIndices: [1] };
    expect(written('<bbox>', second, [picture, volume])).toBe('<|box_start|>(500,500)<|box_end|>');
  });

  it('takes six numbers for two points of a volume', () => {
    expect(written('<bbox>', { boxes: [[10, 20, 25, 100, 100, 50]] }, [volume])).toBe(
      '<|box_start|>(100,200,500),(1000,1000,1000)<|box_end|>',
    );
  });

  it('misprints a flat polygon of three points, as the authors’ template does', () => {
    expect(written('<bbox>', { boxes: [[4, 2, 8, 4, 12, 6]] }, [picture])).toBe(
      '<|box_start|>(10,10,20),(20,30,30)<|box_end|>',
    );
  });
});
