import { describe, expect, test } from 'vitest';
import {
  count,
  estimate,
  ledgerEntry,
  measured,
  resultOf,
  unavailable,
} from '../fixtures/measured.ts';
import { measuredSide } from '../measured-side.ts';
import { nothingMeasured } from '../measurements.ts';

const reuse = (patients: number | undefined, media: number, candidates = 0) =>
  resultOf('image-reuse', {
    measures: {
      sharedPatients: patients === undefined ? unavailable() : count(patients),
      sharedExams: count(0),
      reusedMedia: count(media, 32),
      candidateMedia: count(candidates),
    },
  });
const kinship = (own: number, unknown = 0, sources = 0) =>
  resultOf('pipeline-kinship', {
    measures: {
      ownJudges: count(own, 3),
      unknownJudges: count(unknown, 3),
      sharedSources: count(sources, 17),
    },
  });

describe('D02 and D03: who made what', () => {
  test('one judging part by the candidate’s makers refutes independence', () => {
    expect(measuredSide('D03', { independent: true }, measured([kinship(2)]))).toEqual({
      state: 'contradicts',
      text: 'of test, references and graders, 2 of 3 made by the candidate’s makers',
      keys: ['independent'],
    });
    expect(measuredSide('D03', { independent: true }, measured([kinship(0)])).state).toBe('agrees');
    expect(measuredSide('D03', { independent: true }, measured([kinship(0, 1)])).state).toBe(
      'undecided',
    );
  });

  test('dependence that is admitted is no contradiction', () => {
    expect(measuredSide('D03', { independent: false }, measured([kinship(3)])).state).toBe(
      'agrees',
    );
  });

  test('kinship alone proves no gain', () => {
    expect(measuredSide('D02', { noTies: true }, measured([kinship(3)])).state).toBe('undecided');
    expect(measuredSide('D02', { noTies: true }, measured([kinship(0)])).state).toBe('agrees');
  });

  test.each(['D02', 'D03'] as const)('%s has no measurement without the audit', (id) => {
    expect(measuredSide(id, undefined, nothingMeasured)).toMatchObject({
      state: 'not-at-hand',
      text: 'the audit pipeline-kinship was not run',
    });
  });
});

describe('D04, D07 and D08: pictures and patients in both splits', () => {
  test('a shared patient refutes a split by patient', () => {
    const side = measuredSide(
      'D07',
      { splitLevel: 'patient', disjoint: true },
      measured([reuse(1, 0)]),
    );
    expect(side).toEqual({
      state: 'contradicts',
      text: '1 patient in both splits; 0 of 32 test media in train',
      keys: ['disjoint'],
    });
  });

  test('so does a shared picture under another patient’s name', () => {
    expect(measuredSide('D07', { disjoint: true }, measured([reuse(0, 9)])).state).toBe(
      'contradicts',
    );
  });

  test('a split by image is not refuted by a shared patient', () => {
    const facts = { splitLevel: 'image', disjoint: true } as const;
    expect(measuredSide('D07', facts, measured([reuse(3, 0)])).state).toBe('agrees');
  });

  test('a clean split agrees, an undecided picture or unknown patients leave it open', () => {
    const facts = { disjoint: true };
    expect(measuredSide('D07', facts, measured([reuse(0, 0)])).state).toBe('agrees');
    expect(measuredSide('D07', facts, measured([reuse(0, 0, 2)])).state).toBe('undecided');
    expect(measuredSide('D07', facts, measured([reuse(undefined, 0)])).state).toBe('undecided');
  });

  test('an overlap that is admitted is no contradiction, one that is not spoken of is not compared', () => {
    expect(measuredSide('D07', { disjoint: false }, measured([reuse(1, 0)])).state).toBe('agrees');
    expect(measuredSide('D07', undefined, measured([reuse(1, 0)])).state).toBe('not-compared');
  });

  test('nothing is disjoint from a training split that is not there', () => {
    const side = measuredSide(
      'D07',
      { disjoint: true },
      measured([reuse(0, 0)], { trainItems: 0 }),
    );
    expect(side).toMatchObject({
      state: 'not-at-hand',
      text: 'there is no training split to compare with',
    });
  });

  test('an audit that measured nothing is not at hand', () => {
    const none = resultOf('image-reuse', {
      verdict: 'not-applicable',
      summary: 'No item shows a picture.',
      measures: {},
    });
    expect(measuredSide('D07', { disjoint: true }, measured([none]))).toMatchObject({
      state: 'not-at-hand',
      text: 'the audit image-reuse measured nothing: No item shows a picture.',
    });
  });

  test('a shared picture refutes an external test; without one nothing proves it', () => {
    expect(measuredSide('D08', { external: true }, measured([reuse(0, 1)])).state).toBe(
      'contradicts',
    );
    expect(measuredSide('D08', { external: true }, measured([reuse(0, 0)])).state).toBe(
      'undecided',
    );
    expect(measuredSide('D08', { external: true }, nothingMeasured).state).toBe('not-at-hand');
  });

  test('a data set that both splits name refutes separate sources', () => {
    const facts = { separateSources: true };
    expect(measuredSide('D04', facts, measured([kinship(0, 0, 17)]))).toMatchObject({
      state: 'contradicts',
      text: '17 source data sets in test and train',
    });
    expect(measuredSide('D04', facts, measured([reuse(0, 2)])).state).toBe('contradicts');
    expect(measuredSide('D04', facts, measured([reuse(0, 0)])).state).toBe('undecided');
    expect(measuredSide('D04', facts, nothingMeasured).state).toBe('not-at-hand');
  });
});

