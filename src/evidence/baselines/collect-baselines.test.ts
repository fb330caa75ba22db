import { describe, expect, it } from 'vitest';
import { benchmarkOf, row } from '../../../test/small-splits.ts';
import { testItem } from '../../../test/test-item.ts';
import type { Benchmark, Item, Split } from '../../benchmark/benchmark.ts';
import { silentProgress } from '../../progress.ts';
import { metricFor } from '../../scoring/index.ts';
import { collectBaselines } from './collect-baselines.ts';
import { modalReport } from './methods/modal-report.ts';
import { labelledRows, textRow } from './text-row.ts';

const scoring = { closed: 'accuracy', open: 'token-f1', grounding: 'iou' };

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
