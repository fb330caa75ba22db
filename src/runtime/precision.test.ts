import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCheckpoint } from '../checkpoint/checkpoint.ts';
import { choosePrecision } from './precision.ts';

const checkpoint = await openCheckpoint(
  join(import.meta.dirname, '../../test/fixtures/tiny-qwen3vl'),
);

describe('choosePrecision', () => {
  it('takes bfloat16 on CUDA, and nothing else', () => {
    const device = 'cuda';
    expect(choosePrecision(checkpoint, 'auto', { device })).toBe('bfloat16');
    expect(choosePrecision(checkpoint, 'bfloat16', { device })).toBe('bfloat16');
    for (const precision of ['float32', 'int8', 'int4'] as const) {
      expect(() => choosePrecision(checkpoint, precision, { device })).toThrow(
        `--precision ${precision}: is not for --device cuda, whose attention kernels take 16 bits alone`,
      );
    }
  });

  it('keeps bfloat16 to CUDA', () => {
    expect(() => choosePrecision(checkpoint, 'bfloat16')).toThrow(
      '--precision bfloat16: is for --device cuda, not for cpu',
    );
  });
});
