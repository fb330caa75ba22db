import { describe, expect, test } from 'vitest';
import { hashWords } from './fingerprint-picture.ts';
import { calibrate, type NullPicture } from './null-calibration.ts';

const options = {
  modality: 'ct',
  searchedPairs: 100,
  partners: 10,
  seed: 1,
  mostPairs: 1000,
  fewestPairs: 1,
  radiusBits: 10,
  chanceNeighbours: 4096,
};

/** Pictures whose eight pHashes are all the same word with so many bits set. */
function pictures(bits: readonly number[]) {
  const hashes = new Uint32Array(bits.length * hashWords);
  bits.forEach((count, at) => {
    for (let i = 0; i < 16; i += 2) hashes[at * hashWords + i] = 2 ** count - 1;
  });
  return { media: bits.map((_, i) => i), hashes, windows: new Uint32Array(0) };
}

const people = (ids: readonly string[]): NullPicture[] =>
  ids.map((id, at) => ({ at, patients: id === '' ? [] : [id], content: `${at}` }));

describe('calibrate', () => {
  test('counts the distances of all pairs of different patients', () => {
    // Bits 0, 1, 4, 9; a-b: 1, a-c: 4, b-c: 3, c-c: same patient, a-c: 9, b-c: 8.
    const found = calibrate(pictures([0, 1, 4, 9]), people(['a', 'b', 'c', 'c']), options);
    const counted = found.distanceCounts.flatMap((count, bits) =>
      count > 0 ? [[bits, count]] : [],
    );
    expect(counted).toEqual([
      [1, 1],
      [3, 1],
      [4, 1],
      [8, 1],
      [9, 1],
    ]);
    expect(found).toMatchObject({ status: 'calibrated', nullPairs: 5, searchedPairs: 100 });
    expect(found.reason).toBe('all pairs of different patients');
  });

  test('expects false pairs in proportion, never less than one null pair is worth', () => {
    const found = calibrate(pictures([0, 1, 4, 9]), people(['a', 'b', 'c', 'c']), options);
    // 100 pairs searched, 5 measured: 20 for each null pair as near, and 20 where there is none.
    expect(found.expectedFalsePairs.slice(0, 5)).toEqual([20, 20, 20, 40, 60]);
    expect(found.thresholdBits).toBe(-1);
  });

  test('the threshold is the last distance with one false pair expected', () => {
    const found = calibrate(pictures([0, 1, 4, 9]), people(['a', 'b', 'c', 'c']), {
      ...options,
      searchedPairs: 5,
    });
    expect(found.thresholdBits).toBe(2);
  });

  test('the search radius narrows when chance neighbours are too many', () => {
    const narrow = { ...options, chanceNeighbours: 5 };
    // Ten partners: 2 chance neighbours up to 2 bits, 4 at 3, 6 at 4.
    const found = calibrate(pictures([0, 1, 4, 9]), people(['a', 'b', 'c', 'c']), narrow);
    expect(found.searchRadiusBits).toBe(3);
    expect(calibrate(pictures([0, 1]), people(['a', 'b']), options).searchRadiusBits).toBe(10);
  });

  test('says how many pairs there are when they are too few', () => {
    const found = calibrate(pictures([0, 1]), people(['a', 'b']), { ...options, fewestPairs: 2 });
    expect(found).toMatchObject({
      status: 'not-calibrated',
      reason: '1 pairs of different patients, 2 needed',
      thresholdBits: -1,
      expectedFalsePairs: [],
      searchRadiusBits: 10,
    });
  });

  test('pictures without a patient and equal pictures make no null pair', () => {
    const same = people(['a', 'b', '']).map((picture) => ({ ...picture, content: 'same' }));
    expect(calibrate(pictures([0, 0, 0]), same, options).nullPairs).toBe(0);
    expect(calibrate(pictures([0, 0]), people(['', '']), options).nullPairs).toBe(0);
  });

  test('samples by seed when pairs are many', () => {
    const bits = Array.from({ length: 60 }, (_, i) => i % 30);
    const ids = people(bits.map((_, i) => `p${i}`));
    const sample = (seed: number) =>
      calibrate(pictures(bits), ids, { ...options, seed, mostPairs: 500 });
    expect(sample(1)).toEqual(sample(1));
    expect(sample(1).distanceCounts).not.toEqual(sample(2).distanceCounts);
    expect(sample(1)).toMatchObject({
      nullPairs: 500,
      reason: 'sampled pairs of different patients',
    });
  });
});