describe('D05: dates', () => {
  const state = (facts: object) => measuredSide('D05', facts, nothingMeasured).state;

  test('data older than a cut-off are not after it', () => {
    expect(
      measuredSide(
        'D05',
        { oldest: '2015', cutoffs: { gpt: '2025-06' }, afterCutoffs: true },
        nothingMeasured,
      ),
    ).toMatchObject({
      state: 'contradicts',
      text: 'oldest data of 2015, not newer than the cut-off of gpt (2025-06)',
    });
  });

  test('newer data are, and a date without its month can be either', () => {
    expect(state({ oldest: '2026-01', cutoffs: { gpt: '2025' }, afterCutoffs: true })).toBe(
      'agrees',
    );
    expect(state({ oldest: '2025', cutoffs: { gpt: '2025-06' }, afterCutoffs: true })).toBe(
      'undecided',
    );
  });

  test('the same day is not after', () => {
    const day = '2025-06-30';
    expect(state({ oldest: day, cutoffs: { gpt: day }, afterCutoffs: true })).toBe('contradicts');
  });

  test('data can’t end before they begin', () => {
    expect(state({ oldest: '2021-05', newest: '2020' })).toBe('contradicts');
    expect(state({ oldest: '2021-05', newest: '2021' })).toBe('agrees');
  });

  test('nothing is known without dates', () => {
    expect(state({ afterCutoffs: true })).toBe('not-at-hand');
  });
});

describe('D06: numbers of items', () => {
  // 103 rows of which one is there twice: 102 are kept.
  const ledger = [
    ledgerEntry({ role: 'test', read: 70, kept: 70 }),
    ledgerEntry({ role: 'train', read: 73, kept: 72, duplicated: 1 }),
    ledgerEntry({ role: 'train', read: 30, kept: 30 }),
    ledgerEntry({ role: 'predictions', read: 999, kept: 999, model: 'ours' }),
  ];
  const state = (facts: object) => measuredSide('D06', facts, measured([], { ledger })).state;

  test('agree with the rows read, or with those kept', () => {
    expect(state({ testItems: 70, trainItems: 102 })).toBe('agrees');
    expect(state({ trainItems: 103 })).toBe('agrees');
  });

  test('are contradicted by any other number', () => {
    expect(
      measuredSide('D06', { testItems: 70, trainItems: 104 }, measured([], { ledger })),
    ).toEqual({
      state: 'contradicts',
      text: 'train: 103 rows read, 102 kept',
      keys: ['trainItems'],
    });
  });

  test('are not compared with part of the split', () => {
    const cut = measured([], { ledger, limit: 10 });
    expect(measuredSide('D06', { testItems: 12182 }, cut)).toMatchObject({
      state: 'not-at-hand',
      text: 'only the first 10 test items were read',
    });
  });

  test('have no measurement without files', () => {
    expect(measuredSide('D06', { testItems: 1 }, nothingMeasured).state).toBe('not-at-hand');
  });
});

