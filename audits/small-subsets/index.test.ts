import { describe, expect, it } from 'vitest';
import type { Estimate } from '../../src/audit/audit.ts';
import type { ItemScores } from '../../src/evidence/evidence.ts';
import { plant, published, rowsOf, run } from './fixtures/planted.ts';
import { smallSubsets } from './index.ts';

describe('on two subsets of 113 and 70 items with small leads', () => {
  const outcome = run(plant(published));

  it('finds both leads inconclusive and the whole track conclusive after Holm', () => {
    // McNemar: 23:8 p = .010674, 8:1 p = .0390625, 15:7 p = .1338; Holm: x3, x2, x1.
    expect(outcome.verdict).toBe('inconclusive');
    expect(
      rowsOf(outcome, 'Comparisons').map(({ subset, pValue, holmPValue, verdict }) => ({
        subset,
        pValue,
        holmPValue,
        verdict,
      })),
    ).toEqual([
      { subset: 'closed, all', pValue: 0.0107, holmPValue: 0.032, verdict: 'conclusive' },
      {
        subset: 'closed, modality Caption',
        pValue: 0.0391,
        holmPValue: 0.0781,
        verdict: 'inconclusive',
      },
      {
        subset: 'closed, modality Pathology',
        pValue: 0.134,
        holmPValue: 0.134,
        verdict: 'inconclusive',
      },
    ]);
  });

  it('names each inconclusive comparison once, with what it rests on', () => {
    expect(outcome.findings.map((finding) => finding.subjects)).toEqual([
      [{ role: 'subset', key: 'closed, modality Caption: ours and sft' }],
      [{ role: 'subset', key: 'closed, modality Pathology: ours and sft' }],
    ]);
    expect(outcome.findings[1]).toMatchObject({
      kind: 'inconclusive-comparison',
      modality: 'Pathology',
      title:
        'ours’s lead over sft on closed, modality Pathology (113 items) is not conclusive: it rests on 8 answers.',
      values: {
        difference: expect.closeTo(8 / 113, 12),
        // Bonett-Price by hand: (16 - 8) / 115 -+ 1.96 sqrt((24 / 115 - (8 / 115)^2) / 115).
        lower: expect.closeTo(-0.012955173, 8),
        upper: expect.closeTo(0.152085608, 8),
        items: 113,
        effectiveItems: 113,
        // Connor with psi = 22 / 113.
        detectableDifference: expect.closeTo(0.1150794194, 8),
        wins: 15,
        losses: 7,
        flipsToTie: 8,
        flipsToReversal: 9,
        switchesToTie: 4,
        flipsToLoseSignificance: 0,
      },
    });
  });

  it('gives the published intervals of 102 of 113 and 63 of 70 by both methods', () => {
    const bounds = (cell: unknown) => {
      const { lower, upper } = (cell as Estimate).interval;
      return [lower.toFixed(4), upper.toFixed(4)];
    };
    const scores = rowsOf(outcome, 'Scores by subset').filter(({ model }) => model === 'ours');
    expect(scores.slice(1).map(({ score, second }) => [bounds(score), bounds(second)])).toEqual([
      [
        ['0.8077', '0.9507'],
        ['0.8048', '0.9588'],
      ],
      [
        ['0.8341', '0.9448'],
        ['0.8325', '0.9504'],
      ],
    ]);
  });

  it('says how few flips take the significance of the whole track', () => {
    // Exact McNemar: 20:8 p = .0357, 19:8 p = .0522, so 4 of the 23 wins.
    expect(rowsOf(outcome, 'Comparisons')[0]).toMatchObject({
      wins: 23,
      losses: 8,
      flipsToTie: 15,
      switchesToTie: 8,
      flipsToLoseSignificance: 4,
    });
  });

  it('sums up with the numbers that decided', () => {
    expect(outcome.summary).toBe(
      '2 of 3 comparisons can’t be concluded at 5% after Holm’s adjustment; the smallest of 3 reported subsets (closed, modality Caption) has 70 items.',
    );
    expect(outcome.measures.inconclusiveComparisons).toMatchObject({ value: 2, of: 3 });
    expect(outcome.measures['closedDifference:ours:sft']).toMatchObject({
      value: 15 / 183,
      n: 183,
    });
  });

  it('draws the differences as a forest plot', () => {
    expect(outcome.figures).toMatchObject([
      { kind: 'intervals', title: 'Differences on the same items' },
    ]);
    expect(
      outcome.figures.map((figure) => figure.kind === 'intervals' && figure.rows.length),
    ).toEqual([3]);
  });
});

