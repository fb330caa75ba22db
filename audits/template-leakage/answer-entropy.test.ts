import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerEntropy, entropy } from './answer-entropy.ts';

describe('entropy', () => {
  it('adds the Miller-Madow correction', () => {
    // 3 and 1 of 4: -(3/4 log2 3/4 + 1/4 log2 1/4) = 0.811278 bits; + 1 / (2 x 4) nats = 0.180337 bits.
    const counts = new Map([
      ['yes', 3],
      ['no', 1],
    ]);
    expect(entropy(counts)).toBeCloseTo(0.991615, 6);
  });

  it('is 0 for one label and for none', () => {
    expect([entropy(new Map([['yes', 5]])), entropy(new Map())]).toEqual([0, 0]);
  });
});

describe('answerEntropy', () => {
  it('finds that the template settles the answer', () => {
    expect(answerEntropy(['s', 's', 't', 't'], ['yes', 'yes', 'no', 'no'])).toMatchObject({
      n: 4,
      templates: 2,
      answers: 2,
      conditionalBits: 0,
      uncertaintyCoefficient: 1,
    });
  });

  it('weighs unequal templates by their rows', () => {
    // Template s: yes, no: 1 + 1 / (2 x 2) / ln 2 = 1.360674 bits, 2 of 5 rows. Template t: 0 bits.
    const found = answerEntropy(['s', 's', 't', 't', 't'], ['yes', 'no', 'no', 'no', 'no']);
    expect(found.conditionalBits).toBeCloseTo(0.4 * 1.360674, 6);
  });

  it('tells nothing where all answers are equal', () => {
    expect(answerEntropy(['s', 't'], ['yes', 'yes']).uncertaintyCoefficient).toBe(0);
  });

  it('does not depend on the order of rows', () => {
    const rows = fc.array(fc.tuple(fc.constantFrom('s', 't'), fc.constantFrom('a', 'b', 'c')), {
      minLength: 1,
    });
    fc.assert(
      fc.property(rows, (pairs) => {
        const bits = (all: typeof pairs) =>
          answerEntropy(
            all.map(([template]) => template),
            all.map(([, answer]) => answer),
          ).conditionalBits;
        expect(bits([...pairs].reverse())).toBeCloseTo(bits(pairs), 10);
      }),
    );
  });

  it.each([
    [[], []],
    [['s'], []],
  ])('refuses %j with %j', (templates, answers) => {
    expect(() => answerEntropy<string>(templates, answers)).toThrow(RangeError);
  });
});
