import { describe, expect, it } from 'vitest';
import type { ItemScores } from '../evidence/evidence.ts';
import { extractorMultiverse } from './extractor-multiverse.ts';

function scores(model: string, extractor: string, values: readonly number[]): ItemScores {
  return {
    model,
    condition: 'real',
    track: 'closed',
    metric: extractor === 'none' ? 'exact-match' : 'accuracy',
    extractor,
    primary: extractor === 'lenient',
    itemKeys: values.map((_value, index) => `test/${index}`),
    values,
    unansweredKeys: [],
    unparsed: 0,
  };
}

describe('extractorMultiverse', () => {
  it('shows how score and rank hang on the extractor', () => {
    const itemScores = [
      scores('a', 'strict-letter', [1, 1, 0, 0]),
      scores('a', 'lenient', [1, 1, 0, 0]),
      scores('b', 'strict-letter', [0, 0, 0, 1]),
      scores('b', 'lenient', [1, 1, 0, 1]),
      scores('b', 'none', [1, 1, 1, 1]),
    ];
    expect(extractorMultiverse({ itemScores })).toEqual([
      {
        model: 'a',
        condition: 'real',
        track: 'closed',
        n: 4,
        scores: [
          { extractor: 'strict-letter', value: 0.5, rank: 1, unparsed: 0 },
          { extractor: 'lenient', value: 0.5, rank: 2, unparsed: 0 },
        ],
        disagreements: 0,
      },
      {
        model: 'b',
        condition: 'real',
        track: 'closed',
        n: 4,
        scores: [
          { extractor: 'strict-letter', value: 0.25, rank: 2, unparsed: 0 },
          { extractor: 'lenient', value: 0.75, rank: 1, unparsed: 0 },
        ],
        disagreements: 2,
      },
    ]);
  });

  it('lets equal scores share the better rank', () => {
    const itemScores = ['a', 'b'].map((model) => scores(model, 'lenient', [1, 0]));
    const ranks = extractorMultiverse({ itemScores }).map((range) => range.scores[0]?.rank);
    expect(ranks).toEqual([1, 1]);
  });

  it('is empty where no answer is extracted', () => {
    expect(extractorMultiverse({ itemScores: [scores('a', 'none', [1])] })).toEqual([]);
  });
});
