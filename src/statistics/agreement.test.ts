import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import golden from '../../test/fixtures/statistics/golden_stats.json' with { type: 'json' };
import { cohenKappa } from './cohen-kappa.ts';
import { fleissKappa } from './fleiss-kappa.ts';
import { gwetAc1 } from './gwet-ac1.ts';
import { krippendorffAlpha } from './krippendorff-alpha.ts';

/** Pairs of ratings from a table of counts, rows by the first rater, categories 0, 1, …. */
function pairsOf(table: readonly (readonly number[])[]): [number[], number[]] {
  const pairs = table.flatMap((row, first) =>
    row.flatMap((count, second) => Array.from({ length: count }, () => [first, second] as const)),
  );
  return [pairs.map(([first]) => first), pairs.map(([, second]) => second)];
}

/** Krippendorff's canonical table, [units][raters]: the same as cac.raw4raters of R's irrCAC. */
const canonical = golden.krippendorff_2011.data[0]!.map((_, unit) =>
  golden.krippendorff_2011.data.map((row) => row[unit]!),
);
/** cont3x3abstractors of R's irrCAC: two abstractors of 100 records. */
const abstractors = [
  [13, 0, 0],
  [0, 20, 7],
  [0, 4, 56],
];

const ratingPairs = fc.array(
  fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 4 })),
  {
    minLength: 1,
    maxLength: 30,
  },
);
const ratingRows = fc.array(
  fc.array(fc.option(fc.integer({ min: 0, max: 3 }), { nil: null }), {
    minLength: 3,
    maxLength: 3,
  }),
  { minLength: 1, maxLength: 20 },
);

function expectSame(actual: number | undefined, expected: number | undefined): void {
  if (expected === undefined) expect(actual).toBeUndefined();
  else expect(actual).toBeCloseTo(expected, 9);
}

