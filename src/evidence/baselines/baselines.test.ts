import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testItem } from '../../../test/test-item.ts';
import type { Benchmark, Item, Split } from '../../benchmark/benchmark.ts';
import { silentProgress } from '../../progress.ts';
import { metricFor } from '../../scoring/index.ts';
import { answerRow, wordingOf } from './answer-rows.ts';
import { chanceScores } from './chance.ts';
import { clusterFolds } from './cluster-folds.ts';
import { collectBaselines } from './collect-baselines.ts';
import { majority } from './methods/majority.ts';
import { modalReport } from './methods/modal-report.ts';
import { bm25Index } from './methods/nearest-question.ts';
import { priorPerQuestion } from './methods/prior-per-question.ts';
import { fitMultinomialBayes } from './multinomial-bayes.ts';
import { fitSoftmax } from './softmax-regression.ts';
import { spread } from './spread.ts';
import type { TextMethod } from './text-method.ts';
import { labelledRows, textRow } from './text-row.ts';
import { wordNgrams } from './word-ngrams.ts';

const scoring = { closed: 'accuracy', open: 'token-f1', grounding: 'iou' };

describe('clusterFolds', () => {
  it('keeps clusters together in folds of nearly equal size', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { minLength: 1 }),
        fc.nat(),
        (ids, seed) => {
          const folds = clusterFolds(ids, { folds: 3, seed });
          const distinct = new Set(ids);
          if (distinct.size > 1) {
            for (const id of distinct) {
              expect(new Set(folds.filter((_fold, row) => ids[row] === id)).size).toBe(1);
            }
          }
          const used = new Set(folds).size;
          expect(used).toBe(Math.min(3, distinct.size > 1 ? distinct.size : ids.length));
        },
      ),
    );
  });

  it('deals a single cluster by row', () => {
    const folds = clusterFolds(['a', 'a', 'a'], { folds: 5, seed: 0 });
    expect(new Set(folds)).toEqual(new Set([0, 1, 2]));
  });
});

describe('spread', () => {
  it('takes evenly spaced elements', () => {
    expect(spread([1, 2, 3, 4, 5, 6], 3)).toEqual([1, 3, 5]);
    expect(spread([1, 2], 3)).toEqual([1, 2]);
    expect(spread([1, 2, 3, 4, 5], 2)).toEqual([1, 4]);
  });
});

describe('wordNgrams', () => {
  it('gives distinct words and pairs', () => {
    expect(wordNgrams('Is it? Is it CT')).toEqual(['is', 'it', 'ct', 'is it', 'it is', 'it ct']);
  });
});

describe('fitMultinomialBayes', () => {
  const bayes = fitMultinomialBayes([
    { ngrams: ['bright', 'round'], answer: 'yes', count: 2 },
    { ngrams: ['dark'], answer: 'no', count: 1 },
  ]);

  it('weighs by prior and smoothed n-gram counts', () => {
    const scores = bayes(['bright', 'never seen']);
    // V = 3. yes: 2 texts x (2 + 1)/(4 + 3); no: 1 text x (0 + 1)/(1 + 3).
    expect(Math.exp(scores.get('yes') ?? 0)).toBeCloseTo(6 / 7, 12);
    expect(Math.exp(scores.get('no') ?? 0)).toBeCloseTo(1 / 4, 12);
  });

  it('falls back on the prior for unseen words', () => {
    expect([...bayes(['never seen']).keys()]).toEqual(['yes', 'no']);
    expect(Math.exp(bayes([]).get('yes') ?? 0)).toBeCloseTo(2, 12);
  });

  it('stays finite on long texts', () => {
    const words = Array.from({ length: 2000 }, (_, index) => `word${index}`);
    const long = fitMultinomialBayes([
      { ngrams: ['short'], answer: 'short', count: 50 },
      { ngrams: words, answer: 'long', count: 1 },
    ])(words);
    expect(long.get('short')).toBeGreaterThan(Number.NEGATIVE_INFINITY);
    expect(long.get('long')).toBeGreaterThan(long.get('short') ?? 0);
  });
});

