import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupEffectsRegression, type RegressionData } from './group-effects-regression.ts';
import { studentQuantile } from './student-quantile.ts';

/** Rows [group, cluster, outcome, ...terms] under the names of the terms. */
function dataOf(names: readonly string[], rows: readonly (readonly number[])[]): RegressionData {
  return {
    outcome: Float64Array.from(rows, (row) => row[2]!),
    group: Uint32Array.from(rows, (row) => row[0]!),
    cluster: Uint32Array.from(rows, (row) => row[1]!),
    terms: names.map((name, term) => ({
      name,
      values: Float64Array.from(rows, (row) => row[3 + term]!),
    })),
  };
}

const crossedNames = ['grader B', 'candidate B', 'family'];
/** Graders A, B on candidates A, B of two items: [item, item, grade, grader B, candidate B, family]. */
const crossed = [
  [0, 0, 9, 0, 0, 1],
  [0, 0, 6, 0, 1, 0],
  [0, 0, 5, 1, 0, 0],
  [0, 0, 6, 1, 1, 1],
  [1, 1, 5, 0, 0, 1],
  [1, 1, 4, 0, 1, 0],
  [1, 1, 3, 1, 0, 0],
  [1, 1, 4, 1, 1, 1],
];

/** 47 rows of 7 items, 3 graders, 3 candidates, a quarter missing; pairs of items make clusters. */
const unbalanced = Array.from({ length: 63 }, (_, cell) => {
  const [item, grader, candidate] = [Math.floor(cell / 9), Math.floor(cell / 3) % 3, cell % 3];
  const grade = (item * 7 + grader * 11 + candidate * 13 + item * grader * candidate * 3) % 10;
  const length = (item * 3 + grader * 5 + candidate * 2) % 7;
  const dummies = [grader === 1, grader === 2, candidate === 1, candidate === 2].map(Number);
  const row = [item, Math.floor(item / 2), grade, ...dummies, length, Number(grader === candidate)];
  return { row, isMissing: (item * 5 + grader * 3 + candidate * 7) % 4 === 0 };
})
  .filter(({ isMissing }) => !isMissing)
  .map(({ row }) => row);
const unbalancedNames = ['g1', 'g2', 'c1', 'c2', 'length', 'self'];

