import { expect, it } from 'vitest';
import { parseConditionName } from './condition-name.ts';

it.each([
  ['real', { id: 'real' }],
  ['options-only', { id: 'options-only' }],
  ['rotated-12', { id: 'rotated', rotation: 12 }],
  ['rotated', { id: 'rotated' }],
  ['rotated-', undefined],
  ['rotated-90-degrees', undefined],
  ['none-1', undefined],
  ['None', undefined],
  ['', undefined],
])('reads the name %j', (name, named) => {
  expect(parseConditionName(name)).toEqual(named);
});
