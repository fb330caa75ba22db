import type { PositionIds } from './rope.ts';

/** An image's run of tokens in a prompt, in merged tokens. */
export interface ImageRun {
  /** Index of its first token. */
  readonly start: number;
  readonly height: number;
  readonly width: number;
}

/** Positions of a prompt, and the one its first generated token takes. */
export interface PromptPositions {
  /** i32[3][tokens] */
  readonly positionIds: PositionIds;
  readonly nextPosition: number;
}

/**
 * Positions of a prompt with images. Text counts on, alike on the three axes. An image
 * that begins at position p has p on the time axis, p + row and p + column on the
 * others; what follows counts on from the largest position used.
 *
 * Source: transformers 4.57, Qwen3VLModel.get_rope_index.
 *
 * @param tokenCount tokens of the prompt.
 * @param images in the order of the prompt.
 */
export function promptPositions(tokenCount: number, images: readonly ImageRun[]): PromptPositions {
  const time = new Int32Array(tokenCount);
  const rows = new Int32Array(tokenCount);
  const columns = new Int32Array(tokenCount);
  let token = 0;
  let position = 0;
  const countText = (end: number): void => {
    for (; token < end; token++, position++) {
      time[token] = position;
      rows[token] = position;
      columns[token] = position;
    }
  };
  for (const { start, height, width } of images) {
    countText(start);
    for (let place = 0; place < height * width; place++, token++) {
      time[token] = position;
      rows[token] = position + Math.trunc(place / width);
      columns[token] = position + (place % width);
    }
    position += Math.max(height, width);
  }
  countText(tokenCount);
  return { positionIds: [time, rows, columns], nextPosition: position };
}