describe('fitSoftmax', () => {
  const only = (...features: number[]) => Int32Array.from(features);

  it('separates what features separate', () => {
    const examples = [
      { features: only(0), counts: [[0, 9]] as const, total: 9 },
      { features: only(1), counts: [[1, 3]] as const, total: 3 },
    ];
    const model = fitSoftmax(examples, 2, 2);
    const [first = 0, second = 0] = model(only(0));
    expect(first).toBeGreaterThan(second);
    const [third = 0, fourth = 0] = model(only(1));
    expect(fourth).toBeGreaterThan(third);
  });

  it('learns the frequencies where features tell nothing', () => {
    const model = fitSoftmax(
      [
        {
          features: only(),
          counts: [
            [0, 30],
            [1, 10],
          ],
          total: 40,
        },
      ],
      0,
      2,
    );
    const [first = 0, second = 0] = model(only());
    // Log odds of 30 to 10.
    expect(first - second).toBeCloseTo(Math.log(3), 1);
  });
});

describe('bm25Index', () => {
  const nearest = bm25Index(['is there a mass', 'is there a fracture', 'which organ is shown']);

  it('prefers rare shared words', () => {
    expect(nearest('any fracture there')).toBe(1);
    expect(nearest('organ')).toBe(2);
  });

  it('finds nothing where no word is shared', () => {
    expect(nearest('modality?')).toBeUndefined();
  });
});

/** Items of one split; each its own cluster unless named. */
function row(split: Split, index: number, fields: Partial<Item>): Item {
  return testItem({
    key: `${split}/${index}`,
    id: String(index),
    split,
    track: 'closed',
    ...fields,
  });
}

function benchmarkOf(train: readonly Item[], test: readonly Item[]): Benchmark {
  return {
    name: 'small',
    train,
    test,
    models: [],
    responses: [],
    media: 'absent',
    subsets: [],
    ledger: [],
    inputs: [],
  };
}

function collect(
  benchmark: Benchmark,
  templateOf: ReadonlyMap<string, string> = new Map(),
  clusterOf: ReadonlyMap<string, string> = new Map(),
) {
  const collected = collectBaselines(
    benchmark,
    { templateOf },
    { clusterOf },
    { scoring, seed: 0, progress: silentProgress },
  );
  const named = (name: string) => collected.baselines.find((baseline) => baseline.name === name);
  return { ...collected, named };
}

