/**
 * Coverage of the default intervals by simulation: what their doc comments promise.
 *
 * Items of one cluster share a draw with probability sqrt(ICC) each, which gives the
 * stated correlation whatever the distribution of the scores.
 */

import { describe, expect, it } from 'vitest';
import {
  bootstrapMean,
  bootstrapRatios,
  createRandom,
  meanEstimate,
  pairedDifference,
  type RandomSource,
} from './index.ts';

const icc = 0.3;
const sampleSizes = [20, 70, 113];

/** Cluster sizes that add up to n. */
const designs: Readonly<Record<string, (n: number) => number[]>> = {
  'single items': (n) => repeated([1], n),
  pairs: (n) => repeated([2], n),
  fives: (n) => repeated([5], n),
  'one to six': (n) => repeated([1, 2, 3, 4, 5, 6], n),
  'three tenths and singles': (n) => {
    const large = Math.floor(n / 10);
    return [large, large, large, ...repeated([1], n - 3 * large)];
  },
};

function repeated(pattern: readonly number[], n: number): number[] {
  const sizes: number[] = [];
  for (let left = n; left > 0; ) {
    const size = Math.min(left, pattern[sizes.length % pattern.length]!);
    sizes.push(size);
    left -= size;
  }
  return sizes;
}

function idsOf(sizes: readonly number[]): string[] {
  return sizes.flatMap((size, cluster) => new Array<string>(size).fill(`c${cluster}`));
}

/** One score an item, alike within clusters. */
function clusteredDraws(
  sizes: readonly number[],
  draw: () => number,
  random: RandomSource,
): number[] {
  return sizes.flatMap((size) => {
    const shared = draw();
    return Array.from({ length: size }, () =>
      random.nextFloat() < Math.sqrt(icc) ? shared : draw(),
    );
  });
}

/** Counts hits in all and in eight bands of the true value. */
class Coverage {
  private hits = 0;
  private readonly bands = Array.from({ length: 8 }, () => ({ hits: 0, runs: 0 }));
  private runs = 0;

  add(band: number, hit: boolean): void {
    this.runs++;
    this.hits += hit ? 1 : 0;
    const place = this.bands[Math.min(7, Math.floor(8 * band))]!;
    place.runs++;
    place.hits += hit ? 1 : 0;
  }

  get mean(): number {
    return this.hits / this.runs;
  }

  get minimum(): number {
    return Math.min(
      ...this.bands.filter(({ runs }) => runs > 0).map(({ hits, runs }) => hits / runs),
    );
  }
}

function report(line: string, coverage: Coverage): void {
  const percent = (share: number) => `${(100 * share).toFixed(1)}%`;
  process.stdout.write(
    `${line}: mean coverage ${percent(coverage.mean)}, minimum over bands ${percent(coverage.minimum)}\n`,
  );
}

const cells = sampleSizes.flatMap((n) =>
  Object.keys(designs).map((design) => [n, design] as const),
);

/** Coverage of an interval for p, uniform in (.5, .98), from right-or-wrong scores. */
function simulate(
  n: number,
  design: string,
  runs: number,
  intervalOf: (values: number[], ids: string[], run: number) => Bounds,
): Coverage {
  const random = createRandom(n);
  const sizes = designs[design]!(n);
  const ids = idsOf(sizes);
  const coverage = new Coverage();
  for (let run = 0; run < runs; run++) {
    const band = random.nextFloat();
    const p = 0.5 + 0.48 * band;
    const values = clusteredDraws(sizes, () => (random.nextFloat() < p ? 1 : 0), random);
    const { lower, upper } = intervalOf(values, ids, run);
    coverage.add(band, lower <= p && p <= upper);
  }
  return coverage;
}

interface Bounds {
  readonly lower: number;
  readonly upper: number;
}

describe('meanEstimate, right or wrong, p uniform in (.5, .98), ICC .3', () => {
  it.each(cells)('covers 93 to 97%% at n = %i in %s', (n, design) => {
    const coverage = simulate(n, design, 8000, (values, ids) => meanEstimate(values, ids).interval);
    report(`meanEstimate, n = ${n}, ${design}`, coverage);
    expect(coverage.mean).toBeGreaterThan(0.93);
    expect(coverage.mean).toBeLessThan(0.97);
  });
});

describe('the percentile bootstrap', () => {
  it.each(['single items', 'one to six'])('can’t serve at n = 20 in %s', (design) => {
    const coverage = simulate(20, design, 1500, (values, ids, seed) =>
      bootstrapMean(values, ids, { method: 'percentile', resamples: 999, seed }),
    );
    report(`percentile bootstrap, n = 20, ${design}`, coverage);
    expect(coverage.mean).toBeLessThan(0.9);
  });

  it('has no width when every item is right', () => {
    const ids = idsOf(repeated([1], 70));
    const interval = bootstrapMean(new Array(70).fill(1), ids, { method: 'percentile' });
    expect([interval.lower, interval.upper]).toEqual([1, 1]);
  });
});

describe('bootstrapRatios', () => {
  it.each([
    [20, 'single items'],
    [70, 'one to six'],
    [113, 'pairs'],
  ] as const)('covers 93 to 99%% at n = %i in %s', (n, design) => {
    const coverage = simulate(n, design, 1500, (values, ids, seed) => {
      const ratio = { numerator: values, denominator: values.map(() => 1) };
      return bootstrapRatios([ratio], ids, { resamples: 999, seed })[0]!.interval;
    });
    report(`bootstrapRatios, n = ${n}, ${design}`, coverage);
    expect(coverage.mean).toBeGreaterThan(0.93);
    expect(coverage.mean).toBeLessThan(0.99);
  });
});