describe('groupEffectsRegression', () => {
  it('is half the mean difference in differences of crossed families, by hand', () => {
    // D = (AA - AB) - (BA - BB): (9 - 6) - (5 - 6) = 4 and (5 - 4) - (3 - 4) = 2, so 3 / 2.
    // Each item pulls by (D/2 - 3/2) / 2 = +-1/4: V = 2/16 x 2/1 x (8 - 1)/(8 - 3) = 0.35.
    const error = Math.sqrt(0.35);
    const half = error * studentQuantile(0.975, 1);
    const fit = groupEffectsRegression(dataOf(crossedNames, crossed));
    expect(fit.terms[2]).toEqual({
      name: 'family',
      identified: true,
      value: expect.closeTo(1.5, 12),
      error: expect.closeTo(error, 12),
      interval: {
        lower: expect.closeTo(1.5 - half, 9),
        upper: expect.closeTo(1.5 + half, 9),
        level: 0.95,
        method: 'group effects, cluster-robust (CR1), Student t',
      },
      // Student's t on 1 degree of freedom is Cauchy's distribution.
      pValue: expect.closeTo(1 - (2 / Math.PI) * Math.atan(1.5 / error), 9),
      degreesOfFreedom: expect.closeTo(1, 12),
    });
    expect([fit.n, fit.groups, fit.clusters]).toEqual([8, 2, 2]);
  });

  it('agrees with dummies of the items written out, in numpy', () => {
    // numpy 2.4.6: lstsq on 6 terms and 7 item dummies; sandwich of X'e by cluster x 4/3 x 46/(47 - 6).
    const fit = groupEffectsRegression(dataOf(unbalancedNames, unbalanced));
    const figures = fit.terms.map((term) => (term.identified ? [term.value, term.error] : []));
    const expected = [
      [0.06931572, 1.16193864],
      [0.18982324, 0.77545465],
      [-0.04564727, 0.96645026],
      [0.35041532, 0.86260773],
      [0.07604848, 0.13659003],
      [0.1529187, 0.48549352],
    ];
    expect(figures).toEqual(
      expected.map((pair) => pair.map((figure) => expect.closeTo(figure, 7))),
    );
    expect([fit.n, fit.groups, fit.clusters]).toEqual([47, 7, 4]);
    expect(fit.residualDeviation).toBeCloseTo(2.7474933115269424, 12);
  });

  it('counts the groups as estimated where clusters cut through them, by hand', () => {
    // Two items x two graders, twice each: (8 - 4) - (2 - 2) = 4. Every row its own cluster: residuals
    // +-1 in two cells of two give sum of e^2 / 4 = 1, times 8/7 x 7/(8 - 2 - 2).
    const rows = [
      [0, 0, 1, 0, 0],
      [0, 1, 3, 0, 0],
      [0, 2, 2, 1, 0],
      [0, 3, 2, 1, 0],
      [1, 4, 4, 0, 0],
      [1, 5, 4, 0, 0],
      [1, 6, 7, 1, 1],
      [1, 7, 9, 1, 1],
    ];
    const fit = groupEffectsRegression(dataOf(['grader', 'grader on item 1'], rows));
    expect(fit.terms[1]).toMatchObject({
      value: expect.closeTo(4, 12),
      error: expect.closeTo(Math.SQRT2, 12),
    });
    // Residual sum of squares 4 over 8 - 2 - 2 rows.
    expect(fit.residualDeviation).toBeCloseTo(1, 12);
  });

  it('lets the earlier of terms that can’t be told apart win', () => {
    const rows = crossed.map(([item, cluster, grade, graderB, ...rest]) => [
      item!,
      cluster!,
      grade!,
      graderB!,
      1 - graderB!,
      ...rest,
      item! * 3,
    ]);
    const names = ['grader B', 'grader A', 'candidate B', 'family', 'item'];
    const fit = groupEffectsRegression(dataOf(names, rows));
    expect(fit.terms.map(({ identified }) => identified)).toEqual([true, false, true, true, false]);
    expect(fit.terms[1]).toEqual({ name: 'grader A', identified: false });
    expect(fit.terms[3]).toEqual(groupEffectsRegression(dataOf(crossedNames, crossed)).terms[2]);
  });

  it('tells nothing with one family of graders: the term is the candidate’s', () => {
    const rows = crossed.filter(([, , , graderB]) => graderB === 0);
    const fit = groupEffectsRegression(
      dataOf(crossedNames, [...rows, [2, 2, 5, 0, 0, 1], [2, 2, 1, 0, 1, 0]]),
    );
    expect(fit.terms.map(({ identified }) => identified)).toEqual([false, true, false]);
  });

  it('takes no notice of rows alone in their group', () => {
    const alone = [
      [7, 7, 100, 1, 0, 1],
      [8, 7, -100, 0, 1, 1],
    ];
    const fit = groupEffectsRegression(dataOf(crossedNames, [...alone, ...crossed]));
    expect(fit).toEqual(groupEffectsRegression(dataOf(crossedNames, crossed)));
    const nothing = groupEffectsRegression(dataOf(crossedNames, alone));
    expect(nothing).toEqual({
      n: 0,
      groups: 0,
      clusters: 0,
      residualDeviation: 0,
      terms: crossedNames.map((name) => ({ name, identified: false })),
    });
    expect(groupEffectsRegression(dataOf([], [])).terms).toEqual([]);
  });

  it('identifies nothing from one cluster, or where no row is left to judge errors by', () => {
    const oneCluster = crossed.map(([item, , ...rest]) => [item!, 0, ...rest]);
    const saturated = crossed.map((row, index) => [
      ...row,
      Number(index === 6),
      Number(index === 5),
      Number(index === 7),
    ]);
    for (const data of [
      dataOf(crossedNames, oneCluster),
      dataOf([...crossedNames, 'p', 'q', 'r'], saturated),
    ]) {
      expect(groupEffectsRegression(data).terms.every(({ identified }) => !identified)).toBe(true);
    }
  });

  it('does not take a term that lives in one cluster for certain', () => {
    // Only item 9 has candidate C, under both graders: its residuals sum to 0 along that term.
    const rows = [
      ...crossed.map((row) => [...row.slice(0, 5), 0]),
      [9, 9, 7, 0, 0, 0],
      [9, 9, 3, 0, 0, 1],
      [9, 9, 2, 1, 0, 0],
      [9, 9, 1, 1, 0, 1],
    ];
    const fit = groupEffectsRegression(dataOf(['grader B', 'candidate B', 'candidate C'], rows));
    expect(fit.terms.map(({ identified }) => identified)).toEqual([true, true, false]);
  });

  it('judges a term by the clusters that it rests on', () => {
    // Grader A grades both candidates on 30 items, grader B on 3 of them.
    const rows = Array.from({ length: 120 }, (_, cell) => {
      const [item, grader, candidate] = [cell >> 2, (cell >> 1) & 1, cell & 1];
      const grade = (item * 7 + grader * 5 + candidate * 3 * item) % 11;
      return [item, item, grade, grader, candidate, Number(grader === candidate)];
    }).filter(([item, , , grader]) => grader === 0 || item! < 3);
    const degreesOf = (names: readonly string[]): number[] =>
      groupEffectsRegression(dataOf(names, rows)).terms.map((term) =>
        term.identified ? term.degreesOfFreedom : 0,
      );
    expect(groupEffectsRegression(dataOf(crossedNames, rows)).clusters).toBe(30);
    const [, , family] = degreesOf(crossedNames);
    expect(family).toBeGreaterThan(1);
    expect(family).toBeLessThan(4);
    // Without the family term every item tells the candidates apart.
    expect(degreesOf(crossedNames.slice(0, 2))[1]).toBeGreaterThan(20);
  });

  it('has no error where the terms fit exactly, and says so by its residual deviation', () => {
    const exact = crossed.map(([item, cluster, , graderB, candidateB, family]) => [
      item!,
      cluster!,
      0.1 + item! * 0.7 - 0.3 * graderB! + 0.9 * family!,
      graderB!,
      candidateB!,
      family!,
    ]);
    const fit = groupEffectsRegression(dataOf(crossedNames, exact));
    expect(fit.residualDeviation).toBe(0);
    expect(fit.terms).toMatchObject([
      { value: expect.closeTo(-0.3, 12), error: 0, pValue: 0 },
      { value: 0, error: 0, pValue: 1 },
      { value: expect.closeTo(0.9, 12), error: 0, pValue: 0 },
    ]);
    const constant = crossed.map(([item, cluster, , ...rest]) => [item!, cluster!, 0.1, ...rest]);
    expect(groupEffectsRegression(dataOf(crossedNames, constant)).terms[2]).toMatchObject({
      value: 0,
      pValue: 1,
    });
  });

  it('does not depend on the order of rows or the numbers of items, nor on what an item adds', () => {
    const order = fc.shuffledSubarray([...unbalanced.keys()], { minLength: unbalanced.length });
    const offsets = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 7, maxLength: 7 });
    const expected = groupEffectsRegression(dataOf(unbalancedNames, unbalanced));
    fc.assert(
      fc.property(order, offsets, (rows, added) => {
        const changed = rows
          .map((row) => unbalanced[row]!)
          .map(([item, cluster, grade, ...rest]) => [
            1000 - item! * 3,
            cluster! + 40,
            grade! + added[item!]!,
            ...rest,
          ]);
        const fit = groupEffectsRegression(dataOf(unbalancedNames, changed));
        for (const [place, term] of fit.terms.entries()) {
          const other = expected.terms[place]!;
          if (!term.identified || !other.identified) throw new Error('identified before');
          expect(term.value).toBeCloseTo(other.value, 9);
          expect(term.error).toBeCloseTo(other.error, 9);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('refuses unequal lengths, NaN and a bad level', () => {
    const data = dataOf(crossedNames, crossed);
    expect(() => groupEffectsRegression({ ...data, group: data.group.subarray(1) })).toThrow(
      'groupEffectsRegression: outcome has 8 entries, group has 7',
    );
    const terms = [{ name: 'length', values: new Float64Array(8).fill(Number.NaN) }];
    expect(() => groupEffectsRegression({ ...data, terms })).toThrow('term "length"[0] is NaN');
    expect(() => groupEffectsRegression(data, { level: 95 })).toThrow('got 95');
  });
});
