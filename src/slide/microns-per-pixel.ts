/** What a TIFF says of its scale. */
export interface ScaleTags {
  readonly imageDescription: string | undefined;
  /** Pixels a unit. */
  readonly resolution: number | undefined;
  /** 2 is inch, 3 is centimetre. */
  readonly resolutionUnit: number | undefined;
}

/** No scanner is finer or coarser; programs that know no scale write 72 or 25.4 pixels an inch. */
const FINEST = 0.05;
const COARSEST = 5;
const MICRONS = new Map([
  [2, 25_400],
  [3, 10_000],
]);

/**
 * Microns a pixel has: Aperio's "MPP", else the resolution tags where a scanner can have that
 * scale, else 10 over Aperio's "AppMag", the magnification of the objective.
 *
 * Trident asks in the same order.
 *
 * @returns undefined if the tags do not tell.
 */
export function micronsPerPixel(tags: ScaleTags): number | undefined {
  const { imageDescription = '', resolution = 0, resolutionUnit = 0 } = tags;
  const told = [
    aperio(imageDescription, 'MPP'),
    (MICRONS.get(resolutionUnit) ?? Number.NaN) / resolution,
    10 / aperio(imageDescription, 'AppMag'),
  ];
  return told.find((microns) => microns >= FINEST && microns <= COARSEST);
}

/** "Aperio Image Library v11|AppMag = 40|MPP = 0.2520": NaN for a key that is not there. */
function aperio(description: string, key: string): number {
  const found = new RegExp(`\\|\\s*${key}\\s*=\\s*([\\d.]+)`).exec(description);
  return found === null ? Number.NaN : Number(found[1]);
}

/** Upper bounds in microns a pixel, and the magnification each stands for. */
const MAGNIFICATIONS = [
  [0.16, 80],
  [0.2, 60],
  [0.3, 40],
  [0.6, 20],
  [1.2, 10],
  [2.4, 5],
] as const;

/**
 * The magnification that people call this scale by: 40 for 0.25, 20 for 0.5 microns a pixel.
 *
 * Source: Trident, `_fetch_magnification`, whose rounding and bounds these are.
 *
 * @returns 0 for a scale that is coarser than all of them.
 */
export function nominalMagnification(microns: number): number {
  const rounded = Math.round(microns * 1e4) / 1e4;
  return MAGNIFICATIONS.find(([bound]) => rounded < bound)?.[1] ?? 0;
}