describe('meanEstimate, graded scores, ICC .3', () => {
  /** Scores of 0, 1/3, 2/3 and 1; and right answers mixed with uniform scores. */
  const gradings: Readonly<Record<string, (p: number, random: RandomSource) => number>> = {
    thirds: (p, random) => [0, 0, 0].reduce((sum) => sum + (random.nextFloat() < p ? 1 / 3 : 0), 0),
    'right or uniform': (p, random) => (random.nextFloat() < 2 * p - 1 ? 1 : random.nextFloat()),
  };

  it.each(sampleSizes.flatMap((n) => Object.keys(gradings).map((name) => [n, name] as const)))(
    'covers 93 to 98%% at n = %i for scores %s',
    (n, name) => {
      const random = createRandom(n);
      const sizes = designs['one to six']!(n);
      const ids = idsOf(sizes);
      const coverage = new Coverage();
      for (let run = 0; run < 4000; run++) {
        const band = random.nextFloat();
        const p = 0.5 + 0.48 * band;
        const values = clusteredDraws(sizes, () => gradings[name]!(p, random), random);
        const { lower, upper } = meanEstimate(values, ids).interval;
        coverage.add(band, lower <= p && p <= upper);
      }
      report(`meanEstimate, n = ${n}, graded ${name}`, coverage);
      expect(coverage.mean).toBeGreaterThan(0.93);
      expect(coverage.mean).toBeLessThan(0.98);
    },
  );
});

/** Scores of two models whose difference is drawn as a whole. */
function pairedScores(differences: readonly number[]): [number[], number[]] {
  return [
    differences.map((difference) => (difference < 0 ? 0 : Math.max(0.5, difference))),
    differences.map((difference) =>
      difference < 0 ? -difference : Math.max(0.5, difference) - difference,
    ),
  ];
}

describe('pairedDifference, ICC .3', () => {
  const sizesAndDesigns = [
    [70, 'single items'],
    [70, 'one to six'],
    [113, 'pairs'],
    [113, 'three tenths and singles'],
  ] as const;

  it.each(sizesAndDesigns)(
    'covers 93 to 99%% at n = %i in %s: discordance uniform in (.1, .4)',
    (n, design) => {
      const random = createRandom(n);
      const sizes = designs[design]!(n);
      const ids = idsOf(sizes);
      const coverage = new Coverage();
      for (let run = 0; run < 4000; run++) {
        const band = random.nextFloat();
        const discordance = 0.1 + 0.3 * band;
        const lead = (discordance / 2) * random.nextFloat();
        const draw = ternary(discordance, lead, random);
        const [a, b] = pairedScores(clusteredDraws(sizes, draw, random));
        const { lower, upper } = pairedDifference(a, b, ids, { resamples: 99 }).interval;
        coverage.add(band, lower <= lead && lead <= upper);
      }
      report(`pairedDifference, n = ${n}, ${design}`, coverage);
      expect(coverage.mean).toBeGreaterThan(0.93);
      expect(coverage.mean).toBeLessThan(0.99);
    },
  );

  it.each(sizesAndDesigns)('covers 93 to 99%% at n = %i in %s: graded differences', (n, design) => {
    const random = createRandom(n);
    const sizes = designs[design]!(n);
    const ids = idsOf(sizes);
    const coverage = new Coverage();
    for (let run = 0; run < 3000; run++) {
      // Half the items alike, the others off by up to .4 around a shift.
      const shift = 0.1 * random.nextFloat();
      const draw = () =>
        random.nextFloat() < 0.5 ? 0 : shift + 0.4 * (random.nextFloat() + random.nextFloat() - 1);
      const [a, b] = pairedScores(clusteredDraws(sizes, draw, random));
      const { lower, upper } = pairedDifference(a, b, ids, { resamples: 99 }).interval;
      coverage.add(10 * shift, lower <= shift / 2 && shift / 2 <= upper);
    }
    report(`pairedDifference, n = ${n}, ${design}, graded`, coverage);
    expect(coverage.mean).toBeGreaterThan(0.93);
    expect(coverage.mean).toBeLessThan(0.99);
  });

  it.each(sizesAndDesigns)('raises at most 5%% false alarms at n = %i in %s', (n, design) => {
    const random = createRandom(n);
    const sizes = designs[design]!(n);
    const ids = idsOf(sizes);
    let alarms = 0;
    const runs = 4000;
    for (let run = 0; run < runs; run++) {
      const draw = ternary(0.1 + 0.3 * random.nextFloat(), 0, random);
      const [a, b] = pairedScores(clusteredDraws(sizes, draw, random));
      if (pairedDifference(a, b, ids, { resamples: 999, seed: run }).pValue < 0.05) alarms++;
    }
    process.stdout.write(
      `pairedDifference, n = ${n}, ${design}: ${((100 * alarms) / runs).toFixed(1)}% false alarms\n`,
    );
    // Three standard errors of 5% in 4,000 runs: 1.0%.
    expect(alarms / runs).toBeLessThan(0.06);
  });
});

/** 1, -1 or 0 with the given share of nonzero values and the given mean. */
function ternary(discordance: number, lead: number, random: RandomSource): () => number {
  return () => {
    const drawn = random.nextFloat();
    if (drawn >= discordance) return 0;
    return drawn < (discordance + lead) / 2 ? 1 : -1;
  };
}
