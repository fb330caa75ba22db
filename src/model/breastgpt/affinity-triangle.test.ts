import { expect, it } from 'vitest';
import { AffinityTriangle } from './affinity-triangle.ts';

/** A symmetric matrix of affinities from exp(-5) to exp(5). */
function affinity(row: number, column: number): number {
  return Math.fround(Math.exp(((row * column + row + column) % 1001) / 100 - 5));
}

function triangleOf(count: number, stripRows: number): AffinityTriangle {
  const triangle = new AffinityTriangle(count);
  for (let start = 0; start < count; start += stripRows) {
    const end = Math.min(count, start + stripRows);
    const across = count - start;
    const affinities = Float32Array.from({ length: (end - start) * across }, (_, i) =>
      affinity(start + Math.floor(i / across), start + (i % across)),
    );
    triangle.add({ start, end, affinities });
  }
  return triangle;
}

it.each([1, 63, 64, 65, 200, 321])(
  'gives back each row of %i, rounded up by at most one part in 4,096',
  (count) => {
    const triangle = triangleOf(count, 128);
    const row = new Float32Array(count);
    let [least, most] = [2, 0];
    for (let index = 0; index < count; index++) {
      triangle.expand(index, row);
      for (let column = 0; column < count; column++) {
        const ratio = row[column]! / affinity(index, column);
        [least, most] = [Math.min(least, ratio), Math.max(most, ratio)];
      }
    }
    expect(least).toBeGreaterThanOrEqual(1);
    expect(most).toBeLessThanOrEqual(1 + 2 ** -12);
  },
);

it('says what it takes: a quarter of float32, in whole tiles', () => {
  expect(AffinityTriangle.sizeBytes(64)).toBe(64 * 64 * 2);
  expect(AffinityTriangle.sizeBytes(128)).toBe(3 * 64 * 64 * 2);
});
