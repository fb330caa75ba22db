import { describe, expect, it } from 'vitest';
import type { Benchmark, Item, ModelDeclaration, Response } from '../../src/benchmark/benchmark.ts';
import { collectBaselines } from '../../src/evidence/baselines/collect-baselines.ts';
import type { ClusterEvidence, Evidence, TextEvidence } from '../../src/evidence/evidence.ts';
import { collectScores } from '../../src/evidence/scores/collect-scores.ts';
import { silentProgress } from '../../src/progress.ts';
import { questionOnly } from './index.ts';

const scoring = { closed: 'accuracy', open: 'token-f1', grounding: 'iou' };
const options = questionOnly.options.parse({});

interface Planted {
  /** Share of the items whose answer follows from the wording. */
  readonly givenAway: number;
  readonly train?: number;
  readonly test?: number;
}

/**
 * Yes/no questions of four wordings in blocks of 20, two items an image. In every block
 * 20 x givenAway items have the wording's usual answer, the others yes and no by turns.
 */
function plant({ givenAway, train = 400, test = 200 }: Planted): Benchmark {
  const make = (split: 'train' | 'test', index: number): Item => {
    const wording = Math.floor(index / 20) % 4;
    const usual = wording % 2 === 0;
    const yes = index % 20 < 20 * givenAway ? usual : index % 2 === 0;
    return {
      key: `${split}/${index}`,
      id: String(index),
      split,
      source: { file: `${split}.json`, line: index + 1 },
      contentHash: String(index).padStart(16, '0'),
      track: 'closed',
      prompt: `Is finding number ${'abcd'[wording]} present?`,
      options: [],
      answer: yes ? 'Yes' : 'No',
      boxes: [],
      media: [{ path: `${split}-${Math.floor(index / 2)}.png`, kind: 'image' }],
      attributes: {},
    };
  };
  return {
    name: 'planted',
    test: Array.from({ length: test }, (_, index) => make('test', index)),
    train: Array.from({ length: train }, (_, index) => make('train', index)),
    models: [],
    responses: [],
    media: 'absent',
    subsets: [],
    ledger: [],
    inputs: [],
  };
}

/** Adds a model that answers by a rule. */
function answeredBy(
  benchmark: Benchmark,
  rule: (item: Item, index: number) => string,
  model: ModelDeclaration = { name: 'candidate', role: 'candidate' },
): Benchmark {
  const responses = benchmark.test.map(
    (item, index): Response => ({
      model: model.name,
      condition: 'real',
      itemKey: item.key,
      text: rule(item, index),
      truncated: false,
      source: { file: 'answers.jsonl', line: index + 1 },
    }),
  );
  return {
    ...benchmark,
    models: [...benchmark.models, model],
    responses: [...benchmark.responses, ...responses],
  };
}

const fromImage = (item: Item): string => item.answer;
const fromQuestion = (item: Item): string => (/ [ac] present/u.test(item.prompt) ? 'Yes' : 'No');

function evidenceOf(benchmark: Benchmark): Evidence {
  const items = [...benchmark.test, ...benchmark.train];
  const patterns = [...new Set(items.map((item) => item.prompt))];
  const text: TextEvidence = {
    templates: patterns.map((pattern, index) => ({
      id: `t${index + 1}`,
      pattern,
      trainCount: benchmark.train.filter((item) => item.prompt === pattern).length,
      testCount: benchmark.test.filter((item) => item.prompt === pattern).length,
    })),
    templateOf: new Map(items.map((item) => [item.key, `t${patterns.indexOf(item.prompt) + 1}`])),
    matches: new Map(),
    slotContamination: new Map(),
    slotNgramLength: 8,
    reportTemplateShare: new Map(),
    nearRecall: 1,
    nearThreshold: 0.8,
  };
  const clusters: ClusterEvidence = {
    clusterOf: new Map(items.map((item) => [item.key, item.media[0]?.path ?? item.key])),
    reusedTestItems: new Set(),
    patientsInBothSplits: [],
    examsInBothSplits: [],
    hasPatients: false,
    hasExams: false,
    testClusters: 0,
    largestTestCluster: 0,
  };
  const collecting = { scoring, seed: 0, progress: silentProgress };
  return {
    benchmark,
    cards: [],
    text,
    clusters,
    baselines: collectBaselines(benchmark, text, clusters, collecting),
    scores: collectScores(benchmark, collecting),
    reuse: {
      mode: 'names',
      media: [],
      unreadable: [],
      pairs: [],
      calibration: [],
      featureless: [],
    },
  };
}

