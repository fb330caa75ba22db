import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agreementEstimate } from './agreement-estimate.ts';
import type { AgreementMeasure } from './agreement-sums.ts';
import { cohenKappa } from './cohen-kappa.ts';
import { createRandom } from './create-random.ts';
import { fleissKappa } from './fleiss-kappa.ts';
import { gwetAc1 } from './gwet-ac1.ts';
import { krippendorffAlpha } from './krippendorff-alpha.ts';
import { meanEstimate } from './mean-estimate.ts';
import { wilsonInterval } from './wilson-interval.ts';

type Ratings = (number | null)[][];

const measures: readonly AgreementMeasure[] = [
  'percent',
  'cohen',
  'cohen-quadratic',
  'fleiss',
  'krippendorff-nominal',
  'krippendorff-interval',
  'gwet',
];

/** What each measure says of complete pairs of ratings, each by its own function. */
function directly(
  measure: AgreementMeasure,
  pairs: readonly [number, number][],
): number | undefined {
  const [a, b] = [pairs.map(([first]) => first), pairs.map(([, second]) => second)];
  const categories = [...new Set(pairs.flat())];
  switch (measure) {
    case 'percent':
      return pairs.filter(([first, second]) => first === second).length / pairs.length;
    case 'cohen':
      return cohenKappa(a, b);
    case 'cohen-quadratic':
      return cohenKappa(a, b, { weights: 'quadratic' });
    case 'fleiss':
      return fleissKappa(
        pairs.map((pair) => categories.map((each) => pair.filter((x) => x === each).length)),
      );
    case 'krippendorff-nominal':
      return krippendorffAlpha(pairs, { level: 'nominal' });
    case 'krippendorff-interval':
      return krippendorffAlpha(pairs, { level: 'interval' });
    case 'gwet':
      return gwetAc1(pairs);
  }
}

/** Two raters who are right four times in five about four grades; two units a cluster. */
function gradedPairs(units: number): { pairs: [number, number][]; ids: string[] } {
  const random = createRandom(units);
  const pairs = Array.from({ length: units }, (): [number, number] => {
    const truth = random.nextBelow(4);
    const seen = () => (random.nextFloat() < 0.8 ? truth : random.nextBelow(4));
    return [seen(), seen()];
  });
  return { pairs, ids: pairs.map((_, unit) => `item-${unit >> 1}`) };
}