describe('cohenKappa', () => {
  it('is what irrCAC publishes for the abstractors', () => {
    // https://cran.r-project.org/web/packages/irrCAC/vignettes/overview.html, kappa2.table.
    expect(cohenKappa(...pairsOf(abstractors))).toBeCloseTo(0.7964094, 7);
  });

  it('weighs by distance, by hand', () => {
    // O = [[2, 1, 0], [0, 1, 1], [1, 0, 2]], n = 8, margins 3 2 3 and 3 2 3.
    const [a, b] = pairsOf([
      [2, 1, 0],
      [0, 1, 1],
      [1, 0, 2],
    ]);
    // none: p_o = 5/8, p_e = (9 + 4 + 9)/64 = 22/64: (40 - 22)/(64 - 22).
    expect(cohenKappa(a, b)).toBeCloseTo(18 / 42, 12);
    // linear: sum w O = 1 + 1 + 2 = 4; sum w E = (6 + 6 + 6 + 6 + 2 x 9 x 2)/8 = 60/8: 1 - 4 x 8/60.
    expect(cohenKappa(a, b, { weights: 'linear' })).toBeCloseTo(1 - 32 / 60, 12);
    // quadratic: 1 + 1 + 4 = 6; (24 + 2 x 9 x 4)/8 = 96/8: 1 - 48/96.
    expect(cohenKappa(a, b, { weights: 'quadratic' })).toBeCloseTo(0.5, 12);
  });

  it('counts places where categories are named in order, else the ratings themselves', () => {
    const [a, b] = pairsOf([
      [2, 1, 0],
      [0, 1, 1],
      [1, 0, 2],
    ]);
    const named = (list: readonly number[]): number[] => list.map((place) => [1, 10, 100][place]!);
    const options = { weights: 'quadratic', categories: [1, 10, 100] } as const;
    expect(cohenKappa(named(a), named(b), options)).toBeCloseTo(0.5, 12);
    // Ratings 1, 10, 100: sum w O = 81 + 8100 + 9801 = 17982; E a^2 + E b^2 - 2 E a E b with
    // E a = (3 + 20 + 300)/8 and E a^2 = (3 + 200 + 30000)/8: 2 (3775.375 - 1630.140625) = 4290.46875.
    expect(cohenKappa(named(a), named(b), { weights: 'quadratic' })).toBeCloseTo(
      1 - 17982 / 8 / 4290.46875,
      12,
    );
  });

  it('is undefined without variation or units, and 0 where raters never share a category', () => {
    for (const weights of ['none', 'linear', 'quadratic'] as const) {
      expect(cohenKappa([0.3, 0.3, 0.3], [0.3, 0.3, 0.3], { weights })).toBeUndefined();
      expect(cohenKappa([], [], { weights })).toBeUndefined();
      expect(cohenKappa([1, 1], [2, 2], { weights })).toBe(0);
      expect(cohenKappa([1, 2], [1, 2], { weights })).toBe(1);
    }
  });

  it('stays when raters swap, units are shuffled, or nominal categories are renamed', () => {
    fc.assert(
      fc.property(ratingPairs, fc.constantFrom('none', 'linear', 'quadratic'), (pairs, weights) => {
        const a = pairs.map(([first]) => first);
        const b = pairs.map(([, second]) => second);
        const kappa = cohenKappa(a, b, { weights });
        expectSame(cohenKappa(b, a, { weights }), kappa);
        expectSame(cohenKappa([...a].reverse(), [...b].reverse(), { weights }), kappa);
        const renamed = (rating: number): number => [7, -2, 30, 4, 1][rating]!;
        if (weights === 'none') expectSame(cohenKappa(a.map(renamed), b.map(renamed)), kappa);
        else
          expectSame(
            cohenKappa(
              a.map((x) => 3 * x - 1),
              b.map((x) => 3 * x - 1),
              { weights },
            ),
            kappa,
          );
        expect(kappa ?? 0).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('refuses unequal lengths, NaN and unknown categories', () => {
    expect(() => cohenKappa([1], [1, 2])).toThrow('a has 1 entries, b has 2');
    expect(() => cohenKappa([1, 2], [1, Number.NaN])).toThrow('ratings[1][1] is NaN');
    expect(() => cohenKappa([1, 2], [1, 3], { categories: [1, 2] })).toThrow(
      'ratings[1] holds 3, which is none of the categories 1, 2',
    );
  });
});

describe('fleissKappa', () => {
  it('agrees with Fleiss’ formula in the golden table', () => {
    expect(fleissKappa(golden.fleiss_wikipedia.table)).toBeCloseTo(
      golden.fleiss_wikipedia.kappa,
      12,
    );
  });

  it('is undefined with one category and 1 with agreement on two', () => {
    expect(
      fleissKappa([
        [3, 0],
        [3, 0],
      ]),
    ).toBeUndefined();
    expect(fleissKappa([])).toBeUndefined();
    expect(
      fleissKappa([
        [3, 0],
        [0, 3],
      ]),
    ).toBe(1);
    // Raters that always disagree: (0 - 1/2) / (1 - 1/2).
    expect(
      fleissKappa([
        [1, 1],
        [1, 1],
      ]),
    ).toBe(-1);
  });

  it('refuses counts that are not of equally many raters, or not counts', () => {
    expect(() =>
      fleissKappa([
        [2, 0],
        [1, 0],
      ]),
    ).toThrow('counts[1] has 1 raters, counts[0] has 2');
    expect(() => fleissKappa([[1, 0]])).toThrow('at least two');
    expect(() =>
      fleissKappa([
        [2, 0],
        [1, 1, 0],
      ]),
    ).toThrow('counts[1] has 3 categories');
    expect(() => fleissKappa([[1.5, 0.5]])).toThrow('must be a whole number, got 1.5');
  });
});

describe('krippendorffAlpha', () => {
  it.each(['nominal', 'ordinal', 'interval', 'ratio'] as const)(
    'agrees with the canonical table at level %s',
    (level) => {
      expect(krippendorffAlpha(canonical, { level })).toBeCloseTo(
        golden.krippendorff_2011[level],
        12,
      );
    },
  );

  it('is undefined without variation or pairs, and 1 with agreement', () => {
    for (const level of ['nominal', 'ordinal', 'interval', 'ratio'] as const) {
      expect(
        krippendorffAlpha(
          [
            [0.1, 0.1, 0.1],
            [0.1, 0.1, null],
          ],
          { level },
        ),
      ).toBeUndefined();
      expect(
        krippendorffAlpha(
          [
            [1, null],
            [null, 2],
          ],
          { level },
        ),
      ).toBeUndefined();
      expect(krippendorffAlpha([], { level })).toBeUndefined();
      expect(
        krippendorffAlpha(
          [
            [1, 1],
            [2, 2],
          ],
          { level },
        ),
      ).toBe(1);
    }
  });

  it('stays when raters or units are shuffled and under what its level allows', () => {
    const levels = fc.constantFrom('nominal', 'ordinal', 'interval', 'ratio');
    fc.assert(
      fc.property(ratingRows, levels, (rows, level) => {
        const alpha = krippendorffAlpha(rows, { level });
        const shuffled = rows.map((row) => [...row].reverse()).reverse();
        expectSame(krippendorffAlpha(shuffled, { level }), alpha);
        const allowed = {
          nominal: (x: number) => [5, -1, 9, 2][x]!,
          ordinal: (x: number) => x ** 3 + x,
          interval: (x: number) => 2.5 * x - 7,
          ratio: (x: number) => 2.5 * x,
        }[level];
        const changed = rows.map((row) => row.map((x) => (x === null ? null : allowed(x))));
        expectSame(krippendorffAlpha(changed, { level }), alpha);
        expect(alpha ?? 0).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('refuses negative ratios and infinities', () => {
    expect(() => krippendorffAlpha([[-1, 1]], { level: 'ratio' })).toThrow('got -1');
    expect(() => krippendorffAlpha([[1, Infinity]], { level: 'interval' })).toThrow('[0][1]');
  });
});

describe('gwetAc1', () => {
  it('is the formula of two raters, by hand', () => {
    const [a, b] = pairsOf(abstractors);
    // p_a = .89; pi = .13, .255, .615, so p_e = (.1131 + .189975 + .236775)/2 = .269925.
    expect(gwetAc1(a.map((rating, unit) => [rating, b[unit]!]))).toBeCloseTo(
      (0.89 - 0.269925) / (1 - 0.269925),
      12,
    );
  });

  it('takes many raters with gaps as Gwet does, by hand', () => {
    // p_a: 8 of 11 units agree, two at 1/2, one at 0: (8 + 1/2 + 1/2)/11 = 9/11. Shares by unit, over 12:
    // category 1: 3 + 1/4 + 1/3... summed below from the table, unit 12 (a single 3) included.
    const shares = [1, 2, 3, 4, 5].map(
      (category) =>
        canonical.reduce((sum, row) => {
          const rated = row.filter((rating) => rating !== null);
          return sum + rated.filter((rating) => rating === category).length / rated.length;
        }, 0) / 12,
    );
    const chance = shares.reduce((sum, share) => sum + share * (1 - share), 0) / 4;
    expect(gwetAc1(canonical)).toBeCloseTo((9 / 11 - chance) / (1 - chance), 12);
    expect(gwetAc1(canonical)).toBeCloseTo(0.77544, 5);
  });

  it('holds where kappa collapses: 95 of 100 pairs agree, nearly all on one category', () => {
    const [a, b] = pairsOf([
      [0, 3],
      [2, 95],
    ]);
    expect(cohenKappa(a, b)).toBeLessThan(0);
    // pi = 5/200: p_e = 2 x .025 x .975 = .04875.
    expect(gwetAc1(a.map((rating, unit) => [rating, b[unit]!]))).toBeCloseTo(
      (0.95 - 0.04875) / (1 - 0.04875),
      12,
    );
  });

  it('counts categories that nobody chose only where they are named', () => {
    const rows = [
      [1, 1],
      [2, 2],
      [1, 2],
    ];
    // pi = 1/2: p_e = 1/2 with two categories, (1/4 + 1/4 + 0)/2 = 1/4 with three.
    expect(gwetAc1(rows)).toBeCloseTo((2 / 3 - 1 / 2) / (1 / 2), 12);
    expect(gwetAc1(rows, { categories: [1, 2, 3] })).toBeCloseTo((2 / 3 - 1 / 4) / (3 / 4), 12);
  });

  it('is undefined without variation or pairs', () => {
    expect(
      gwetAc1([
        [1, 1],
        [1, 1],
      ]),
    ).toBeUndefined();
    expect(
      gwetAc1(
        [
          [1, 1],
          [1, 1],
        ],
        { categories: [1, 2] },
      ),
    ).toBeUndefined();
    expect(
      gwetAc1([
        [1, null],
        [null, 2],
      ]),
    ).toBeUndefined();
    expect(gwetAc1([])).toBeUndefined();
  });

  it('stays when raters and units are shuffled and categories renamed', () => {
    fc.assert(
      fc.property(ratingRows, (rows) => {
        const renamed = rows
          .map((row) => row.map((x) => (x === null ? null : [5, -1, 9, 2][x]!)).reverse())
          .reverse();
        expectSame(gwetAc1(renamed), gwetAc1(rows));
      }),
    );
  });
});
