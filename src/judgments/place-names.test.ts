import { expect, it } from 'vitest';
import { isPlaceName } from './place-names.ts';

it('tells the name of a place from that of a candidate', () => {
  expect(['answer 1', 'answer 2', 'answer 10', 'qwen'].map(isPlaceName)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