describe('the verdict', () => {
  it('is a pass where every lead is clear', () => {
    const groups = published.map((group) => ({ ...group, both: 20, first: 40, second: 2 }));
    const outcome = run(plant(groups));
    expect(outcome.verdict).toBe('pass');
    expect(outcome.findings).toEqual([]);
    expect(outcome.summary).toMatch(/^All 3 comparisons hold at 5% after Holm’s adjustment/);
  });

  it('is inconclusive for models that score the same', () => {
    const group = { modality: 'CT', both: 40, first: 10, second: 10, neither: 0 };
    const outcome = run(plant([group]));
    expect(outcome.verdict).toBe('inconclusive');
    expect(outcome.findings.map(({ title }) => title)).toEqual([
      'ours and sft score the same on closed, all (60 items).',
    ]);
  });

  it('is not-applicable without scores, and still says what the sizes could show', () => {
    const { test } = plant(published);
    const outcome = run({ test, scores: [], declared: [] });
    expect(outcome.verdict).toBe('not-applicable');
    expect(outcome.summary).toMatch(/^No model was scored; the smallest of 3 reported subsets/);
    expect(outcome.tables.map(({ title }) => title)).toEqual(['Reported subsets']);
    // Connor at psi = .2: 9.2, 14.7 and 11.7 points for n = 183, 70 and 113.
    expect(rowsOf(outcome, 'Reported subsets').map(({ detectable }) => detectable)).toEqual([
      '9.2 points',
      '14.7 points',
      '11.7 points',
    ]);
  });

  it('is not-applicable with one model: there is nothing to compare', () => {
    const { test, scores } = plant(published);
    const outcome = run({ test, scores: scores.slice(0, 1) });
    expect(outcome.verdict).toBe('not-applicable');
    expect(outcome.summary).toMatch(/^No two models can be compared/);
    expect(outcome.tables.map(({ title }) => title)).toEqual([
      'Reported subsets',
      'Scores by subset',
    ]);
  });

  it('is not-applicable without test items', () => {
    const outcome = run({ test: [], scores: [] });
    expect([outcome.verdict, outcome.summary]).toEqual([
      'not-applicable',
      'There are no test items.',
    ]);
  });
});

describe('clusters', () => {
  it('count the items of one image once where they score alike', () => {
    // Ten images of six items each; the first model wins all items of six images, loses none.
    const { test, scores } = plant([
      { modality: 'CT', both: 24, first: 36, second: 0, neither: 0 },
    ]);
    const clusterOf = new Map(
      test.map(({ key }, index) => [key, `image-${Math.floor(index / 6)}`]),
    );
    const outcome = run({ test, scores, clusterOf });
    const [row] = rowsOf(outcome, 'Comparisons');
    // All six sums have one sign: p = 2 / 2^6, not 2 / 2^36.
    expect(row).toMatchObject({
      pValue: 0.0313,
      items: 60,
      difference: { effectiveN: expect.closeTo(10, 10) },
    });
    expect(rowsOf(outcome, 'Reported subsets')[0]).toMatchObject({
      items: 60,
      clusters: 10,
      leastEffectiveItems: 10,
    });
  });
});

