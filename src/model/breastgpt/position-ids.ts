import type { PositionIds } from '../qwen3-vl/rope.ts';

/** The run of pads that stands for one medium. */
export interface MediumRun {
  /** Index of its first pad. */
  readonly start: number;
  /** i32[pads]: which of the medium's tokens stand there, ascending. */
  readonly kept: Int32Array;
  /** Tokens of a frame before any were dropped: of an image, of one temporal patch, or [1, tiles]. */
  readonly height: number;
  readonly width: number;
}

/**
 * Positions of a prompt. First every token, pads included, counts on alike on the three
 * axes; then a medium that begins at position b has b + frame, b + row and b + column of
 * the token that was kept. So text goes on at b + pads, and the columns of a slide reach far
 * beyond it.
 *
 * Source: MODEL.md section 8.
 *
 * @param tokenCount tokens of the prompt; the first generated one takes this position.
 */
export function breastGptPositions(tokenCount: number, media: readonly MediumRun[]): PositionIds {
  const plain = Int32Array.from({ length: tokenCount }, (_, token) => token);
  const axes = [plain, plain.slice(), plain.slice()] as const;
  for (const { start, kept, height, width } of media) {
    kept.forEach((index, pad) => {
      const inFrame = index % (height * width);
      axes[0][start + pad] = start + Math.trunc(index / (height * width));
      axes[1][start + pad] = start + Math.trunc(inFrame / width);
      axes[2][start + pad] = start + (inFrame % width);
    });
  }
  return axes;
}
