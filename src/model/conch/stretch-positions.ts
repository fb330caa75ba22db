/** Keys' cubic parameter of torch's bicubic interpolation; Pillow's is -1/2. */
const A = -0.75;

/**
 * How each place of a grid of patches mixes the position embeddings of the smaller grid they
 * are stored for: torch's bicubic interpolation without antialiasing, with edges repeated.
 *
 * The scale is (size + 0.1) / stored and not size / stored: the authors add the tenth against
 * rounding, and torch takes the scale it is given, so every place is a little off the even one.
 *
 * Source: CONCH v1.5 in Trident, `interpolate_pos_encoding` (from DINO, issue 8 of its repository).
 *
 * @param stored Side of the stored grid.
 * @param size Side of the wanted grid.
 * @returns f32[size^2, stored^2]; the unit matrix where the sides are equal.
 */
export function stretchPositions(stored: number, size: number): Float32Array {
  const axis = axisShares(stored, size);
  const shares = new Float32Array(size ** 2 * stored ** 2);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const start = (row * size + column) * stored ** 2;
      for (let y = 0; y < stored; y++) {
        for (let x = 0; x < stored; x++) {
          shares[start + y * stored + x] = axis[row]![y]! * axis[column]![x]!;
        }
      }
    }
  }
  return shares;
}

/** f64[size][stored] */
function axisShares(stored: number, size: number): readonly Float64Array[] {
  const step = stored === size ? 1 : stored / (size + 0.1);
  return Array.from({ length: size }, (_, place) => {
    const center = (place + 0.5) * step - 0.5;
    const first = Math.floor(center) - 1;
    const shares = new Float64Array(stored);
    for (let k = first; k < first + 4; k++) {
      const inside = Math.min(Math.max(k, 0), stored - 1);
      shares[inside]! += cubic(center - k);
    }
    return shares;
  });
}

function cubic(x: number): number {
  const distance = Math.abs(x);
  if (distance <= 1) return ((A + 2) * distance - (A + 3)) * distance * distance + 1;
  if (distance < 2) return (((distance - 5) * distance + 8) * distance - 4) * A;
  return 0;
}