describe('comparisons', () => {
  it('use only items that both models answered', () => {
    const { test, scores } = plant(published);
    const [ours, sft] = scores as [ItemScores, ItemScores];
    const cut = { ...sft, itemKeys: sft.itemKeys.slice(3), values: sft.values.slice(3) };
    expect(rowsOf(run({ test, scores: [ours, cut] }), 'Comparisons')[0]).toMatchObject({
      items: 180,
    });
  });

  it('leave out a subset that repeats the whole track', () => {
    const outcome = run(plant([{ modality: 'CT', both: 9, first: 9, second: 0, neither: 0 }]));
    expect(rowsOf(outcome, 'Reported subsets').map(({ subset }) => subset)).toEqual([
      'closed, all',
    ]);
  });

  it('pair all models where none is declared a candidate', () => {
    const { test, scores } = plant(published);
    const third = { ...(scores[0] as ItemScores), model: 'third' };
    const outcome = run({ test, scores: [...scores, third], declared: [], subsets: [] });
    expect(rowsOf(outcome, 'Comparisons').map(({ first, second }) => [first, second])).toEqual([
      ['ours', 'sft'],
      ['ours', 'third'],
      ['sft', 'third'],
    ]);
  });

  it('ignore metrics beside the headline and conditions without the image', () => {
    const { test, scores } = plant(published);
    const [ours, sft] = scores as [ItemScores, ItemScores];
    const outcome = run({
      test,
      scores: [ours, sft, { ...sft, condition: 'blank' }, { ...sft, model: 'x', primary: false }],
      subsets: [],
    });
    expect(rowsOf(outcome, 'Comparisons')).toHaveLength(1);
  });

  it('take graded scores by studentised bootstrap, without fragility', () => {
    const { test, scores } = plant(published, 'open');
    const graded = scores.map((each, model) => ({
      ...each,
      values: each.values.map((value, item) => (value + ((item * (model + 3)) % 7)) / 10),
    }));
    const outcome = run({ test, scores: graded, subsets: [] });
    const [score] = rowsOf(outcome, 'Scores by subset');
    expect(score).toMatchObject({
      score: { unit: 'score' },
      second: { interval: { method: 'cluster bootstrap studentised (B = 9999)' } },
    });
    expect(rowsOf(outcome, 'Comparisons')[0]).toMatchObject({ wins: null, flipsToTie: null });
  });

  it('say why a graded score that never varies has no second interval', () => {
    const { test, scores } = plant(published, 'open');
    const graded = scores.map((each) => ({ ...each, values: each.values.map(() => 0.5) }));
    const [score] = rowsOf(run({ test, scores: graded, subsets: [] }), 'Scores by subset');
    expect(score?.second).toMatchObject({
      kind: 'unavailable',
      reason: 'the resamples would not vary',
    });
  });

  it('have no second interval where all clusters do equally well', () => {
    const { test, scores } = plant(
      [{ modality: 'CT', both: 4, first: 0, second: 0, neither: 0 }],
      'open',
    );
    const graded = scores.map((each) => ({ ...each, values: [0.25, 0.75, 0.75, 0.25] }));
    const clusterOf = new Map(test.map((item, index) => [item.key, `image ${index >> 1}`]));
    const [score] = rowsOf(
      run({ test, scores: graded, subsets: [], clusterOf }),
      'Scores by subset',
    );
    expect(score?.second).toMatchObject({ kind: 'unavailable' });
  });

  it('keep the second interval of a graded score between 0 and 1', () => {
    const { test, scores } = plant(
      [{ modality: 'CT', both: 6, first: 0, second: 0, neither: 0 }],
      'open',
    );
    const graded = scores.map((each) => ({ ...each, values: [0.9, 0.9, 0.9, 0.9, 0.88, 0] }));
    const [score] = rowsOf(run({ test, scores: graded, subsets: [] }), 'Scores by subset');
    const { lower, upper } = (score!.second as Estimate).interval;
    expect(lower).toBeGreaterThanOrEqual(0);
    expect(upper).toBeLessThanOrEqual(1);
  });
});

describe('options', () => {
  it('have defaults and refuse unknown keys', () => {
    expect(smallSubsets.options.parse({})).toEqual({
      level: 0.95,
      alpha: 0.05,
      power: 0.8,
      assumedDiscordance: 0.2,
    });
    expect(smallSubsets.options.safeParse({ levle: 0.9 }).success).toBe(false);
  });

  it('change what is concluded', () => {
    const outcome = run(plant(published), { alpha: 0.2, level: 0.8 });
    expect(outcome.verdict).toBe('pass');
  });
});

describe('the measures', () => {
  it('name the comparison of every subset, and how few answers its lead rests on', () => {
    const { measures } = run(plant(published));
    // 15 won and 7 lost of 113: 8 flips to a tie, 4 switches; p = .134 is not significant as it is.
    expect(measures).toMatchObject({
      'closedDifference:ours:sft:modality=Pathology': {
        n: 113,
        value: expect.closeTo(8 / 113, 12),
      },
      'closedFlipsToTie:ours:sft:modality=Pathology': { value: 8, of: 113 },
      'closedSwitchesToTie:ours:sft:modality=Pathology': { value: 4, of: 113 },
      'closedFlipsUntilNotSignificant:ours:sft:modality=Pathology': { value: 0, of: 113 },
      // 23 won and 8 lost of 183: p = .0107; 20 and 8 are p = .036, 19 and 8 p = .052.
      'closedFlipsToTie:ours:sft': { value: 15, of: 183 },
      'closedFlipsUntilNotSignificant:ours:sft': { value: 4, of: 183 },
    });
  });

  it('count no flips of graded scores', () => {
    const { test, scores } = plant(published);
    const half = scores.map((one) => ({ ...one, values: one.values.map((value) => value / 2) }));
    const names = Object.keys(run({ test, scores: half }).measures);
    expect(names).toContain('closedDifference:ours:sft:modality=Caption');
    expect(names.filter((name) => /Flips|Switches/.test(name))).toEqual([]);
  });
});