describe('agreementEstimate', () => {
  it.each(measures)('has the value of %s by its own function, within its interval', (measure) => {
    const { pairs, ids } = gradedPairs(80);
    const estimate = agreementEstimate(pairs, ids, { measure, resamples: 999 })!;
    expect(estimate.value).toBeCloseTo(directly(measure, pairs)!, 12);
    expect(estimate).toMatchObject({ n: 80, clusters: 40, undefinedResamples: 0 });
    expect(estimate.effectiveN).toBeGreaterThan(40 - 1e-9);
    expect(estimate.effectiveN).toBeLessThan(80 + 1e-9);
    expect(estimate.interval.lower).toBeLessThan(estimate.value);
    expect(estimate.interval.upper).toBeGreaterThan(estimate.value);
    expect(estimate.interval.method).toMatch(
      measure === 'percent' ? 'Wilson' : 'cluster bootstrap BCa, expanded (B = 999)',
    );
  });

  it('gives percent agreement the interval of a mean of scores', () => {
    const { pairs, ids } = gradedPairs(60);
    const scores = pairs.map(([a, b]) => (a === b ? 1 : 0));
    const { value, n, effectiveN, clusters, interval } = meanEstimate(scores, ids);
    expect(agreementEstimate(pairs, ids, { measure: 'percent' })).toEqual({
      value,
      n,
      effectiveN,
      clusters,
      interval,
      undefinedResamples: 0,
    });
  });

  it('is wider where the units of a cluster are copies of each other', () => {
    const { pairs } = gradedPairs(60);
    const copies = pairs.flatMap((pair) => [pair, pair, pair]);
    const width = (ids: string[]): number => {
      const { interval } = agreementEstimate(copies, ids, { measure: 'cohen', resamples: 1999 })!;
      return interval.upper - interval.lower;
    };
    const clustered = width(copies.map((_, unit) => `item-${Math.floor(unit / 3)}`));
    expect(clustered / width(copies.map((_, unit) => `unit-${unit}`))).toBeCloseTo(Math.sqrt(3), 0);
  });

  it('uses the units that a measure can use', () => {
    const ratings = [
      [1, 1, 2],
      [1, null, 1],
      [null, 2, null],
      [2, 2, 2],
      [null, null, null],
    ];
    const ids = ['a', 'b', 'c', 'd', 'e'];
    const used = (measure: AgreementMeasure) => {
      const { value, n, clusters } = agreementEstimate(ratings, ids, { measure, resamples: 99 })!;
      return [value, n, clusters];
    };
    expect(used('percent')).toEqual([expect.closeTo((1 / 3 + 1 + 1) / 3, 12), 3, 3]);
    expect(used('krippendorff-nominal')).toEqual([
      krippendorffAlpha(ratings, { level: 'nominal' }),
      3,
      3,
    ]);
    expect(used('fleiss')).toEqual([
      fleissKappa([
        [2, 1],
        [0, 3],
      ]),
      2,
      2,
    ]);
    // A single rating tells of the categories, not of agreement.
    expect(used('gwet')).toEqual([gwetAc1(ratings), 3, 4]);
    expect(() => used('cohen')).toThrow('cohen is for two raters, ratings[0] has 3');
    const pairs: Ratings = [
      [1, 1],
      [null, 2],
      [2, 2],
      [1, 2],
    ];
    expect(agreementEstimate(pairs, ids.slice(1), { measure: 'cohen' })).toMatchObject({ n: 3 });
  });

  it('lets perfect agreement disagree as often as Wilson’s interval allows', () => {
    const pairs = Array.from({ length: 20 }, (_, unit) => [unit % 2, unit % 2]);
    const ids = pairs.map((_, unit) => `unit-${unit}`);
    const disagreeing = 1 - wilsonInterval(20, 20).lower;
    const at = (measure: AgreementMeasure) => agreementEstimate(pairs, ids, { measure });
    // Chance agreement is 1/2.
    expect(at('cohen')).toMatchObject({
      value: 1,
      interval: {
        lower: expect.closeTo(1 - disagreeing / 0.5, 9),
        upper: 1,
        level: 0.95,
        method: 'Wilson, chance agreement as observed',
      },
    });
    expect(at('krippendorff-interval')?.interval.lower).toBeCloseTo(1 - disagreeing, 9);
  });

  it('says the whole range for one cluster, and where agreement is the same by force', () => {
    const { pairs } = gradedPairs(20);
    const one = agreementEstimate(
      pairs,
      pairs.map(() => 'a'),
      { measure: 'fleiss' },
    );
    expect(one?.interval).toEqual({
      lower: -1,
      upper: 1,
      level: 0.95,
      method: 'whole range (one cluster)',
    });
    expect(one?.value).toBeCloseTo(directly('fleiss', pairs)!, 12);
    const never = agreementEstimate(
      [
        [1, 2],
        [1, 2],
        [1, 2],
      ],
      ['a', 'b', 'c'],
      { measure: 'cohen' },
    );
    expect(never).toMatchObject({
      value: 0,
      interval: { lower: -1, upper: 1, method: 'whole range (resamples do not vary)' },
    });
  });

  it('counts resamples in which the ratings do not vary', () => {
    const pairs = [
      [1, 1],
      [1, 1],
      [1, 1],
      [2, 1],
      [1, 1],
    ];
    const ids = ['a', 'b', 'c', 'd', 'e'];
    const estimate = agreementEstimate(pairs, ids, {
      measure: 'krippendorff-nominal',
      resamples: 2000,
    });
    // Cluster d is missed with probability (4/5)^5 = .328.
    expect(estimate!.undefinedResamples / 2000).toBeCloseTo(0.328, 1);
  });

  it.each(measures)(
    'is undefined for %s without units, or (but for percent) without variation',
    (measure) => {
      expect(agreementEstimate([], [], { measure })).toBeUndefined();
      expect(
        agreementEstimate(
          [
            [1, null],
            [null, 2],
          ],
          ['a', 'b'],
          { measure },
        ),
      ).toBeUndefined();
      const same = agreementEstimate(
        [
          [0.1, 0.1],
          [0.1, 0.1],
        ],
        ['a', 'b'],
        { measure },
      );
      if (measure === 'percent') expect(same?.value).toBe(1);
      else expect(same).toBeUndefined();
    },
  );

  it('does not depend on the order of units or raters, nor on the names of nominal categories', () => {
    const { pairs, ids } = gradedPairs(16);
    const order = fc.shuffledSubarray([...pairs.keys()], { minLength: pairs.length });
    fc.assert(
      fc.property(order, fc.constantFrom(...measures), (units, measure) => {
        const options = { measure, resamples: 99 };
        const expected = agreementEstimate(pairs, ids, options)!;
        const isMetric = measure === 'cohen-quadratic' || measure === 'krippendorff-interval';
        const name = (rating: number): number => (isMetric ? rating : [5, -1, 9, 2][rating]!);
        const changed = agreementEstimate(
          units.map((unit) => pairs[unit]!.map(name).reverse()),
          units.map((unit) => ids[unit]!),
          options,
        )!;
        expect(changed.value).toBeCloseTo(expected.value, 9);
        expect(changed.effectiveN).toBeCloseTo(expected.effectiveN, 6);
        expect(changed.interval.lower).toBeCloseTo(expected.interval.lower, 6);
      }),
      { numRuns: 40 },
    );
  });

  it('refuses unequal lengths, NaN and bad options', () => {
    const of = (ratings: Ratings, options = {}) =>
      agreementEstimate(ratings, ['a', 'b'], { measure: 'cohen', ...options });
    expect(() => of([[1, 1]])).toThrow(
      'agreementEstimate: ratings has 1 entries, clusterIds has 2',
    );
    expect(() =>
      of([
        [1, 1],
        [Number.NaN, 1],
      ]),
    ).toThrow('ratings[1][0] is NaN');
    expect(() =>
      of(
        [
          [1, 1],
          [1, 2],
        ],
        { level: 1 },
      ),
    ).toThrow('got 1');
    expect(() =>
      of(
        [
          [1, 1],
          [1, 2],
        ],
        { resamples: 0.5 },
      ),
    ).toThrow('got 0.5');
  });
});
