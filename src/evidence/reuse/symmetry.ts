import type { Symmetry } from '../evidence.ts';
import type { Raster } from './resample.ts';

/** The eight symmetries of a rectangle; a symmetry's index is its place here. */
export const symmetries: readonly Symmetry[] = [
  'identity',
  'rotated-90',
  'rotated-180',
  'rotated-270',
  'flipped-horizontally',
  'flipped-vertically',
  'transposed',
  'anti-transposed',
];

/**
 * How a symmetry reads its source: exchange the axes first, then mirror. Rotations turn clockwise;
 * `transposed` mirrors at the main diagonal, `anti-transposed` at the other one.
 */
export interface SymmetryRule {
  /** Rows become columns before mirroring. */
  readonly swapsAxes: boolean;
  readonly mirrorsX: boolean;
  readonly mirrorsY: boolean;
}

const rules: Readonly<Record<Symmetry, SymmetryRule>> = {
  identity: { swapsAxes: false, mirrorsX: false, mirrorsY: false },
  'rotated-90': { swapsAxes: true, mirrorsX: true, mirrorsY: false },
  'rotated-180': { swapsAxes: false, mirrorsX: true, mirrorsY: true },
  'rotated-270': { swapsAxes: true, mirrorsX: false, mirrorsY: true },
  'flipped-horizontally': { swapsAxes: false, mirrorsX: true, mirrorsY: false },
  'flipped-vertically': { swapsAxes: false, mirrorsX: false, mirrorsY: true },
  transposed: { swapsAxes: true, mirrorsX: false, mirrorsY: false },
  'anti-transposed': { swapsAxes: true, mirrorsX: true, mirrorsY: true },
};

/** The rule of a symmetry. */
export function symmetryRule(symmetry: Symmetry): SymmetryRule {
  return rules[symmetry];
}

/** The symmetry that undoes another: quarter turns swap, all others undo themselves. */
export function inverseSymmetry(symmetry: Symmetry): Symmetry {
  if (symmetry === 'rotated-90') return 'rotated-270';
  return symmetry === 'rotated-270' ? 'rotated-90' : symmetry;
}

/** Applies a symmetry to a raster. */
export function applySymmetry(raster: Raster, symmetry: Symmetry): Raster {
  const { swapsAxes, mirrorsX, mirrorsY } = rules[symmetry];
  const width = swapsAxes ? raster.height : raster.width;
  const height = swapsAxes ? raster.width : raster.height;
  const values = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const fromY = mirrorsY ? height - 1 - y : y;
    for (let x = 0; x < width; x++) {
      const fromX = mirrorsX ? width - 1 - x : x;
      const source = swapsAxes ? fromX * raster.width + fromY : fromY * raster.width + fromX;
      values[y * width + x] = raster.values[source]!;
    }
  }
  return { width, height, values };
}
