import { describe, expect, it } from 'vitest';
import { type GraderErrors, roganGladen } from './rogan-gladen.ts';

const labelled: GraderErrors = {
  truePositives: 45,
  falseNegatives: 5,
  trueNegatives: 40,
  falsePositives: 10,
};

describe('roganGladen', () => {
  it('is the paper’s estimate and Lang and Reiczigel’s interval, by hand', () => {
    // z^2 = 3.841459: n' = 103.841459, q' = 61.920729/103.841459 = .596301; se' = 46/52 = .884615,
    // sp' = 41/52 = .788462, youden' = .673077; p' = .384762/.673077 = .571647.
    // Vse = .102071/52 = .00196290, Vsp = .166790/52 = .00320750;
    // dp = 7.682918 (.571647 x .00196290 - .428353 x .00320750) = -.0019355;
    // V = (.00231822 + .326780 x .00196290 + .183486 x .00320750)/.453032 = .0078320;
    // .571647 - .001936 +- 1.959964 x .0884986 = .39626, .74317.
    const corrected = roganGladen({ positives: 60, n: 100 }, labelled);
    expect(corrected).toEqual({
      value: expect.closeTo(4 / 7, 12),
      sensitivity: 0.9,
      specificity: 0.8,
      interval: {
        lower: expect.closeTo(0.39626, 4),
        upper: expect.closeTo(0.74317, 4),
        level: 0.95,
        method: 'Lang-Reiczigel',
      },
    });
  });

  it('tends to Agresti and Coull’s interval as the grader is known to be perfect', () => {
    const perfect = {
      truePositives: 1e8,
      falseNegatives: 0,
      trueNegatives: 1e8,
      falsePositives: 0,
    };
    const { value, interval } = roganGladen({ positives: 30, n: 50 }, perfect)!;
    // n' = 53.841459, p' = 31.920729/53.841459 = .592865, +- 1.959964 sqrt(.592865 x .407135/n').
    const half = 1.959964 * Math.sqrt((0.592865 * 0.407135) / 53.841459);
    expect(value).toBeCloseTo(0.6, 12);
    expect(interval.lower).toBeCloseTo(0.592865 - half, 5);
    expect(interval.upper).toBeCloseTo(0.592865 + half, 5);
  });

  it('mirrors when right and wrong swap', () => {
    const there = roganGladen({ positives: 60, n: 100 }, labelled)!;
    const back = roganGladen(
      { positives: 40, n: 100 },
      { truePositives: 40, falseNegatives: 10, trueNegatives: 45, falsePositives: 5 },
    )!;
    expect(back.value).toBeCloseTo(1 - there.value, 12);
    expect(back.interval.lower).toBeCloseTo(1 - there.interval.upper, 12);
    expect(back.interval.upper).toBeCloseTo(1 - there.interval.lower, 12);
  });

  it('is wider than for a grader whose errors are known well', () => {
    const many = {
      truePositives: 4500,
      falseNegatives: 500,
      trueNegatives: 4000,
      falsePositives: 1000,
    };
    const width = (errors: GraderErrors): number => {
      const { interval } = roganGladen({ positives: 60, n: 100 }, errors)!;
      return interval.upper - interval.lower;
    };
    expect(width(labelled)).toBeGreaterThan(1.1 * width(many));
  });

  it('stays in [0, 1] where fewer are positive than would be by error alone', () => {
    const { value, interval } = roganGladen({ positives: 17, n: 100 }, labelled)!;
    expect([value, interval.lower]).toEqual([0, 0]);
    expect(interval.upper).toBeGreaterThan(0.05);
  });

  it('says the whole range where pseudo-answers undo the few labels', () => {
    const few = { truePositives: 1, falseNegatives: 0, trueNegatives: 10, falsePositives: 90 };
    expect(roganGladen({ positives: 5, n: 10 }, few)?.interval).toMatchObject({
      lower: 0,
      upper: 1,
    });
  });

  it('is undefined where the grader tells nothing or one kind has no label', () => {
    const coin = { truePositives: 5, falseNegatives: 5, trueNegatives: 5, falsePositives: 5 };
    expect(roganGladen({ positives: 5, n: 10 }, coin)).toBeUndefined();
    const onlyRight = { ...labelled, trueNegatives: 0, falsePositives: 0 };
    expect(roganGladen({ positives: 5, n: 10 }, onlyRight)).toBeUndefined();
  });

  it('is undefined where the grades contradict the labels: a fifth would be positive by error', () => {
    expect(roganGladen({ positives: 0, n: 100 }, labelled)).toBeUndefined();
    expect(roganGladen({ positives: 100, n: 100 }, labelled)).toBeUndefined();
  });

  it('refuses what are no counts', () => {
    expect(() => roganGladen({ positives: 11, n: 10 }, labelled)).toThrow('in [0, 10], got 11');
    expect(() => roganGladen({ positives: 0, n: 0 }, labelled)).toThrow('n must be a positive');
    expect(() => roganGladen({ positives: 1, n: 10 }, { ...labelled, truePositives: -1 })).toThrow(
      'roganGladen: truePositives must be a whole number, got -1',
    );
    expect(() => roganGladen({ positives: 1, n: 10 }, labelled, { level: 95 })).toThrow('got 95');
  });
});
