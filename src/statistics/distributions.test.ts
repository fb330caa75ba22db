import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { betaQuantile } from './beta-quantile.ts';
import { incompleteBeta } from './incomplete-beta.ts';
import { normalCumulative } from './normal-cumulative.ts';
import { normalQuantile } from './normal-quantile.ts';
import { studentQuantile } from './student-quantile.ts';
import { studentTwoTails } from './student-two-tails.ts';

/** Relative agreement, since tails are small numbers. */
function expectClose(actual: number, expected: number, relative = 1e-11): void {
  expect(Math.abs(actual / expected - 1)).toBeLessThan(relative);
}

// Reference values: scipy 1.17.1 on Python 3, the calls named in each test.

describe('normalCumulative', () => {
  it('agrees with scipy.stats.norm.cdf, in the tails too', () => {
    expectClose(normalCumulative(-10), 7.61985302416047e-24);
    expectClose(normalCumulative(-3), 0.0013498980316300933);
    expectClose(normalCumulative(-2.999), 0.0013543365337271057);
    expectClose(normalCumulative(-0.1), 0.460172162722971);
    expectClose(normalCumulative(1.5), 0.9331927987311419);
    expectClose(normalCumulative(3), 0.9986501019683699);
    expectClose(normalCumulative(6), 0.9999999990134123);
  });

  it('is one half at 0, and 0 and 1 at the infinities', () => {
    expect([0, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY].map(normalCumulative)).toEqual([
      0.5, 0, 1,
    ]);
    expect(() => normalCumulative(Number.NaN)).toThrow('z is NaN');
  });

  it('rises, and halves add up', () => {
    fc.assert(
      fc.property(fc.double({ min: -8, max: 8, noNaN: true }), (z) => {
        expect(normalCumulative(z) + normalCumulative(-z)).toBeCloseTo(1, 14);
        expect(normalCumulative(z)).toBeLessThan(normalCumulative(z + 0.01));
      }),
    );
  });
});

describe('normalQuantile', () => {
  it('agrees with scipy.stats.norm.ppf', () => {
    expectClose(normalQuantile(0.975), 1.959963984540054, 1e-14);
    expectClose(normalQuantile(0.8), 0.8416212335729143, 1e-14);
    expectClose(normalQuantile(0.001), -3.090232306167813, 1e-14);
    expectClose(normalQuantile(1e-10), -6.361340902404056, 1e-14);
    expectClose(normalQuantile(1e-300), -37.0470962993612, 1e-14);
    expectClose(normalQuantile(0.5000001), 2.506628273311648e-7, 1e-8);
  });

  it('undoes normalCumulative', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-12, max: 1 - 1e-12, noNaN: true }), (probability) => {
        expectClose(normalCumulative(normalQuantile(probability)), probability, 1e-12);
      }),
    );
  });

  it('has infinite ends and refuses what is no probability', () => {
    expect([0, 0.5, 1].map(normalQuantile)).toEqual([
      Number.NEGATIVE_INFINITY,
      0,
      Number.POSITIVE_INFINITY,
    ]);
    expect(() => normalQuantile(1.5)).toThrow('probability must be in [0, 1], got 1.5');
    expect(() => normalQuantile(Number.NaN)).toThrow(RangeError);
  });
});

describe('incompleteBeta', () => {
  it('agrees with scipy.special.betainc', () => {
    expectClose(incompleteBeta(0.3, 2, 5), 0.5798250000000003);
    expectClose(incompleteBeta(0.9, 102, 12), 0.5416797975249117);
    expectClose(incompleteBeta(1e-5, 3.5, 1000), 8.568012428960899e-9);
    expectClose(incompleteBeta(0.999, 2000, 1.5), 0.2611941408104601, 1e-10);
  });

  it('is the binomial tail: P(X >= 3 of 5 at chance 0.4) by hand', () => {
    // 10 x .4^3 x .6^2 + 5 x .4^4 x .6 + .4^5 = .2304 + .0768 + .01024
    expectClose(incompleteBeta(0.4, 3, 3), 0.31744);
  });

  it('refuses x outside [0, 1] and shapes that are not positive', () => {
    expect([incompleteBeta(0, 2, 3), incompleteBeta(1, 2, 3)]).toEqual([0, 1]);
    expect(() => incompleteBeta(-0.1, 1, 1)).toThrow('x must be in [0, 1], got -0.1');
    expect(() => incompleteBeta(0.5, 0, 1)).toThrow('shapes must be positive, got 0 and 1');
  });
});

describe('betaQuantile', () => {
  it('agrees with scipy.stats.beta.ppf', () => {
    expectClose(betaQuantile(0.025, 102, 12), 0.832496253088374);
    expectClose(betaQuantile(0.975, 1, 70), 0.05133379715102374);
    expectClose(betaQuantile(0.01, 30.5, 2.25), 0.7960126778747981);
    expectClose(betaQuantile(0.5, 0.5, 0.5), 0.5);
  });

  it('refuses what is no probability', () => {
    expect(() => betaQuantile(2, 1, 1)).toThrow('got 2');
  });
});

describe('studentQuantile', () => {
  it('agrees with scipy.stats.t.ppf, for few and fractional degrees of freedom', () => {
    expectClose(studentQuantile(0.975, 1), 12.706204736174694);
    expectClose(studentQuantile(0.975, 4), 2.7764451051977934);
    expectClose(studentQuantile(0.6, 7), 0.2631668613520229);
    expectClose(studentQuantile(0.999, 112), 3.164597236695647);
    expectClose(studentQuantile(0.025, 2.5), -3.5746548420036834);
    expectClose(studentQuantile(0.500001, 3), 2.7206990464555036e-6, 1e-8);
  });

  it('nears the normal quantile with many degrees of freedom', () => {
    expect(studentQuantile(0.975, 1e6)).toBeCloseTo(normalQuantile(0.975), 5);
  });

  it('refuses the ends and no degrees of freedom', () => {
    expect(() => studentQuantile(1, 5)).toThrow('probability must be in (0, 1), got 1');
    expect(() => studentQuantile(0.9, 0)).toThrow('degreesOfFreedom must be positive, got 0');
  });
});

describe('studentTwoTails', () => {
  it('agrees with 2 scipy.stats.t.sf, for small p-values and fractional degrees of freedom too', () => {
    expectClose(studentTwoTails(2.5, 3), 0.08770664700806556);
    expectClose(studentTwoTails(-0.1, 7.5), 0.9229653320677902);
    expectClose(studentTwoTails(40, 12), 3.851229580772032e-14);
    expectClose(studentTwoTails(1.96, 1e5), 0.04999856319430168, 1e-9);
    expectClose(studentTwoTails(6.3, 0.5), 0.25506070651118956);
  });

  it('is 1 at 0 and 0 at infinity, and undoes studentQuantile', () => {
    expect([studentTwoTails(0, 5), studentTwoTails(Number.POSITIVE_INFINITY, 5)]).toEqual([1, 0]);
    expectClose(studentTwoTails(studentQuantile(0.99, 6), 6), 0.02);
    expect(() => studentTwoTails(Number.NaN, 5)).toThrow('t is NaN');
    expect(() => studentTwoTails(1, 0)).toThrow('got 0');
  });
});
