import type { Raster } from './resample.ts';
import { solveLinear } from './solve-linear.ts';
import type { PictureWindow } from './window-average.ts';

const unknowns = 6;
/** Steps shorter than this many pixels of the image, summed over the four numbers, end the search. */
const smallestStepPx = 0.02;
/** Cells looked at along each axis of a fine template: four numbers need no more. */
const samplesAlong = 64;

/**
 * Finds where in `image` the picture `template` lies: Gauss-Newton on position and size of an
 * upright window, with brightness and contrast fitted along. It climbs to the nearest optimum, so
 * it needs a start within about a tenth of the right place, and gives up no accuracy: the window
 * ends up right to a fraction of a pixel.
 *
 * Source: Lucas & Kanade 1981 with the photometric terms of Baker & Matthews 2004,
 * doi:10.1023/B:VISI.0000011205.11775.fd.
 *
 * @param start Window of `image` in shares of its sides.
 * @param iterations At most so many steps.
 * @returns The window, which may reach beyond the image's borders.
 */
export function alignWindow(
  template: Raster,
  image: Raster,
  start: PictureWindow,
  iterations: number,
): PictureWindow {
  let window = start;
  for (let i = 0; i < iterations; i++) {
    const step = newtonStep(template, image, window);
    if (step === undefined) break;
    const next = {
      left: window.left + step.left,
      top: window.top + step.top,
      width: window.width + step.width,
      height: window.height + step.height,
    };
    if (!isSensible(next)) break;
    window = next;
    const moved = Math.abs(step.left) + Math.abs(step.top);
    const stepLength = moved + Math.abs(step.width) + Math.abs(step.height);
    if (stepLength * image.width < smallestStepPx) break;
  }
  return window;
}

function isSensible(window: PictureWindow): boolean {
  const { left, top, width, height } = window;
  const sized = Math.min(width, height) > 0.3 && Math.max(width, height) < 3;
  const overlaps = left < 0.7 && top < 0.7 && left + width > 0.3 && top + height > 0.3;
  return sized && overlaps && width / height < 2 && height / width < 2;
}

/** One least-squares solution of template = gain * image(window + step) + offset. */
function newtonStep(
  template: Raster,
  image: Raster,
  window: PictureWindow,
): PictureWindow | undefined {
  const matrix = new Float64Array(unknowns * unknowns);
  const right = new Float64Array(unknowns);
  const row = new Float64Array(unknowns);
  row[5] = 1;
  const { values, width, height } = image;
  const stride = Math.max(1, Math.floor(template.width / samplesAlong));
  for (let y = stride >> 1; y < template.height; y += stride) {
    const v = (y + 0.5) / template.height;
    const atY = (window.top + window.height * v) * height - 0.5;
    if (!(atY >= 0 && atY < height - 1)) continue;
    const cellY = Math.floor(atY);
    const partY = atY - cellY;
    for (let x = stride >> 1; x < template.width; x += stride) {
      const u = (x + 0.5) / template.width;
      const atX = (window.left + window.width * u) * width - 0.5;
      if (!(atX >= 0 && atX < width - 1)) continue;
      const cellX = Math.floor(atX);
      const partX = atX - cellX;
      const at = cellY * width + cellX;
      const a = values[at]!;
      const b = values[at + 1]!;
      const c = values[at + width]!;
      const d = values[at + width + 1]!;
      const slopeX = ((1 - partY) * (b - a) + partY * (d - c)) * width;
      const slopeY = ((1 - partX) * (c - a) + partX * (d - b)) * height;
      row[0] = slopeX;
      row[1] = slopeX * u;
      row[2] = slopeY;
      row[3] = slopeY * v;
      row[4] = (1 - partY) * (a + partX * (b - a)) + partY * (c + partX * (d - c));
      accumulate(matrix, right, row, template.values[y * template.width + x]!);
    }
  }
  mirrorUpper(matrix);
  if (!solveLinear(matrix, right)) return undefined;
  return scaledStep(right);
}

function accumulate(
  matrix: Float64Array,
  right: Float64Array,
  row: Float64Array,
  target: number,
): void {
  for (let i = 0; i < unknowns; i++) {
    const value = row[i]!;
    for (let j = i; j < unknowns; j++) matrix[i * unknowns + j]! += value * row[j]!;
    right[i]! += value * target;
  }
}

function mirrorUpper(matrix: Float64Array): void {
  for (let i = 0; i < unknowns; i++) {
    for (let j = 0; j < i; j++) matrix[i * unknowns + j] = matrix[j * unknowns + i]!;
  }
}

/** The geometric unknowns were solved times the gain; long steps are shortened to a tenth of the picture. */
function scaledStep(solution: Float64Array): PictureWindow | undefined {
  const gain = solution[4]!;
  if (!(gain > 0.05)) return undefined;
  const longest = Math.max(...[0, 1, 2, 3].map((i) => Math.abs(solution[i]! / gain)));
  const scale = (longest > 0.1 ? 0.1 / longest : 1) / gain;
  return {
    left: solution[0]! * scale,
    width: solution[1]! * scale,
    top: solution[2]! * scale,
    height: solution[3]! * scale,
  };
}
