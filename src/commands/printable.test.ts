import { expect, test } from 'vitest';
import { printable } from './printable.ts';

test('quoted data can not steer a terminal, and line breaks and letters stay', () => {
  expect(printable('a\u001b[31mred\u009b2J\r\nü心🫁\u0000')).toBe('a�[31mred�2J�\nü心🫁�');
});
