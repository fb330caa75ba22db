import { expect, test } from 'vitest';
import { createRandom } from './create-random.ts';
import { differenceInterval } from './difference-interval.ts';
import { shareAboveChance } from './share-above-chance.ts';

const ids = (count: number) => Array.from({ length: count }, (_, index) => `c${index}`);
const random = createRandom(3);
const draw = (probability: number, count = 400) =>
  Array.from({ length: count }, () => (random.nextFloat() < probability ? 1 : 0));
const half = Array(400).fill(0.5);

test('is the share of the score above chance', () => {
  const whole = draw(0.9);
  const reached = whole.map((value, index) => (index % 2 === 0 ? value : 0.5));
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const share = shareAboveChance(reached, whole, half, ids(400));
  expect(share?.value).toBeCloseTo((mean(reached) - 0.5) / (mean(whole) - 0.5), 12);
  expect(share?.n).toBe(400);
  expect(share?.interval.lower).toBeLessThan(share!.value);
  expect(share?.interval.upper).toBeGreaterThan(share!.value);
});

test('is 1, with a width, for two ways that score alike', () => {
  const whole = draw(0.9);
  const share = shareAboveChance(whole, whole, half, ids(400));
  expect(share?.value).toBe(1);
  expect(share?.interval.lower).toBeLessThan(1);
  expect(share?.interval.upper).toBeGreaterThan(1);
});

test('does not exist where the score can not be told from chance, unless it is certain', () => {
  const guess = draw(0.5);
  expect(shareAboveChance(guess, guess, half, ids(400))).toBeUndefined();
  const perfect = Array(4).fill(1);
  const quarter = [0, 0, 0.5, 0.5];
  expect(
    shareAboveChance(quarter, perfect, Array(4).fill(0.5), ids(4), { certain: true })?.value,
  ).toBe(-0.5);
});

test('widens the interval to the shares that the mean difference can not be told from', () => {
  const clusters = Array.from({ length: 400 }, (_, index) => `c${index < 100 ? 0 : index}`);
  const whole = draw(0.9).map((value, index) => (index < 100 ? 1 : value));
  const reached = whole.map((value, index) => (index % 3 === 0 ? value : 0.5));
  const plain = shareAboveChance(reached, whole, half, clusters);
  const cautious = shareAboveChance(reached, whole, half, clusters, { cautious: true });
  expect(cautious?.value).toBe(plain?.value);
  const { lower, upper } = cautious!.interval;
  expect(lower).toBeLessThanOrEqual(plain!.interval.lower);
  expect(upper).toBeGreaterThanOrEqual(plain!.interval.upper);
  // Just outside, the mean of (B - c) - m (S - c) has an interval on one side of 0.
  const excess = (share: number) =>
    differenceInterval(
      reached.map((value, index) => (value - 0.5 - share * (whole[index]! - 0.5)) / (1 + share)),
      clusters,
      0.95,
    );
  expect(excess(lower - 1e-6).lower).toBeGreaterThan(0);
  expect(excess(upper + 1e-6).upper).toBeLessThan(0);
});

test('refuses lists of different lengths', () => {
  expect(() => shareAboveChance([1], [1, 1], [0, 0], ids(2))).toThrow('reached has 1');
  expect(() => shareAboveChance([1, 1], [1, 1], [0], ids(2))).toThrow('chance has 1');
});
