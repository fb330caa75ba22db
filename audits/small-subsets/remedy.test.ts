import { expect, test } from 'vitest';
import type { Comparison } from './compare-models.ts';
import { smallSubsetsOptions } from './options.ts';
import { comparisonRemedy } from './remedy.ts';

const options = smallSubsetsOptions.parse({});

function comparison(label: string, value: number, half: number, conclusive = false): Comparison {
  const interval = { lower: value - half, upper: value + half, level: 0.95, method: '' };
  return {
    subset: { label },
    first: 'ours',
    second: 'sft',
    difference: { value, n: 100, effectiveN: 100, interval },
    conclusive,
  } as unknown as Comparison;
}

test('says at how many items the one open comparison would be concluded', () => {
  // Alone in its family nothing is widened: 100 (.15 / .1)^2 = 225.
  expect(comparisonRemedy([comparison('closed, CT', 0.1, 0.15)], options)).toBe(
    'Claim nothing from the 1 comparison that can’t be concluded, or ask more: ours minus sft on closed, CT (+10 points, 100 items) takes about 225 items at the same difference.',
  );
});

test('names the nearest of several, whichever way it points, at the level of the family', () => {
  // Three comparisons: z(1 - .05/6) = 2.394 against 1.960, so 100 (.15 x 1.2215 / .12)^2 = 233.1.
  const three = [
    comparison('closed, all', 0.5, 0.1, true),
    comparison('closed, CT', 0.02, 0.15),
    comparison('closed, MRI', -0.12, 0.15),
  ];
  expect(comparisonRemedy(three, options)).toBe(
    'Claim nothing from the 2 comparisons that can’t be concluded, or ask more: ours minus sft on closed, MRI (−12 points, 100 items), which is the nearest to a conclusion, takes about 234 items at the same difference.',
  );
});

test('promises nothing to models that score alike', () => {
  expect(comparisonRemedy([comparison('closed, CT', 0, 0.15)], options)).toContain(
    'the models score alike in all of them, which no number of items would turn into a lead.',
  );
});