describe('D09 and D32: selection', () => {
  const selection = (verdict: 'pass' | 'fail' | 'inconclusive', kind?: string) =>
    measured([
      resultOf('subset-selection', {
        verdict,
        findings:
          kind === undefined
            ? []
            : [
                {
                  id: '0'.repeat(12),
                  kind,
                  severity: 'defect',
                  title: '',
                  subjects: [],
                  values: {},
                },
              ],
      }),
    ]);

  test('a random draw that does not look like one is contradicted', () => {
    expect(measuredSide('D32', { selection: 'random' }, selection('fail')).state).toBe(
      'contradicts',
    );
    expect(measuredSide('D32', { selection: 'stratified' }, selection('pass')).state).toBe(
      'agrees',
    );
    expect(measuredSide('D32', { selection: 'random' }, selection('inconclusive')).state).toBe(
      'undecided',
    );
  });

  test('a choice by hand is admitted, not contradicted', () => {
    expect(measuredSide('D32', { selection: 'chosen' }, selection('fail')).state).toBe('agrees');
    expect(measuredSide('D32', { selection: 'all' }, selection('inconclusive')).state).toBe(
      'undecided',
    );
  });

  test('another composition refutes a representative test, a raised score does not', () => {
    const facts = { representative: true };
    expect(measuredSide('D09', facts, selection('fail', 'composition-differs')).state).toBe(
      'contradicts',
    );
    expect(measuredSide('D09', facts, selection('fail', 'score-raised')).state).toBe('undecided');
    expect(measuredSide('D09', facts, selection('pass')).state).toBe('agrees');
  });

  test.each(['D09', 'D32'] as const)('%s has no measurement without the audit', (id) => {
    expect(measuredSide(id, undefined, nothingMeasured).state).toBe('not-at-hand');
  });
});

describe('D10: sample size', () => {
  const subsets = (n: number) =>
    measured([
      resultOf('small-subsets', {
        options: { alpha: 0.05, power: 0.8, assumedDiscordance: 0.2 },
        measures: {
          'closedDifference:ours:sft': estimate(0.07, [-0.02, 0.16], { n, effectiveN: n }),
          'openDifference:ours:sft': estimate(0.02, [-0.1, 0.1], { n: 7, effectiveN: 7 }),
        },
      }),
    ]);

  // Connor 1987 with psi = .2 on 113 items: 11.7 points. With psi = delta = .05 the n that is needed is
  // ((1.960 sqrt(.05) + .8416 sqrt(.05 - .0025)) / .05)^2 = 154.6, the most favourable case there is.
  test('113 items can’t show a gap of 5 points, even if models differ nowhere else', () => {
    expect(measuredSide('D10', { smallestGap: 0.05 }, subsets(113))).toEqual({
      state: 'contradicts',
      text: '113.0 independent items of 113 show a difference from 11.7 points up if two models differ on 20% of them',
      keys: ['smallestGap'],
    });
  });

  test('they may show 8, and do show 12', () => {
    expect(measuredSide('D10', { smallestGap: 0.08 }, subsets(113)).state).toBe('undecided');
    expect(measuredSide('D10', { smallestGap: 0.12 }, subsets(113)).state).toBe('agrees');
  });

  test('the track that is named counts', () => {
    // 7 items: not even psi = delta = .12 is enough.
    const facts = { smallestGap: 0.12, track: 'open' } as const;
    expect(measuredSide('D10', facts, subsets(113)).state).toBe('contradicts');
    expect(measuredSide('D10', { smallestGap: 0.1, track: 'grounding' }, subsets(113)).state).toBe(
      'not-at-hand',
    );
  });

  test('has no measurement without the audit', () => {
    expect(measuredSide('D10', { smallestGap: 0.1 }, nothingMeasured).state).toBe('not-at-hand');
  });
});

describe('D31: contamination', () => {
  const leakage = (rows: number) =>
    resultOf('template-leakage', {
      measures: { identicalRows: count(rows, 70), verbatimShare: estimate(0.64, [0.5, 0.75]) },
    });
  const facts = { noContamination: true };

  test('a test picture or a whole row in train refutes that there is none', () => {
    expect(measuredSide('D31', facts, measured([reuse(0, 9), leakage(0)]))).toMatchObject({
      state: 'contradicts',
      text: '9 of 32 test media in train; 0 of 70 test rows whole in train; 64% of 100 questions in train',
    });
    expect(measuredSide('D31', facts, measured([reuse(0, 0), leakage(1)])).state).toBe(
      'contradicts',
    );
  });

  test('the same question alone is none', () => {
    expect(measuredSide('D31', facts, measured([reuse(0, 0), leakage(0)])).state).toBe('agrees');
  });

  test('one of the two audits can refute, and not prove', () => {
    expect(measuredSide('D31', facts, measured([leakage(2)])).state).toBe('contradicts');
    expect(measuredSide('D31', facts, measured([leakage(0)])).state).toBe('undecided');
    expect(measuredSide('D31', facts, nothingMeasured).state).toBe('not-at-hand');
  });

  test('part of the test split can refute, and not prove', () => {
    const cut = (rows: number) => measured([reuse(0, 0), leakage(rows)], { limit: 10 });
    expect(measuredSide('D31', facts, cut(1)).state).toBe('contradicts');
    expect(measuredSide('D31', facts, cut(0)).state).toBe('undecided');
  });
});
