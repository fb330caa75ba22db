import { expect, test } from 'vitest';
import { TextStore } from './text-store.ts';

test('texts come back, an empty one that is the first too', () => {
  const store = new TextStore();
  const texts = ['', 'mass', '结节'];
  expect(texts.map((text) => store.add(text)).map((number) => store.get(number))).toEqual(texts);
});
