import { describe, expect, it } from 'vitest';
import { createRandom } from '../../statistics/index.ts';
import { jaccard } from './jaccard-join.ts';
import { findNearTexts, nearTextRecall } from './near-texts.ts';
import { shingleSet } from './shingles.ts';

describe('findNearTexts', () => {
  it('finds the nearest long text through hashing', () => {
    const texts = [
      'where is the abnormality located in the left upper lobe',
      'is there evidence of a pleural effusion on the right',
      'is there evidence of pleural effusion on the right',
    ];
    const query = 'is there evidence of pleural effusions on the right';
    const near = findNearTexts([query], texts, { seed: 0 });
    const similarity = jaccard(shingleSet(query), shingleSet(texts[2]!));
    expect([...near]).toEqual([[0, { index: 2, jaccard: similarity }]]);
  });

  it('finds the nearest short text, Chinese ones too', () => {
    const texts = [
      'is it a mass',
      'is this a mass',
      '右肺上叶有没有明显结节影吗',
      '心脏大小正常吗',
    ];
    const queries = ['is this a masss', '右肺上叶有没有明显结节影', 'why'];
    const near = findNearTexts(queries, texts, { seed: 0 });
    expect([...near].map(([query, { index }]) => [query, index])).toEqual([
      [0, 1],
      [1, 2],
    ]);
  });

  it('finds the short partner of a text of 20 shingles or more', () => {
    // 20 and 19 shingles of 5 characters: 19 of 20 are common.
    const near = findNearTexts(['abcdefghijklmnopqrstuvwx'], ['abcdefghijklmnopqrstuvw'], {
      seed: 0,
    });
    expect([...near]).toEqual([[0, { index: 0, jaccard: 19 / 20 }]]);
  });

  it('finds as many pairs at the threshold as the printed recall promises', () => {
    // 40 letters have 36 shingles; with the last 4 replaced 32 stay: 32 / 40 = 0.8.
    const random = createRandom(1);
    const letter = () => String.fromCharCode(97 + random.nextBelow(26));
    const queries = Array.from({ length: 500 }, () => Array.from({ length: 40 }, letter).join(''));
    const texts = queries.map((query) => `${query.slice(0, -4)}0123`);
    const near = findNearTexts(queries, texts, { seed: 3 });
    expect([...near.values()].every(({ jaccard: similarity }) => similarity === 0.8)).toBe(true);
    // 500 x 0.9972 = 498.6 expected, standard deviation 1.2.
    expect(nearTextRecall()).toBeCloseTo(0.9972, 4);
    expect(near.size).toBeGreaterThanOrEqual(493);
  });

  it('finds nothing for an empty text', () => {
    expect(findNearTexts(['', 'ct'], ['', 'mr'], { seed: 0 }).size).toBe(0);
  });
});
