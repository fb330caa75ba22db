import { describe, expect, it } from 'vitest';
import type { Estimate } from '../../src/audit/audit.ts';
import type { Benchmark, Item, Split } from '../../src/benchmark/benchmark.ts';
import type { Evidence, ReusePair } from '../../src/evidence/evidence.ts';
import { collectText } from '../../src/evidence/text/collect-text.ts';
import { silentProgress } from '../../src/progress.ts';
import { testItem } from '../../test/test-item.ts';
import { templateLeakage } from './index.ts';
import { templateLeakageOptions } from './options.ts';

const options = templateLeakageOptions.parse({});

function rows(split: Split, count: number, fields: (index: number) => Partial<Item>): Item[] {
  return Array.from({ length: count }, (_, index) =>
    testItem({
      key: `${split}/${index}`,
      split,
      source: { file: `${split}.jsonl`, line: index + 1 },
      media: [{ path: `${split}-${index}.png`, kind: 'image' }],
      ...fields(index),
    }),
  );
}

/** Questions that share no template: every word is the question's own. */
const ownWords = (name: string, index: number) =>
  ['q', 'r', 's', 't', 'u'].map((letter) => `${letter}${name}${index}${letter}`).join(' ');

async function evidenceOf(
  test: readonly Item[],
  train: readonly Item[],
  pairs: readonly ReusePair[] = [],
): Promise<Evidence> {
  const nothing = { models: [], responses: [], ledger: [], inputs: [] };
  const benchmark: Benchmark = {
    name: 'b',
    test,
    train,
    media: 'absent',
    subsets: ['task'],
    ...nothing,
  };
  return {
    benchmark,
    cards: [],
    text: await collectText(benchmark, { progress: silentProgress, seed: 0 }),
    reuse: { mode: 'names', media: [], unreadable: [], pairs, calibration: [], featureless: [] },
    clusters: {
      clusterOf: new Map([...test, ...train].map((item) => [item.key, item.key])),
      reusedTestItems: new Set(),
      patientsInBothSplits: [],
      examsInBothSplits: [],
      hasPatients: false,
      hasExams: false,
      testClusters: test.length,
      largestTestCluster: 1,
    },
    baselines: { baselines: [], best: {}, chance: new Map() },
    scores: { itemScores: [], answers: [] },
  };
}

async function audit(test: readonly Item[], train: readonly Item[], pairs?: readonly ReusePair[]) {
  return templateLeakage.audit(await evidenceOf(test, train, pairs), options, { seed: 0 });
}