describe('collectBaselines', () => {
  it('answers by counts, the first seen of equally frequent answers', () => {
    const train = [
      row('train', 0, { prompt: 'Mass?', answer: 'No' }),
      row('train', 1, { prompt: 'Mass?', answer: 'Yes' }),
      row('train', 2, { prompt: 'Organ?', answer: 'Lung' }),
      row('train', 3, { prompt: 'Organ?', answer: 'lung.' }),
    ];
    const test = [
      row('test', 0, { prompt: 'mass', answer: 'No' }),
      row('test', 1, { prompt: 'New?', answer: 'Lung' }),
    ];
    const { named } = collect(benchmarkOf(train, test));
    expect(named('majority')?.answers).toEqual(
      new Map([
        ['test/0', 'Lung'],
        ['test/1', 'Lung'],
      ]),
    );
    expect(named('prior-per-question')).toMatchObject({
      fittedOn: 'train',
      answers: new Map([
        ['test/0', 'No'],
        ['test/1', 'Lung'],
      ]),
      scores: new Map([
        ['test/0', 1],
        ['test/1', 1],
      ]),
    });
  });

  it('backs off from rare templates to the modality and then to all', () => {
    const train = [
      ...[0, 1, 2, 3, 4].map((index) => row('train', index, { answer: 'Yes', modality: 'CT' })),
      ...[5, 6, 7, 8].map((index) => row('train', index, { answer: 'No', modality: 'CT' })),
      ...[9, 10, 11].map((index) => row('train', index, { answer: 'No', modality: 'MRI' })),
    ];
    const test = [0, 1, 2].map((index) =>
      row('test', index, { answer: 'Yes', modality: index === 2 ? 'MRI' : 'CT' }),
    );
    const templateOf = new Map([
      ...train.map((item, index): [string, string] => [item.key, index < 5 ? 'often' : 'rare']),
      ['test/0', 'often'],
      ['test/1', 'unseen'],
      ['test/2', 'unseen'],
    ]);
    const { named } = collect(benchmarkOf(train, test), templateOf);
    // Template: 5 x yes. Modality CT: 5 x yes, 4 x no. MRI has 3 rows only; all: 7 x no, 5 x yes.
    expect([...(named('prior-per-template')?.answers.values() ?? [])]).toEqual([
      'Yes',
      'Yes',
      'No',
    ]);
  });

  it('learns the wording of options and answers with their labels', () => {
    const letters = ['A', 'B', 'C'];
    const choice = (split: Split, index: number): Item => {
      // "mass" is right wherever it stands.
      const place = index % 3;
      const wordings = ['cyst', 'normal tissue'];
      wordings.splice(place, 0, 'mass');
      return row(split, index, {
        prompt: `Question ${index}`,
        options: wordings.map((text, position) => ({ label: letters[position] ?? '', text })),
        answer: letters[place] ?? '',
      });
    };
    const train = Array.from({ length: 30 }, (_, index) => choice('train', index));
    const test = Array.from({ length: 9 }, (_, index) => choice('test', index));
    const { named, chance } = collect(benchmarkOf(train, test));
    expect([...(named('majority')?.scores.values() ?? [])]).toEqual(Array(9).fill(1));
    expect([...(named('majority')?.answers.values() ?? [])].slice(0, 3)).toEqual(letters);
    expect(named('choices-only')).toMatchObject({
      title: "Choices only: naive Bayes over the options' words",
      selectionScore: 1,
    });
    expect(chance.get('test/0')).toBeCloseTo(1 / 3, 12);
  });

  it('chooses the best by cross-validation on train, not by test scores', () => {
    const wording = ['a', 'b', 'c', 'd'];
    const train = Array.from({ length: 80 }, (_, index) =>
      row('train', index, {
        prompt: wording[index % 4] ?? '',
        answer: index % 2 === 0 ? 'Yes' : 'No',
      }),
    );
    // In test the answers are the other way round: what train teaches is always wrong.
    const test = Array.from({ length: 20 }, (_, index) =>
      row('test', index, {
        prompt: wording[index % 4] ?? '',
        answer: index % 2 === 0 ? 'No' : 'Yes',
      }),
    );
    const { best, named } = collect(benchmarkOf(train, test));
    expect(best.closed).toBe('prior-per-question');
    expect(named('prior-per-question')?.selectionScore).toBe(1);
    expect([...(named('prior-per-question')?.scores.values() ?? [])]).toEqual(Array(20).fill(0));
  });

  it('never fits on the cluster it answers where there is no train', () => {
    const test = Array.from({ length: 8 }, (_, index) =>
      row('test', index, { prompt: `Question ${index >> 1}`, answer: `answer ${index >> 1}` }),
    );
    const pairs = new Map(test.map((item, index) => [item.key, `pair ${index >> 1}`]));
    const apart = collect(benchmarkOf([], test), new Map(), pairs).named('prior-per-question');
    expect(apart?.fittedOn).toBe('leave-one-cluster-out');
    expect([...(apart?.scores.values() ?? [])]).toEqual(Array(8).fill(0));
    const single = collect(benchmarkOf([], test)).named('prior-per-question');
    expect([...(single?.scores.values() ?? [])]).toEqual(Array(8).fill(1));
  });

  it('answers reports with the most typical one of their template', () => {
    const words = Array.from({ length: 24 }, (_, index) => `word${index}`);
    const report = (from: number) => words.slice(from, from + 21).join(' ');
    const train = [0, 1, 1, 2, 3, 2, 1].map((from, index) =>
      row('train', index, { track: 'open', answer: report(from) }),
    );
    const test = [row('test', 0, { track: 'open', answer: report(2) })];
    const { named } = collect(benchmarkOf(train, test));
    // Reports share 21 - |difference of starts| words: start 1 differs least from all (sum 5).
    expect(named('modal-report')?.answers.get('test/0')).toBe(report(1));
    expect(named('modal-report')?.scores.get('test/0')).toBeCloseTo(20 / 21, 12);
  });

  it('keeps the modal report for reports', () => {
    const rows = labelledRows(
      [testItem()].map((item) =>
        textRow(item, { templateOf: new Map() }, { clusterOf: new Map() }),
      ),
    );
    expect(modalReport.serves('open', rows, rows)).toBe(false);
    expect(modalReport.fit(rows, metricFor('open', 'token-f1'))(rows[0]!)).toEqual([
      new Map([['mass', 1]]),
    ]);
  });

  it('has nothing to say about grounding', () => {
    const test = [row('test', 0, { track: 'grounding', boxes: [[0, 0, 1, 1]] })];
    expect(collect(benchmarkOf([], test))).toMatchObject({ baselines: [], best: {} });
  });
});

