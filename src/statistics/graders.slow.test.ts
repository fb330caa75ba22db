/**
 * Coverage of the intervals for grader statistics by simulation: what their doc comments promise.
 * Runs are drawn from fixed seeds; the bounds leave room for three standard errors of a share of 95%.
 */

import { describe, expect, it } from 'vitest';
import {
  type AgreementMeasure,
  agreementEstimate,
  createRandom,
  groupEffectsRegression,
  type Interval,
  normalQuantile,
  predictionPoweredMean,
  type RandomSource,
  roganGladen,
} from './index.ts';

function normal(random: RandomSource): number {
  return normalQuantile((random.nextUint32() + 0.5) / 2 ** 32);
}

/** Share of runs whose interval holds the truth; a run without an interval misses. */
function coverageOf(
  line: string,
  runs: number,
  intervalOf: () => readonly [interval: Interval | undefined, truth: number],
): number {
  let hits = 0;
  for (let run = 0; run < runs; run++) {
    const [interval, truth] = intervalOf();
    if (interval && interval.lower <= truth && truth <= interval.upper) hits++;
  }
  process.stdout.write(`${line}: ${((100 * hits) / runs).toFixed(1)}%\n`);
  return hits / runs;
}

const regressionNames = ['g1', 'g2', 'g3', 'c1', 'c2', 'c3', 'length', 'family'];

interface RegressionRow {
  readonly item: number;
  readonly cluster: number;
  readonly grade: number;
  readonly terms: readonly number[];
}

function regressionInterval(rows: readonly RegressionRow[], name: string): Interval | undefined {
  const fit = groupEffectsRegression({
    outcome: Float64Array.from(rows, ({ grade }) => grade),
    group: Uint32Array.from(rows, ({ item }) => item),
    cluster: Uint32Array.from(rows, ({ cluster }) => cluster),
    terms: regressionNames.map((term, place) => ({
      name: term,
      values: Float64Array.from(rows, ({ terms }) => terms[place]!),
    })),
  });
  const term = fit.terms.find((each) => each.name === name);
  return term?.identified ? term.interval : undefined;
}

/**
 * Four graders on four candidates of two families: item difficulty (1.5 points), leniency, quality,
 * length, noise that is larger where families match, a favour that differs by item and by cluster
 * of items; 15% of the grades missing, and of the fourth grader all of every second item.
 */
function gradedRows(
  design: { readonly clusters: number; readonly itemsEach: number; readonly favour: number },
  random: RandomSource,
): RegressionRow[] {
  const { clusters, itemsEach, favour } = design;
  return Array.from({ length: clusters }, (_, cluster) => {
    const clusterFavour = 0.5 * normal(random);
    return Array.from({ length: itemsEach }, (__, place) => {
      const item = cluster * itemsEach + place;
      const difficulty = 1.5 * normal(random);
      const ownFavour = favour + clusterFavour + 0.5 * normal(random);
      return Array.from({ length: 16 }, (___, cell) => {
        const [grader, candidate] = [cell >> 2, cell & 3];
        const family = Number(grader % 2 === candidate % 2);
        const length = normal(random);
        const noise = (1 + 0.5 * family) * normal(random);
        const grade =
          5 +
          difficulty +
          0.3 * grader -
          0.5 * candidate +
          family * ownFavour +
          0.2 * length +
          noise;
        const dummies = [1, 2, 3].flatMap((each) => [Number(grader === each)]);
        const others = [1, 2, 3].map((each) => Number(candidate === each));
        return { item, cluster, grade, grader, terms: [...dummies, ...others, length, family] };
      }).filter(({ grader }) => random.nextFloat() >= 0.15 && !(grader === 3 && item % 2 === 1));
    }).flat();
  }).flat();
}

describe('groupEffectsRegression', () => {
  it.each([
    [20, 1, 0],
    [20, 3, 0.3],
    [50, 1, 1],
    [50, 3, 0],
    [200, 1, 0.3],
  ])(
    'covers between .93 and .97 with %i clusters of %i items at a favour of %f',
    (clusters, itemsEach, favour) => {
      const random = createRandom(clusters + itemsEach);
      const coverage = coverageOf(
        `group effects, ${clusters} clusters of ${itemsEach}, favour ${favour}`,
        clusters < 100 ? 2000 : 1000,
        () => [
          regressionInterval(gradedRows({ clusters, itemsEach, favour }, random), 'family'),
          favour,
        ],
      );
      expect(coverage).toBeGreaterThan(0.93);
      expect(coverage).toBeLessThan(0.97);
    },
  );

  it.each([3, 5, 8])('covers between .91 and .97 where a grader saw %i of 60 items', (few) => {
    const random = createRandom(few);
    const coverage = coverageOf(`group effects, ${few} of 60 clusters`, 2000, () => {
      const rows = Array.from({ length: 60 }, (_, item) => {
        const ownFavour = 0.3 + 0.7 * normal(random);
        return [0, 1, 2, 3].map((cell) => {
          const [grader, candidate] = [cell >> 1, cell & 1];
          const own = grader * candidate;
          const grade = 0.3 * grader - 0.5 * candidate + own * ownFavour + normal(random);
          return {
            item,
            cluster: item,
            grade,
            grader,
            terms: [grader, 0, 0, candidate, 0, 0, 0, own],
          };
        });
      })
        .flat()
        .filter(({ item, grader }) => grader === 0 || item < few);
      return [regressionInterval(rows, 'family'), 0.3];
    });
    // Student's t on 59 degrees of freedom instead covered 79, 87 and 91%.
    expect(coverage).toBeGreaterThan(0.91);
    expect(coverage).toBeLessThan(0.97);
  });
});

