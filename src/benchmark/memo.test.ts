import { expect, test } from 'vitest';
import { Memo } from './memo.ts';

test('gives the first copy of what recurs and forgets what does not', () => {
  const memo = new Memo<object>();
  const rare = {};
  const frequent = {};
  memo.get('rare', () => rare);
  for (let index = 0; index < 120_000; index++) {
    memo.get(`once ${index}`, () => ({}));
    expect(memo.get('frequent', () => frequent)).toBe(frequent);
  }
  expect(memo.get('frequent', () => ({}))).toBe(frequent);
  expect(memo.get('rare', () => frequent)).toBe(frequent);
});
