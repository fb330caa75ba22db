import { describe, expect, it } from 'vitest';
import { createRandom } from './create-random.ts';
import { predictionPoweredMean } from './prediction-powered-mean.ts';
import { studentQuantile } from './student-quantile.ts';

/** Grades 1 0 1 of the labelled, 1 1 0 of the others. */
const small = {
  judged: Float64Array.of(1, 1, 0, 1, 1, 0),
  labelledJudged: Float64Array.of(1, 0, 1),
  labels: Float64Array.of(1, 0, 0),
};

/** Labels from 0 to 1, grades that follow them with a bias of .2; every tenth item labelled. */
function biasedGrades(n: number): {
  data: Parameters<typeof predictionPoweredMean>[0];
  clusterIds: string[];
  labelledClusterIds: string[];
} {
  const random = createRandom(n);
  const truth = Float64Array.from({ length: n }, () => random.nextFloat());
  const judged = truth.map((label) => label + 0.2 + 0.1 * (random.nextFloat() - 0.5));
  const chosen = [...truth.keys()].filter((item) => item % 10 === 0);
  const clusterIds = Array.from(truth, (_, item) => `item-${item}`);
  return {
    data: {
      judged,
      labelledJudged: Float64Array.from(chosen, (item) => judged[item]!),
      labels: Float64Array.from(chosen, (item) => truth[item]!),
    },
    clusterIds,
    labelledClusterIds: chosen.map((item) => clusterIds[item]!),
  };
}

describe('predictionPoweredMean', () => {
  it('is the grades’ mean plus the labels’ mean correction, by hand', () => {
    // 4/6 + (0 + 0 - 1)/3 = 1/3. With the labelled inside l = 3/6: y - f/2 = .5, 0, -.5 has s^2 = 1/4,
    // the others s^2 = 1/3: V = (1/4)/3 + (1/4)(1/3)/3 = 1/9.
    const half = studentQuantile(0.975, 2) / 3;
    expect(predictionPoweredMean(small, { tuned: false })).toEqual({
      value: expect.closeTo(1 / 3, 12),
      n: 6,
      labelled: 3,
      lambda: 1,
      interval: {
        lower: expect.closeTo(1 / 3 - half, 9),
        upper: expect.closeTo(1 / 3 + half, 9),
        level: 0.95,
        method: 'prediction-powered, Student t',
      },
    });
  });

  it('tunes the trust in the grades to least variance, by hand', () => {
    // cov(y, f) = 1/6, both s^2 of f = 1/3: l = (1/18)/(1/9 + 1/9) = 1/4, so lambda = 1/2.
    // y - f/4 = .75, 0, -.25 has s^2 = .2708333: V = (.2708333 + .0625/3)/3 x 2/1.
    const half = studentQuantile(0.975, 1) * Math.sqrt(((0.8125 / 3 + 0.0625 / 3) / 3) * 2);
    const { value, lambda, interval } = predictionPoweredMean(small);
    expect([value, lambda]).toEqual([expect.closeTo(1 / 3, 12), expect.closeTo(0.5, 12)]);
    expect(interval.upper).toBeCloseTo(1 / 3 + half, 9);
    expect(interval.method).toBe('prediction-powered, tuned, Student t');
  });

  it('takes out the grader’s bias and is far sharper than the labels alone', () => {
    const { data } = biasedGrades(1000);
    const { value, lambda, interval } = predictionPoweredMean(data);
    const truth = data.judged.reduce((sum, grade) => sum + grade, 0) / 1000 - 0.2;
    expect(Math.abs(value - truth)).toBeLessThan(0.02);
    expect(lambda).toBeGreaterThan(0.9);
    // Labels alone: +- 1.98 sqrt((1/12)/100) = .057.
    expect(interval.upper - interval.lower).toBeLessThan(0.6 * 2 * 0.057);
  });

  it('falls back on the labels where grades say nothing, or all are labelled', () => {
    const { data } = biasedGrades(300);
    const flat = {
      ...data,
      judged: data.judged.map(() => 1),
      labelledJudged: data.labels.map(() => 1),
    };
    const labelMean = data.labels.reduce((sum, label) => sum + label, 0) / data.labels.length;
    expect(predictionPoweredMean(flat)).toMatchObject({
      lambda: 0,
      value: expect.closeTo(labelMean, 12),
    });
    const complete = { ...data, judged: data.labelledJudged };
    expect(predictionPoweredMean(complete)).toMatchObject({
      n: 30,
      labelled: 30,
      lambda: 0,
      value: expect.closeTo(labelMean, 12),
    });
  });

  it('is the same with every item its own cluster, and wider where clusters are copies', () => {
    const { data, clusterIds, labelledClusterIds } = biasedGrades(400);
    const single = predictionPoweredMean(data);
    const named = predictionPoweredMean(data, { clusterIds, labelledClusterIds });
    expect(named.value).toBeCloseTo(single.value, 12);
    expect(named.interval.lower).toBeCloseTo(single.interval.lower, 12);
    const twice = <T>(list: readonly T[]): T[] => [...list, ...list];
    const doubled = {
      judged: Float64Array.from(twice([...data.judged])),
      labelledJudged: Float64Array.from(twice([...data.labelledJudged])),
      labels: Float64Array.from(twice([...data.labels])),
    };
    const copies = predictionPoweredMean(doubled, {
      clusterIds: twice(clusterIds),
      labelledClusterIds: twice(labelledClusterIds),
    });
    expect(copies.interval.lower).toBeCloseTo(single.interval.lower, 9);
  });

  it('refuses grades that are not among judged, too few labels and half the cluster ids', () => {
    expect(() =>
      predictionPoweredMean({ ...small, labelledJudged: Float64Array.of(1, 0, 0.5) }),
    ).toThrow('1 of 3 labelledJudged are not among judged');
    expect(() =>
      predictionPoweredMean({
        ...small,
        labelledJudged: Float64Array.of(1, 0),
        labels: Float64Array.of(1, 0),
      }),
    ).toThrow('at least three clusters, got 2');
    expect(() => predictionPoweredMean(small, { clusterIds: [...'abcdef'] })).toThrow('or neither');
    expect(() => predictionPoweredMean({ ...small, labels: Float64Array.of(1) })).toThrow(
      'labelledJudged has 3 entries, labels has 1',
    );
    expect(() => predictionPoweredMean(small, { level: 0 })).toThrow('got 0');
  });
});
