import { expect, test } from 'vitest';
import type { AuditRun } from './audit-run.ts';
import { freezeRun } from './freeze-run.ts';

const frozen = (config: Record<string, unknown>) =>
  freezeRun({ config } as unknown as AuditRun).config;

test('rounds numbers to 12 significant digits, wherever they stand', () => {
  expect(frozen({ a: 0.1 + 0.2, b: [1 / 3, { c: 123456789.123456 }] })).toEqual({
    a: 0.3,
    b: [0.333333333333, { c: 123456789.123 }],
  });
});

test('writes minus zero as zero, and leaves undefined fields out', () => {
  expect(JSON.stringify(frozen({ a: -0, b: undefined }))).toBe('{"a":0}');
});

test('refuses NaN and infinity with the place they stand at', () => {
  expect(() => frozen({ a: [1, Number.NaN] })).toThrow('run.config.a[1]: the result is NaN');
  expect(() => frozen({ a: Number.POSITIVE_INFINITY })).toThrow(
    'run.config.a: the result is Infinity',
  );
});
