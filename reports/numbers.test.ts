import { describe, expect, test } from 'vitest';
import { estimate } from './fixtures/sample-estimate.ts';
import {
  formatCell,
  formatCount,
  formatEffectiveN,
  formatEstimate,
  formatLevel,
  formatPlainNumber,
  formatPValue,
  formatSample,
  formatValue,
} from './numbers.ts';

test('groups thousands and writes a true minus', () => {
  expect([0, 999, 1_000, 12_182, 1_234_567, -4_200].map(formatCount)).toEqual([
    '0',
    '999',
    '1,000',
    '12,182',
    '1,234,567',
    '−4,200',
  ]);
});

test('prints each unit as people read it', () => {
  expect(formatValue(0.7236, 'proportion')).toBe('72.4%');
  expect(formatValue(1, 'score')).toBe('100.0%');
  expect(formatValue(-0.0321, 'score')).toBe('−3.2%');
  expect(formatValue(1.204, 'bits')).toBe('1.20 bits');
  expect(formatValue(0.98765, 'correlation')).toBe('0.988');
  expect(formatValue(0.48, 'ratio')).toBe('0.48');
  expect(formatValue(1_500, 'count')).toBe('1,500');
});

test('never prints a minus before zero', () => {
  expect(formatValue(-0.0001, 'proportion')).toBe('0.0%');
  expect(formatValue(-0.0001, 'points')).toBe('0.0 points');
});

describe('an estimate', () => {
  test('carries its interval, n and effective n', () => {
    expect(formatEstimate(estimate('', 0.724, 0.06, [142, 96.2], 'proportion'))).toBe(
      '72.4% [66.4, 78.4], n = 142 (n_eff 96)',
    );
  });

  test('names no effective n where clustering costs nothing', () => {
    expect(formatSample({ n: 70, effectiveN: 70 })).toBe('n = 70');
    expect(formatSample({ n: 70, effectiveN: 6.25 })).toBe('n = 70 (n_eff 6.3)');
  });
});

test('writes differences of scores in points with their sign', () => {
  expect([0.141, -0.032, 0].map((value) => formatValue(value, 'points'))).toEqual([
    '+14.1 points',
    '−3.2 points',
    '0.0 points',
  ]);
});

test('a p-value is told down to 0.001', () => {
  expect([0.032_14, 0.001, 0.000_99, 0].map(formatPValue)).toEqual([
    '0.03214',
    '0.001',
    '< 0.001',
    '< 0.001',
  ]);
});

test('shortens plain numbers to four digits', () => {
  expect([4, 4_402, 37_675, 0.993_142, 0.000_131_23, -1.5].map(formatPlainNumber)).toEqual([
    '4',
    '4,402',
    '37,675',
    '0.9931',
    '0.0001312',
    '−1.5',
  ]);
});

test('prints cells of every kind', () => {
  expect(formatCell(null)).toBe('–');
  expect(formatCell('text')).toBe('text');
  expect(formatCell({ kind: 'count', title: '', value: 18, of: 96 })).toBe('18 of 96');
  expect(formatCell({ kind: 'count', title: '', value: 18 })).toBe('18');
  expect(formatCell({ kind: 'unavailable', title: '', reason: 'no ids' })).toBe(
    'not available: no ids',
  );
});

test('prints levels and small effective sizes', () => {
  expect([0.95, 0.9, 0.999].map(formatLevel)).toEqual(['95%', '90%', '99.9%']);
  expect([9.96, 10.4, 3].map(formatEffectiveN)).toEqual(['10', '10', '3']);
});