describe('chanceScores', () => {
  const rowsOf = (items: readonly Item[], templates: Readonly<Record<string, string>> = {}) =>
    items.map((item) =>
      textRow(item, { templateOf: new Map(Object.entries(templates)) }, { clusterOf: new Map() }),
    );

  it('follows from options, polarity and the answers of the template', () => {
    const train = rowsOf(
      [
        row('train', 0, { answer: 'left' }),
        row('train', 1, { answer: 'right' }),
        row('train', 2, { answer: 'CT' }),
      ],
      { 'train/0': 'side', 'train/1': 'side', 'train/2': 'modality' },
    );
    const options = [1, 2, 3, 4].map((number) => ({
      label: `${number}`,
      text: `option ${number}`,
    }));
    const test = rowsOf(
      [
        row('test', 0, { options, answer: '1' }),
        row('test', 1, { answer: 'No' }),
        row('test', 2, { answer: 'left' }),
        row('test', 3, { answer: 'left' }),
        row('test', 4, { track: 'open' }),
      ],
      { 'test/2': 'side', 'test/3': 'new' },
    );
    expect([...chanceScores(train, test).values()]).toEqual([1 / 4, 1 / 2, 1 / 2, 1 / 3, 0]);
  });
});

const published = new URL('../../../../shared/data/medvqa_text/', import.meta.url);

/** A published set as a benchmark: text only, pictures by name. */
function readPublished(name: string): Benchmark {
  const read = (split: Split): Item[] => {
    const rows = JSON.parse(readFileSync(new URL(`${name}/${split}.json`, published), 'utf8'));
    return rows.map((record: Record<string, unknown>, index: number) =>
      row(split, index, {
        track: String(record.answer_type).trim() === 'CLOSED' ? 'closed' : 'open',
        prompt: String(record.question),
        answer: String(record.answer),
        media: [{ path: String(record.image_name ?? record.img_name), kind: 'image' }],
      }),
    );
  };
  return benchmarkOf(read('train'), read('test'));
}

describe.skipIf(!existsSync(published))('published sets (only beside ../shared)', () => {
  // Counted independently: questions and answers compared up to case and punctuation, of equally
  // frequent answers the first seen. (Open answers compared up to case only: 294 of SLAKE's 645.)
  it.each([
    ['vqa-rad', { majority: 133, question: 144, closed: 272, open: 17 }],
    ['slake', { majority: 175, question: 275, closed: 416, open: 298 }],
    ['vqa-rad-cp', { majority: 25, question: 37, closed: 959, open: 77 }],
    ['slake-cp', { majority: 26, question: 74, closed: 1137, open: 257 }],
  ])('give the known priors: %s', (name, known) => {
    const benchmark = readPublished(name);
    const rowsOf = (items: readonly Item[], track: string) =>
      items
        .filter((item) => item.track === track)
        .map((item) => textRow(item, { templateOf: new Map() }, { clusterOf: new Map() }));
    const right = (track: 'closed' | 'open', method: TextMethod): number => {
      const train = labelledRows(rowsOf(benchmark.train, track));
      const metric = metricFor(track, track === 'closed' ? 'accuracy' : 'exact-match');
      const model = method.fit(train, metric);
      const wordings = wordingOf(train);
      return rowsOf(benchmark.test, track)
        .map((asked) => answerRow(asked, model, wordings, metric).score)
        .reduce((sum, score) => sum + score, 0);
    };
    expect(benchmark.test.filter((item) => item.track === 'closed').length).toBe(known.closed);
    expect(right('closed', majority)).toBe(known.majority);
    expect(right('closed', priorPerQuestion)).toBe(known.question);
    expect(right('open', priorPerQuestion)).toBe(known.open);
  });
});
