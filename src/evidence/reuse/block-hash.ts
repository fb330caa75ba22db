import type imghashApi from 'imghash';
import type { Raster } from './resample.ts';
import { applySymmetry, symmetries } from './symmetry.ts';

let loading: Promise<typeof imghashApi> | undefined;

/** imghash's block-mean hash of a grid of 8 x 8 block means. */
export type BlockHasher = (blocks: Raster) => Uint32Array;

/**
 * Loads imghash and returns its `hashRaw` for pictures that are decoded and averaged already:
 * eight hashes, two words each, in the order of `symmetries`. Feeding the 8 x 8 block means as a
 * picture of 8 x 8 pixels gives the hash of the full picture, whose blocks it would average.
 *
 * Source: Yang, Gu & Niu 2006, doi:10.1109/IIH-MSP.2006.265125 (method 2), as in blockhash-core.
 */
export async function loadBlockHasher(): Promise<BlockHasher> {
  loading ??= import('imghash').then((module) => module.default);
  const { hashRaw } = await loading;
  return (blocks) => {
    const words = new Uint32Array(16);
    symmetries.forEach((symmetry, i) => {
      const hex = hashRaw(toRgba(applySymmetry(blocks, symmetry)), 8);
      words[2 * i] = Number.parseInt(hex.slice(8), 16);
      words[2 * i + 1] = Number.parseInt(hex.slice(0, 8), 16);
    });
    return words;
  };
}

function toRgba(raster: Raster): { width: number; height: number; data: Uint8ClampedArray } {
  const data = new Uint8ClampedArray(raster.values.length * 4).fill(255);
  raster.values.forEach((level, i) => {
    data.fill(Math.round(level), 4 * i, 4 * i + 3);
  });
  return { width: raster.width, height: raster.height, data };
}