function outcomeOf(benchmark: Benchmark) {
  return questionOnly.audit(evidenceOf(benchmark), options, { seed: 0 });
}

describe('questionOnly', () => {
  it('fails a model that answers from the question alone', () => {
    const outcome = outcomeOf(answeredBy(plant({ givenAway: 0.8 }), fromQuestion));
    expect(outcome.verdict).toBe('fail');
    // The baseline finds the model's own rule: (B - c) / (S - c) = 1, and nothing remains.
    expect(outcome.measures.closedShare).toMatchObject({ value: 1, n: 200 });
    expect(outcome.measures.closedRemainder).toMatchObject({ value: 0 });
  });

  it('passes a model that needs the image where questions tell nothing', () => {
    const outcome = outcomeOf(answeredBy(plant({ givenAway: 0 }), fromImage));
    expect(outcome.verdict).toBe('pass');
    expect(outcome.findings).toEqual([]);
  });

  it('cannot decide when about half of the score above chance needs no image', () => {
    // The usual answer is right for .5 + .5 / 2 of the items: (.75 - .5) / (1 - .5) = .5.
    const outcome = outcomeOf(answeredBy(plant({ givenAway: 0.5 }), fromImage));
    expect(outcome.verdict).toBe('inconclusive');
    const share = outcome.measures.closedShare;
    expect(share).toMatchObject({ kind: 'estimate', value: 0.5 });
    if (share?.kind !== 'estimate') throw new Error('no share');
    expect(share.interval.lower).toBeLessThan(0.5);
    expect(share.interval.upper).toBeGreaterThan(0.5);
  });

  it('says what text alone may score, and how many items would decide', () => {
    const outcome = outcomeOf(answeredBy(plant({ givenAway: 0.8 }), fromQuestion));
    const share = outcome.measures.closedShare;
    if (share?.kind !== 'estimate') throw new Error('no share');
    // Text alone and the model both score .9, a guess .5: the share is 1, and .0273 of its interval
    // lies above. Below .5 - .0273 = 47.3% it passes: .5 + .473 (.9 - .5) = 68.9%, 42.2 of 200 items less.
    expect(share.interval.upper).toBeCloseTo(1.0273, 4);
    expect(outcome.remedy).toBe(
      'Rewrite about 43 of the 200 closed questions so that text alone scores at most 68.9% on them in place of 90%, a share of 47.3%.',
    );
    const near = outcomeOf(answeredBy(plant({ givenAway: 0.4, test: 60 }), fromImage));
    // A share of .4 with .1 of room below .5: n (reach / .1)² items.
    const open = near.measures.closedShare;
    if (open?.kind !== 'estimate') throw new Error('no share');
    const items = Math.ceil(60 * ((open.interval.upper - open.value) / (0.5 - open.value)) ** 2);
    expect(near.verdict).toBe('inconclusive');
    expect(near.remedy).toContain(`Ask about ${items} such questions in place of 60, or rewrite`);
  });

  it('says that no share is defined before a score is above chance', () => {
    const outcome = outcomeOf(answeredBy(plant({ givenAway: 0 }), () => 'Yes'));
    expect(outcome.remedy).toBe(
      'Nothing about the questions: a model must score above the 50% of a guess on closed questions before a share of its score is defined, and this one scores 50%.',
    );
  });

  it('finds no share of a score that can not be told from chance', () => {
    const outcome = outcomeOf(answeredBy(plant({ givenAway: 0 }), () => 'Yes'));
    expect(outcome.verdict).toBe('inconclusive');
    expect(outcome.measures.closedShare).toMatchObject({ kind: 'unavailable' });
    expect(outcome.summary).toContain('can not be told from chance');
  });

  it('holds the baseline against a perfect score where there are no predictions', () => {
    const outcome = outcomeOf(plant({ givenAway: 1 }));
    expect(outcome.verdict).toBe('fail');
    expect(outcome.summary).toContain('a perfect score');
    expect(outcome.measures.closedShare).toMatchObject({ value: 1 });
  });

  it('does not judge a perfect score where recorded answers belong to no test item', () => {
    const benchmark = plant({ givenAway: 0 });
    const ledger = [{ role: 'predictions' }] as unknown as typeof benchmark.ledger;
    const outcome = outcomeOf({ ...benchmark, ledger });
    expect(outcome.verdict).toBe('inconclusive');
    expect(outcome.summary).toContain('no recorded answer of the judged models');
    expect(outcome.remedy).toContain('to the 200 test items');
  });

  it('judges candidates and leaves other models out', () => {
    const benchmark = answeredBy(plant({ givenAway: 0.8 }), fromQuestion, {
      name: 'other',
      role: 'baseline',
    });
    const outcome = outcomeOf(answeredBy(benchmark, fromImage));
    expect(outcome.tables[0]?.rows.map((row) => row.model)).toEqual(['candidate']);
  });

  it('lets the worst of several models decide', () => {
    const benchmark = plant({ givenAway: 0.2 });
    const both = answeredBy(answeredBy(benchmark, fromImage), fromQuestion, {
      name: 'blind',
      role: 'candidate',
    });
    const outcome = outcomeOf(both);
    expect(outcome.summary).toContain('blind');
    expect(outcome.measures['closedShare:candidate']).toBeDefined();
  });

  it('names the templates that give their answers away', () => {
    const outcome = outcomeOf(plant({ givenAway: 1 }));
    expect(outcome.findings).toHaveLength(4);
    expect(outcome.findings[0]).toMatchObject({
      kind: 'revealing-template',
      severity: 'suspect',
      values: { trainShareOfAnswer: 1 },
    });
    const { trainRows, testRows, testRowsRight } = outcome.findings[0]?.values ?? {};
    expect(trainRows).toBeGreaterThan(5);
    expect(testRowsRight).toBe(testRows);
  });

  it('says nothing against templates whose usual train answer is wrong in test', () => {
    const benchmark = plant({ givenAway: 1 });
    const turned = benchmark.test.map(
      (item): Item => ({ ...item, answer: item.answer === 'Yes' ? 'No' : 'Yes' }),
    );
    const outcome = outcomeOf({ ...benchmark, test: turned });
    expect(outcome.findings).toEqual([]);
    expect(outcome.verdict).toBe('pass');
    expect(outcome.summary).toContain(
      'none of what a perfect score has above chance needs no image',
    );
  });

  it('fits on test without train and says so', () => {
    const outcome = outcomeOf(answeredBy(plant({ givenAway: 0.8, train: 0 }), fromQuestion));
    expect(outcome.verdict).toBe('fail');
    expect(outcome.tables[1]?.rows[0]?.fittedOn).toBe('test, leaving out the cluster of each item');
  });

  it('does not judge a handful of items', () => {
    const outcome = outcomeOf(answeredBy(plant({ givenAway: 1, test: 10 }), fromImage));
    expect(outcome).toMatchObject({
      verdict: 'inconclusive',
      summary: 'Nothing to judge: no track has 20 scored items in two clusters.',
      remedy:
        'Score at least 20 items of one track, on two pictures or patients or more; there are 10 closed test items.',
    });
  });

  it('does not apply to a benchmark without questions', () => {
    const benchmark = plant({ givenAway: 1 });
    const boxes = benchmark.test.map((item): Item => ({ ...item, track: 'grounding' }));
    expect(outcomeOf({ ...benchmark, test: boxes }).verdict).toBe('not-applicable');
  });

  it('gives the same outcome for the same seed', () => {
    const benchmark = answeredBy(plant({ givenAway: 0.5 }), fromImage);
    expect(outcomeOf(benchmark)).toEqual(outcomeOf(benchmark));
  });

  it('refuses options it does not know', () => {
    expect(() => questionOnly.options.parse({ maxShares: 0.4 })).toThrow();
  });
});
