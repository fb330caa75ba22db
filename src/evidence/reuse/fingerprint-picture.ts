import type { BlockHasher } from './block-hash.ts';
import { clippedContent } from './clipped-content.ts';
import { cropWindows, windowHashes, windowKeys } from './crop-windows.ts';
import { dHashes } from './difference-hash.ts';
import type { GreyImage } from './grey-image.ts';
import { pHashes } from './perceptual-hash.ts';
import { averageWindow, summedArea } from './window-average.ts';

/** Changes whenever a fingerprint of the same file would: old cache entries are then ignored. */
export const fingerprintVersion = 2;

/** Where each hash's eight symmetries start in `hashes`, in words. */
export const hashOffset = { pHash: 0, dHash: 16, blockHash: 32, windowKey: 48 } as const;
/** Words of one picture's hashes: four hashes, eight symmetries, two words each. */
export const hashWords = 64;
/** Words of one picture's crop-window hashes. */
export const windowWords: number = 2 * cropWindows.length;

/** Side of the sketch that all hashes are made from. */
const sketchSide = 64;
/** A picture whose 1st and 99th percentile lie closer than this many grey levels has nothing to hash. */
const smallestRange = 8;

/** What the search needs to know of a picture. */
export interface PictureFingerprint {
  /** Constant or nearly so: the hashes are noise. */
  readonly featureless: boolean;
  /** u32[64]: see `hashOffset`. */
  readonly hashes: Uint32Array;
  /** u32[2 * windows], when asked for. */
  readonly windows?: Uint32Array;
}

/**
 * Hashes a decoded picture: frame dropped, averaged to a 64 x 64 sketch, clipped to its 1st and
 * 99th percentile; from the sketch pHash, dHash and blockhash under the eight symmetries.
 */
export function fingerprintPicture(
  image: GreyImage,
  blockHash: BlockHasher,
  options: { readonly windows: boolean },
): PictureFingerprint {
  const { raster, range } = clippedContent(image, () => sketchSide);
  const area = summedArea(raster);
  const whole = { left: 0, top: 0, width: 1, height: 1 };
  const hashes = new Uint32Array(hashWords);
  hashes.set(pHashes(averageWindow(area, whole, 32, 32)), hashOffset.pHash);
  hashes.set(dHashes(area), hashOffset.dHash);
  hashes.set(blockHash(averageWindow(area, whole, 8, 8)), hashOffset.blockHash);
  hashes.set(windowKeys(area), hashOffset.windowKey);
  const featureless = range < smallestRange;
  return options.windows
    ? { featureless, hashes, windows: windowHashes(area) }
    : { featureless, hashes };
}
