import { expect, test } from 'vitest';
import { nameCondition } from './name-condition.ts';

test.each([
  ['ours', 'ours', 'real'],
  ['ours-none', 'ours', 'none'],
  ['ours_wrong-modality', 'ours', 'wrong-modality'],
  ['ours.rotated-2', 'ours', 'rotated-2'],
  ['ours-sampled-10', 'ours', 'sampled-10'],
  ['ours-selector-bfloat16', 'ours', 'selector-bfloat16'],
  ['ours-Shuffled', 'ours', 'shuffled'],
  // A name, not a condition.
  ['nonesuch', 'nonesuch', 'real'],
  ['none', 'none', 'real'],
  ['ours-rotated', 'ours-rotated', 'real'],
  ['ours-sampled', 'ours-sampled', 'real'],
])('%s is %s under %s', (stem, name, condition) => {
  expect(nameCondition(stem)).toEqual({ name, condition });
});
