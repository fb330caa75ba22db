import { describe, expect, it } from 'vitest';
import { bm25Index } from './methods/nearest-question.ts';
import { fitMultinomialBayes } from './multinomial-bayes.ts';
import { fitSoftmax } from './softmax-regression.ts';
import { wordNgrams } from './word-ngrams.ts';

describe('wordNgrams', () => {
  it('gives distinct words and pairs', () => {
    expect(wordNgrams('Is it? Is it CT')).toEqual(['is', 'it', 'ct', 'is it', 'it is', 'it ct']);
  });
});

describe('fitMultinomialBayes', () => {
  const bayes = fitMultinomialBayes([
    { ngrams: ['bright', 'round'], answer: 'yes', count: 2 },
    { ngrams: ['dark'], answer: 'no', count: 1 },
  ]);

  it('weighs by prior and smoothed n-gram counts', () => {
    const scores = bayes(['bright', 'never seen']);
    // V = 3. yes: 2 texts x (2 + 1)/(4 + 3); no: 1 text x (0 + 1)/(1 + 3).
    expect(Math.exp(scores.get('yes') ?? 0)).toBeCloseTo(6 / 7, 12);
    expect(Math.exp(scores.get('no') ?? 0)).toBeCloseTo(1 / 4, 12);
  });

  it('falls back on the prior for unseen words', () => {
    expect([...bayes(['never seen']).keys()]).toEqual(['yes', 'no']);
    expect(Math.exp(bayes([]).get('yes') ?? 0)).toBeCloseTo(2, 12);
  });

  it('stays finite on long texts', () => {
    const words = Array.from({ length: 2000 }, (_, index) => `word${index}`);
    const long = fitMultinomialBayes([
      { ngrams: ['short'], answer: 'short', count: 50 },
      { ngrams: words, answer: 'long', count: 1 },
    ])(words);
    expect(long.get('short')).toBeGreaterThan(Number.NEGATIVE_INFINITY);
    expect(long.get('long')).toBeGreaterThan(long.get('short') ?? 0);
  });
});

describe('fitSoftmax', () => {
  const only = (...features: number[]) => Int32Array.from(features);

  it('separates what features separate', () => {
    const examples = [
      { features: only(0), counts: [[0, 9]] as const, total: 9 },
      { features: only(1), counts: [[1, 3]] as const, total: 3 },
    ];
    const model = fitSoftmax(examples, 2, 2);
    const [first = 0, second = 0] = model(only(0));
    expect(first).toBeGreaterThan(second);
    const [third = 0, fourth = 0] = model(only(1));
    expect(fourth).toBeGreaterThan(third);
  });

  it('learns the frequencies where features tell nothing', () => {
    const model = fitSoftmax(
      [
        {
          features: only(),
          counts: [
            [0, 30],
            [1, 10],
          ],
          total: 40,
        },
      ],
      0,
      2,
    );
    const [first = 0, second = 0] = model(only());
    // Log odds of 30 to 10.
    expect(first - second).toBeCloseTo(Math.log(3), 1);
  });
});

describe('bm25Index', () => {
  const nearest = bm25Index(['is there a mass', 'is there a fracture', 'which organ is shown']);

  it('prefers rare shared words', () => {
    expect(nearest('any fracture there')).toBe(1);
    expect(nearest('organ')).toBe(2);
  });

  it('finds nothing where no word is shared', () => {
    expect(nearest('modality?')).toBeUndefined();
  });
});
