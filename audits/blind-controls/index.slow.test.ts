import { describe, expect, it } from 'vitest';
import type { AuditOutcome, Verdict } from '../../src/audit/audit.ts';
import type { Item } from '../../src/benchmark/benchmark.ts';
import type { Evidence, ItemScores } from '../../src/evidence/evidence.ts';
import {
  createRandom,
  deriveSeed,
  type Interval,
  type RandomSource,
} from '../../src/statistics/index.ts';
import { blindControls } from './index.ts';

/** Chance of a right guess among four options. */
const guess = 0.25;
/** Chance that an answer shares its image's luck instead of having its own. */
const alike = Math.sqrt(0.3);

/** How a predictor answers: what it knows from the question, and what the image adds. */
interface Predictor {
  /** Chance of being right without the image. */
  readonly blind: number;
  /** Chance of being right with it. */
  readonly seeing: number;
  /** Share of items whose two answers have nothing to do with each other; default 0. */
  readonly unsteady?: number;
}

/** 300 four-choice items or so: an image has one to six of them, and three images have thirty each. */
function drawClusters(random: RandomSource): string[] {
  const sizes = [30, 30, 30];
  while (sizes.reduce((sum, size) => sum + size, 0) < 300) sizes.push(1 + random.nextBelow(6));
  return sizes.flatMap((size, image) => Array<string>(size).fill(`image-${image}`));
}

/**
 * Scores with and without the image. Both answers to an item come from one draw, but for the
 * unsteady ones; items of an image often share it: pairs and clusters hang together as in life.
 */
function evidenceOf({ blind, seeing, unsteady = 0 }: Predictor, random: RandomSource): Evidence {
  const clusters = drawClusters(random);
  const luckOf = new Map([...new Set(clusters)].map((id) => [id, random.nextFloat()]));
  const test = clusters.map((_, index) => ({
    key: `test/${index}`,
    track: 'closed',
    options: [],
    attributes: {},
  })) as unknown as Item[];
  const luck = clusters.map((id) =>
    random.nextFloat() < alike ? luckOf.get(id)! : random.nextFloat(),
  );
  const scoresOf = (condition: string, chance: number): ItemScores => ({
    model: 'planted',
    condition,
    track: 'closed',
    metric: 'accuracy',
    extractor: 'lenient',
    primary: true,
    itemKeys: test.map(({ key }) => key),
    values: luck.map((each) => {
      const own = random.nextFloat() < unsteady ? random.nextFloat() : each;
      return own < chance ? 1 : 0;
    }),
    unansweredKeys: [],
    unparsed: 0,
  });
  return {
    benchmark: { test, models: [{ name: 'planted', role: 'candidate' }], subsets: [] },
    clusters: { clusterOf: new Map(test.map(({ key }, index) => [key, clusters[index]!])) },
    text: { templates: [], templateOf: new Map() },
    baselines: {
      baselines: [],
      best: {},
      chance: new Map(test.map(({ key }) => [key, guess])),
    },
    scores: { itemScores: [scoresOf('real', seeing), scoresOf('none', blind)], answers: [] },
  } as unknown as Evidence;
}

/** What the audit says of many benchmarks drawn for one predictor. */
function simulate(name: string, predictor: Predictor, thresholds: object = {}) {
  const options = blindControls.options.parse(thresholds);
  const gain = predictor.seeing - predictor.blind;
  const kept = (predictor.blind - guess) / (predictor.seeing - guess);
  const counts: Partial<Record<Verdict, number>> = {};
  let [gainCovered, keptCovered, keptDefined, claimed] = [0, 0, 0, 0];
  for (let run = 0; run < runs; run++) {
    const seed = deriveSeed(run, name);
    const evidence = evidenceOf(predictor, createRandom(seed));
    const outcome = blindControls.audit(evidence, options, { seed });
    counts[outcome.verdict] = (counts[outcome.verdict] ?? 0) + 1;
    const measured = boundsOf(outcome, 'closedGain:planted');
    const keptBounds = boundsOf(outcome, 'closedKeptOverGuess:planted');
    if (covers(measured, gain)) gainCovered++;
    if (measured!.lower > 0) claimed++;
    if (keptBounds) keptDefined++;
    if (covers(keptBounds, kept)) keptCovered++;
  }
  const share = (count: number | undefined) => (count ?? 0) / runs;
  const result = {
    gainCovered: share(gainCovered),
    keptCovered: keptCovered / keptDefined,
    claimed: share(claimed),
    fail: share(counts.fail),
    pass: share(counts.pass),
  };
  process.stdout.write(`blind-controls, ${name}, ${runs} runs: ${JSON.stringify(result)}\n`);
  return result;
}

function boundsOf({ measures }: AuditOutcome, name: string): Interval | undefined {
  const measure = measures[name];
  return measure?.kind === 'estimate' ? measure.interval : undefined;
}

function covers(interval: Interval | undefined, value: number): boolean {
  return interval !== undefined && interval.lower <= value && interval.upper >= value;
}

const runs = 400;
/** Three Monte Carlo standard errors of a share of 95%, or 5%, in so many runs: 3.3%. */
const slack = 3 * Math.sqrt((0.05 * 0.95) / runs);

describe(`blind-controls over ${runs} benchmarks of 300 items in unequal clusters`, () => {
  it('recovers the gain of a predictor that ignores the image, and claims none', () => {
    // Three answers in ten are drawn anew, so that answers change and the score does not.
    const found = simulate('ignores the image', { blind: 0.7, seeing: 0.7, unsteady: 0.3 });
    expect(found.gainCovered).toBeGreaterThan(0.95 - slack);
    expect(found.keptCovered).toBeGreaterThan(0.95 - slack);
    expect(found.claimed).toBeLessThan(0.05);
    expect(found.pass).toBe(0);
    expect(found.fail).toBeGreaterThan(0.9);
  });

  it('recovers the gain of a predictor that needs the image', () => {
    const found = simulate('needs the image', { blind: guess, seeing: 0.85 });
    expect(found.gainCovered).toBeGreaterThan(0.95 - slack);
    expect(found.keptCovered).toBeGreaterThan(0.95 - slack);
    expect(found.fail).toBe(0);
    expect(found.pass).toBeGreaterThan(0.9);
  });

  it('recovers the gain of a predictor that is half and half, and rarely decides at the limit', () => {
    // (.55 - .25) / (.85 - .25) = .5, the share allowed: a verdict either way is a false alarm.
    const found = simulate('half and half', { blind: 0.55, seeing: 0.85 });
    expect(found.gainCovered).toBeGreaterThan(0.95 - slack);
    expect(found.keptCovered).toBeGreaterThan(0.95 - slack);
    expect(found.fail + found.pass).toBeLessThan(0.05 + slack);
  });

  it('rarely decides where the gain is exactly the smallest that counts', () => {
    // Any share may be kept here, so that the gain alone decides.
    const found = simulate('gain at the limit', { blind: 0.6, seeing: 0.65 }, { maxShare: 1 });
    expect(found.gainCovered).toBeGreaterThan(0.95 - slack);
    expect(found.fail + found.pass).toBeLessThan(0.05 + slack);
  });
});