/** Two raters, each right with probability .85 about a truth that is 1 in 7 of 10 units. */
function chanceCorrectedTruths(): Readonly<Record<string, number>> {
  const agree = 0.85 ** 2 + 0.15 ** 2;
  const positive = 0.7 * 0.85 + 0.3 * 0.15;
  const byChance = positive ** 2 + (1 - positive) ** 2;
  const kappa = (agree - byChance) / (1 - byChance);
  const ac1Chance = 2 * positive * (1 - positive);
  return {
    cohen: kappa,
    fleiss: kappa,
    'krippendorff-nominal': kappa,
    gwet: (agree - ac1Chance) / (1 - ac1Chance),
  };
}

describe('agreementEstimate', () => {
  const truths = chanceCorrectedTruths();
  const cells = [20, 50, 200].flatMap((units) =>
    Object.keys(truths).map((measure) => [units, measure] as const),
  );

  it.each(cells)(
    'covers between .91 and .99 with %i units in pairs of one truth for %s',
    (units, measure) => {
      const random = createRandom(units);
      const ids = Array.from({ length: units }, (_, unit) => `item-${unit >> 1}`);
      const coverage = coverageOf(`${measure}, ${units} units in pairs`, 1000, () => {
        let truth = 0;
        const ratings = ids.map((_, unit) => {
          if (unit % 2 === 0) truth = Number(random.nextFloat() < 0.7);
          return [0, 1].map(() => (random.nextFloat() < 0.85 ? truth : 1 - truth));
        });
        const options = { measure: measure as AgreementMeasure, resamples: 999 };
        return [agreementEstimate(ratings, ids, options)?.interval, truths[measure]!];
      });
      expect(coverage).toBeGreaterThan(0.91);
      expect(coverage).toBeLessThan(0.99);
    },
  );
});

describe('roganGladen', () => {
  it.each([
    [30, 30, 0.9, 0.8],
    [100, 50, 0.85, 0.7],
    [1000, 100, 0.95, 0.9],
  ])(
    'covers between .93 and .99 with %i graded and %i labelled of each kind',
    (n, labels, sensitivity, specificity) => {
      const random = createRandom(n);
      const count = (trials: number, chance: number): number =>
        Array.from({ length: trials }).reduce<number>(
          (sum) => sum + Number(random.nextFloat() < chance),
          0,
        );
      const coverage = coverageOf(`Rogan-Gladen, ${n} graded, ${labels} labels`, 4000, () => {
        const share = 0.1 + 0.8 * random.nextFloat();
        const truePositives = count(labels, sensitivity);
        const trueNegatives = count(labels, specificity);
        const positives = count(n, share * sensitivity + (1 - share) * (1 - specificity));
        const errors = {
          falseNegatives: labels - truePositives,
          falsePositives: labels - trueNegatives,
        };
        const corrected = roganGladen(
          { positives, n },
          { truePositives, trueNegatives, ...errors },
        );
        return [corrected?.interval, share];
      });
      expect(coverage).toBeGreaterThan(0.93);
      expect(coverage).toBeLessThan(0.99);
    },
  );
});

describe('predictionPoweredMean', () => {
  const cells = [20, 50, 100].flatMap((labels) =>
    [true, false].map((tuned) => [labels, tuned] as const),
  );

  it.each(cells)('covers between .92 and .97 with %i labels of 200, tuned %s', (labels, tuned) => {
    const random = createRandom(labels);
    const coverage = coverageOf(
      `prediction-powered, ${labels} labels, tuned ${tuned}`,
      4000,
      () => {
        const truth = Float64Array.from({ length: 200 }, () => Number(random.nextFloat() < 0.7));
        const judged = truth.map((label) => (random.nextFloat() < 0.85 ? label : 1 - label));
        // Items are drawn alike, so the first ones are a random sample.
        const data = {
          judged,
          labelledJudged: judged.subarray(0, labels),
          labels: truth.subarray(0, labels),
        };
        return [predictionPoweredMean(data, { tuned }).interval, 0.7];
      },
    );
    expect(coverage).toBeGreaterThan(0.92);
    expect(coverage).toBeLessThan(0.97);
  });
});
