import { writeBits } from './perceptual-hash.ts';
import { applySymmetry, symmetries, symmetryRule } from './symmetry.ts';
import { averageWindow, type SummedArea } from './window-average.ts';

const whole = { left: 0, top: 0, width: 1, height: 1 };

/**
 * The eight dHashes of a picture, two words each, in the order of `symmetries`: bit `8y + x` tells
 * whether a 9 x 8 grid brightens from column x to x + 1.
 */
export function dHashes(area: SummedArea): Uint32Array {
  const wide = averageWindow(area, whole, 9, 8);
  const tall = averageWindow(area, whole, 8, 9);
  const words = new Uint32Array(16);
  symmetries.forEach((symmetry, i) => {
    const source = symmetryRule(symmetry).swapsAxes ? tall : wide;
    const { values } = applySymmetry(source, symmetry);
    const brightens = (bit: number): boolean => {
      const at = (bit >> 3) * 9 + (bit & 7);
      return values[at + 1]! > values[at]!;
    };
    writeBits(brightens, words, 2 * i);
  });
  return words;
}