describe('template-leakage', () => {
  it('finds the planted questions and fails', async () => {
    const test = rows('test', 40, (index) => ({
      prompt: index < 20 ? `${ownWords('same', index % 10)}?` : ownWords('new', index),
      task: index < 20 ? 'planted' : 'clean',
    }));
    const train = rows('train', 30, (index) => ({
      prompt: index < 10 ? ownWords('same', index) : ownWords('train', index),
    }));
    const outcome = await audit(test, train);
    expect(outcome.verdict).toBe('fail');
    // Counts by construction; the bounds are the interval's own business.
    expect(outcome.summary).toMatch(
      /^20 of 40 test questions \(50%\) occur verbatim in train, 0 of them with the same punctuation \(95% interval [\d.]+% to [\d.]+%, all of it above the 5% allowed\)\.$/,
    );
    expect(outcome.measures.verbatimShare).toMatchObject({
      value: 0.5,
      n: 40,
      unit: 'proportion',
    });
    expect(outcome.measures.exactShare).toMatchObject({ value: 0 });
    expect(outcome.measures.answeredShare).toMatchObject({ value: 0.5 });
    expect(outcome.findings).toHaveLength(10);
    expect(outcome.findings[0]).toMatchObject({
      kind: 'verbatim-question',
      severity: 'defect',
      task: 'planted',
      subjects: [
        { key: 'test/0', source: { file: 'test.jsonl', line: 1 }, media: 'test-0.png' },
        { key: 'train/0', source: { file: 'train.jsonl', line: 1 } },
        { role: 'template', key: 'qsame0q rsame0r ssame0s tsame0t usame0u' },
      ],
      values: { testRows: 2, trainRows: 1, sameAnswerRows: 2 },
    });
    expect(outcome.figures[0]).toMatchObject({
      rows: [
        { group: 'Verbatim in train', label: 'all', estimate: { value: 0.5 } },
        { group: 'Verbatim in train', label: 'task: clean', estimate: { value: 0 } },
        { group: 'Verbatim in train', label: 'task: planted', estimate: { value: 1 } },
        { group: 'Template occurs in train', label: 'all', estimate: { value: 0.5 } },
        { group: 'Template occurs in train', label: 'task: clean', estimate: { value: 0 } },
        { group: 'Template occurs in train', label: 'task: planted', estimate: { value: 1 } },
      ],
    });
  });

  it('stays silent on the clean benchmark and passes', async () => {
    const test = rows('test', 100, (index) => ({ prompt: ownWords('new', index) }));
    const train = rows('train', 100, (index) => ({ prompt: ownWords('train', index) }));
    const outcome = await audit(test, train);
    expect(outcome.verdict).toBe('pass');
    expect(outcome.findings).toEqual([]);
    expect(outcome.measures.templateCoverage).toMatchObject({ value: 0 });
    expect(outcome.measures.slotContamination?.kind).toBe('unavailable');
  });

  it('does not decide on a handful of clean questions', async () => {
    const test = rows('test', 8, (index) => ({ prompt: ownWords('new', index) }));
    const train = rows('train', 8, (index) => ({ prompt: ownWords('train', index) }));
    expect((await audit(test, train)).verdict).toBe('inconclusive');
  });

  it('says how many questions to rewrite, and as many suffice', async () => {
    const planted = (rewritten: number) =>
      rows('test', 200, (index) => ({
        prompt: ownWords(index >= rewritten && index < 40 ? 'same' : 'new', index),
      }));
    const train = rows('train', 40, (index) => ({ prompt: ownWords('same', index) }));
    const { verdict, remedy = '' } = await audit(planted(0), train);
    // Wilson's upper bound of k of 200 is within 5% up to k = 4: 4 of 200 gives 5.03%, 3 gives 4.3%.
    expect([verdict, remedy]).toEqual([
      'fail',
      'Rewrite or remove 37 of the 40 questions that train has word for word: at most 3 of 200 would then be shown to be within the 5% allowed.',
    ]);
    expect((await audit(planted(37), train)).verdict).toBe('pass');
    expect((await audit(planted(36), train)).verdict).toBe('inconclusive');
  });

  it('says how many questions it takes where rewriting all would not do', async () => {
    const test = rows('test', 8, (index) => ({ prompt: ownWords('new', index) }));
    const train = rows('train', 8, (index) => ({ prompt: ownWords('train', index) }));
    // Wilson at 0 of n: z² / (n + z²) <= .05 from n = 19 z² on; 19 x 3.8415 = 72.99.
    expect((await audit(test, train)).remedy).toBe(
      'Ask more: about 73 independent questions are needed to show a share within 5%, and these 8 are worth 8.',
    );
    const none = templateLeakageOptions.parse({ maxVerbatimShare: 0 });
    const outcome = templateLeakage.audit(await evidenceOf(test, train), none, { seed: 0 });
    expect(outcome.remedy).toMatch(/^Allow more than 0% by maxVerbatimShare: /);
  });

  it('counts one wording asked a thousand times as one piece of evidence', async () => {
    const test = rows('test', 1000, () => ({ prompt: 'What modality is this?' }));
    const train = rows('train', 5, () => ({ prompt: 'What modality is this?' }));
    const outcome = await audit(test, train);
    const share = outcome.measures.verbatimShare;
    expect(share).toMatchObject({ value: 1, n: 1000 });
    expect(share?.kind === 'estimate' && share.effectiveN).toBeLessThan(2);
  });

  it('reports templates that recur with other words in their slots', async () => {
    const test = rows('test', 30, (index) => ({
      prompt: `Is there a x${index} in the left lung?`,
    }));
    const train = rows('train', 30, (index) => ({
      prompt: `Is there a y${index} in the left lung?`,
    }));
    const outcome = await audit(test, train);
    expect(outcome.measures.verbatimShare).toMatchObject({ value: 0 });
    expect(outcome.measures.templateCoverage).toMatchObject({ value: 1 });
    expect(outcome.tables[0]?.rows).toEqual([
      {
        pattern: 'is there a <*> in the <side> lung',
        testCount: 30,
        trainCount: 30,
        answerBits: 0,
        mostFrequent: {
          kind: 'count',
          title: 'Train rows with the most frequent answer',
          value: 30,
          of: 30,
        },
      },
    ]);
  });

  it('names rows whose picture, question and answer are all in train, also under another file name', async () => {
    const test = rows('test', 3, (index) => ({
      prompt: 'Is it a mass?',
      answer: index === 2 ? 'no' : 'yes',
      media: [{ path: index === 0 ? 'same.png' : `copy-${index}.png`, kind: 'image' }],
    }));
    const train = rows('train', 2, (index) => ({
      prompt: 'Is it a mass',
      answer: 'Yes.',
      media: [{ path: index === 0 ? 'same.png' : 'original.png', kind: 'image' }],
    }));
    const pair = {
      first: 'copy-1.png',
      second: 'original.png',
      scope: 'train-test',
      verdict: 'verified',
      layer: 'perceptual',
      kind: 'image',
    } as const;
    const outcome = await audit(test, train, [pair, { ...pair, first: 'copy-2.png' }]);
    expect(outcome.measures).toMatchObject({
      identicalRows: { value: 2, of: 3 },
      identicalRowsExact: { value: 0, of: 3 },
    });
    const identical = outcome.findings.filter((finding) => finding.kind === 'identical-row');
    expect(identical.map(({ subjects }) => subjects.map((subject) => subject.key))).toEqual([
      ['test/0', 'train/0'],
      ['test/1', 'train/1'],
    ]);
  });

  it('asks nothing without a training split or without questions', async () => {
    const test = rows('test', 3, (index) => ({ prompt: ownWords('new', index) }));
    expect(await audit(test, [])).toMatchObject({
      verdict: 'not-applicable',
      summary: 'Nothing to compare: there is no training split.',
    });
    const silent = rows('test', 3, () => ({ prompt: '' }));
    expect(
      await audit(
        silent,
        rows('train', 1, () => ({})),
      ),
    ).toMatchObject({
      verdict: 'not-applicable',
      summary: 'Nothing to compare: no test item asks a question in words.',
    });
  });

  it('shows the text-only baselines that templates make possible', async () => {
    const test = rows('test', 10, (index) => ({ prompt: ownWords('new', index) }));
    const evidence = await evidenceOf(
      test,
      rows('train', 2, () => ({})),
    );
    const baseline = (name: string) => ({
      name,
      title: 'the most frequent answer of the template',
      track: 'open' as const,
      fittedOn: 'train' as const,
      selectionScore: 0.5,
      answers: new Map(),
      scores: new Map(test.map((item, index) => [item.key, index % 2])),
    });
    const baselines = {
      ...evidence.baselines,
      baselines: ['prior-per-template', 'majority'].map(baseline),
    };
    const { measures } = templateLeakage.audit({ ...evidence, baselines }, options, { seed: 0 });
    expect(measures.priorPerTemplateOpen).toMatchObject({ value: 0.5, n: 10, unit: 'score' });
    expect(Object.keys(measures).filter((name) => name.startsWith('majority'))).toEqual([]);
  });

  it('says by how much test reports are nearer to each other than to train', async () => {
    const report = (name: string) => (index: number) => ({
      prompt: `Describe picture ${ownWords(name, index)}.`,
      answer: `The ${name} field is wide. Its ${name} border is sharp.`,
    });
    const outcome = await audit(
      rows('test', 20, report('upper')),
      rows('train', 20, report('lower')),
    );
    const { reportToTrain, reportToTest, reportSurplus } = outcome.measures;
    // Ten words each, two of them others in train.
    expect(reportToTrain).toMatchObject({ value: 0.8 });
    expect(reportToTest).toMatchObject({ value: 1 });
    expect(reportSurplus).toMatchObject({ value: expect.closeTo(-0.2, 9) });
    expect((reportSurplus as Estimate).interval.upper).toBeLessThan(0);
  });

  it('refuses unknown options', () => {
    expect(() => templateLeakageOptions.parse({ maxVerbatim: 0.1 })).toThrow();
    expect(options).toEqual({ maxVerbatimShare: 0.05, level: 0.95 });
  });
});
