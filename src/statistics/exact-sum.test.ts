import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exactSum } from './exact-sum.ts';

/** A double as a whole number of 2^-1074, the smallest of them. */
function inSmallest(value: number): bigint {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, value);
  const high = bits.getUint32(0);
  const exponent = (high >>> 20) & 0x7ff;
  const fraction = (BigInt(high & 0xfffff) << 32n) | BigInt(bits.getUint32(4));
  const size = exponent === 0 ? fraction : (fraction | (1n << 52n)) << BigInt(exponent - 1);
  return high >>> 31 === 1 ? -size : size;
}

const distance = (a: bigint, b: bigint) => (a > b ? a - b : b - a);

/** Numbers of unlike sizes that cancel, as differences of scores do. */
const numbers = fc.array(
  fc.oneof(
    fc.constantFrom(1, -1, 2 ** -53, -(2 ** -53), 2 ** -106, -(2 ** -106), 5e-324),
    fc.double({ min: -1, max: 1, noNaN: true }),
  ),
  { maxLength: 20 },
);

test('is the double nearest to the true total', () => {
  fc.assert(
    fc.property(numbers, (values) => {
      const total = values.reduce((sum, value) => sum + inSmallest(value), 0n);
      const found = inSmallest(exactSum(values));
      // Doubles of this size lie evenly around it, but at powers of 2, where those below lie closer.
      const { MIN_VALUE, EPSILON } = Number;
      const step = Math.max(MIN_VALUE, Math.abs(exactSum(values)) * EPSILON);
      for (const neighbour of [exactSum(values) - step, exactSum(values) + step])
        expect(distance(found, total) <= distance(inSmallest(neighbour), total)).toBe(true);
    }),
    { numRuns: 1000 },
  );
});

test('is the same in every order and changes sign with its terms', () => {
  fc.assert(
    fc.property(numbers, fc.infiniteStream(fc.nat()), (values, keys) => {
      const order = values.map((value) => ({ value, key: keys.next().value as number }));
      const other = order.sort((a, b) => a.key - b.key).map(({ value }) => value);
      expect(exactSum(other)).toBe(exactSum(values));
      expect(exactSum(values.map((value) => -value)) + exactSum(values)).toBe(0);
    }),
  );
});

test('keeps what cancellation would lose, and breaks ties by what lies below', () => {
  expect(exactSum([1e-20, 1, -1])).toBe(1e-20);
  // Half a step above 1 is rounded to even, down; a little more is rounded up.
  expect(exactSum([1, 2 ** -53])).toBe(1);
  expect(exactSum([1, 2 ** -53, 2 ** -106])).toBe(1 + 2 ** -52);
  expect(exactSum([-(2 ** -53), -5e-324, -(2 ** -106)])).toBe(-(2 ** -53) - 2 ** -105);
  expect(exactSum([])).toBe(0);
});

test('refuses a total beyond the largest double', () => {
  expect(() => exactSum([Number.MAX_VALUE, Number.MAX_VALUE])).toThrow('the total is');
});
