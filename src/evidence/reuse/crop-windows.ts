import { lowFrequencies, pHashes, writePHash } from './perceptual-hash.ts';
import { averageWindow, type PictureWindow, type SummedArea } from './window-average.ts';

/**
 * The grid that window hashes look at: coarser than a pHash's, six times as fast, and enough for
 * its 8 x 8 coefficients.
 */
const windowGrid = 12;

/** Window side as a share of the picture's, and places along each axis: neighbours are about 5% apart. */
const layout = [
  { side: 0.95, places: 2 },
  { side: 0.9, places: 3 },
  { side: 0.85, places: 4 },
  { side: 0.8, places: 5 },
  { side: 0.75, places: 6 },
  { side: 0.7, places: 7 },
] as const;

/**
 * The 139 windows whose hashes let a crop of 70 to 95% of the sides be found: a crop matches the
 * window next to it, not the whole picture.
 */
export const cropWindows: readonly PictureWindow[] = layout.flatMap(({ side, places }) => {
  const start = (place: number): number => ((1 - side) * place) / (places - 1);
  return Array.from({ length: places * places }, (_, i) => ({
    left: start(i % places),
    top: start(Math.floor(i / places)),
    width: side,
    height: side,
  }));
});

const whole: PictureWindow = { left: 0, top: 0, width: 1, height: 1 };

/** Hashes of a whole picture to hold against another's window hashes: eight symmetries, two words each. */
export function windowKeys(area: SummedArea): Uint32Array {
  return pHashes(averageWindow(area, whole, windowGrid, windowGrid));
}

/** The upright hash of every crop window, two words each, in the order of `cropWindows`. */
export function windowHashes(area: SummedArea): Uint32Array {
  const words = new Uint32Array(2 * cropWindows.length);
  cropWindows.forEach((window, i) => {
    const grid = averageWindow(area, window, windowGrid, windowGrid);
    writePHash(lowFrequencies(grid), 'identity', words, 2 * i);
  });
  return words;
}
