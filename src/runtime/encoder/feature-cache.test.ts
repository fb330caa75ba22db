import { expect, it } from 'vitest';
import { FeatureCache, type VisionFeatures } from './feature-cache.ts';

/** 40 bytes: 16 of merged, 24 of two levels. */
function features(): VisionFeatures {
  return { merged: new Float32Array(4), deepstack: [new Float32Array(3), new Float32Array(3)] };
}

it('keeps what was used last when it is full', () => {
  const cache = new FeatureCache(80);
  const [a, b, c] = [features(), features(), features()];
  cache.set('a', a);
  cache.set('b', b);
  expect(cache.get('a')).toBe(a);
  cache.set('c', c);
  expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual([a, undefined, c]);
});

it('counts an image that is set again once', () => {
  const cache = new FeatureCache(80);
  cache.set('a', features());
  cache.set('a', features());
  cache.set('b', features());
  expect(cache.get('a')).toBeDefined();
  expect(cache.get('b')).toBeDefined();
});

it('keeps nothing that is larger than itself', () => {
  const cache = new FeatureCache(39);
  cache.set('a', features());
  expect(cache.get('a')).toBeUndefined();
});
