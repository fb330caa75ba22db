import { describe, expect, test } from 'vitest';
import type { Finding } from '../../audit/audit.ts';
import type { ModelCard } from '../../model-card/model-card.ts';
import { count, estimate, ledgerEntry, measured, resultOf } from '../fixtures/measured.ts';
import { measuredSide } from '../measured-side.ts';
import { nothingMeasured } from '../measurements.ts';

const finding = (kind: string, facts: Partial<Finding> = {}): Finding => ({
  ...{ id: '0'.repeat(12), kind, severity: 'defect', title: '', subjects: [], values: {} },
  ...facts,
});

describe('D11: references by models', () => {
  const references = (byModels: number, unknown = 0) =>
    measured([], { references: { items: 100, byModels, unknown } });

  test('a smaller share than that of the rows is contradicted', () => {
    expect(measuredSide('D11', { modelGeneratedShare: 0 }, references(30))).toEqual({
      state: 'contradicts',
      text: '30% of 100 references by models',
      keys: ['modelGeneratedShare'],
    });
  });

  test('the same agrees to a whole percent, unknown authors leave it open', () => {
    expect(measuredSide('D11', { modelGeneratedShare: 0.304 }, references(30)).state).toBe(
      'agrees',
    );
    expect(measuredSide('D11', { modelGeneratedShare: 0.4 }, references(30, 20)).state).toBe(
      'undecided',
    );
    expect(measuredSide('D11', { modelGeneratedShare: 0.6 }, references(30, 20)).state).toBe(
      'contradicts',
    );
    expect(measuredSide('D11', { modelGeneratedShare: 0 }, nothingMeasured).state).toBe(
      'not-at-hand',
    );
  });
});

describe('D12: agreement of graders', () => {
  const bias = measured([
    resultOf('grader-bias', {
      measures: {
        scoresAlpha: estimate(0.6, [0.5, 0.7], { unit: 'correlation', n: 57 }),
      },
    }),
  ]);

  test('an alpha above the interval is contradicted, one inside or below agrees', () => {
    expect(measuredSide('D12', { graderAlpha: 0.8 }, bias)).toMatchObject({
      state: 'contradicts',
      text: 'alpha 0.6 of 57 judged answers (95% interval 0.5 to 0.7)',
    });
    expect(measuredSide('D12', { graderAlpha: 0.65 }, bias).state).toBe('agrees');
    expect(measuredSide('D12', { graderAlpha: 0.4 }, bias).state).toBe('undecided');
    expect(measuredSide('D12', { graderAlpha: 0.8 }, nothingMeasured).state).toBe('not-at-hand');
  });
});

describe('D14 and D28: hashes', () => {
  const [one, other] = ['1'.repeat(64), '2'.repeat(64)];
  const files = [{ file: 'model.safetensors', sizeBytes: 1, sha256: one }];
  const cards = [
    {
      name: 'ours',
      role: 'candidate',
      checkpoint: { status: 'opened', fingerprint: { id: '', files } },
    },
  ] as unknown as ModelCard[];
  const inputs = [
    { path: 'test.json', sha256: one, role: 'test' },
    { path: 'audit.yaml', sha256: one, role: 'config' },
  ] as const;

  test('of another file are contradicted', () => {
    const facts = { checkpoints: { 'ours/model.safetensors': other } };
    expect(measuredSide('D14', facts, measured([], { cards }))).toMatchObject({
      state: 'contradicts',
      text: 'another content than published: ours/model.safetensors',
    });
    expect(
      measuredSide('D28', { files: { 'test.json': other } }, measured([], { inputs })).state,
    ).toBe('contradicts');
  });

  test('of the same file agree, of a file that was not read they stay open', () => {
    const side = (path: string) =>
      measuredSide('D28', { files: { [path]: one } }, measured([], { inputs })).state;
    expect([side('test.json'), side('train.json')]).toEqual(['agrees', 'undecided']);
    const facts = { checkpoints: { 'ours/model.safetensors': one } };
    expect(measuredSide('D14', facts, measured([], { cards })).state).toBe('agrees');
  });

  test.each(['D14', 'D28'] as const)('%s has nothing to compare without a file', (id) => {
    expect(measuredSide(id, undefined, nothingMeasured).state).toBe('not-at-hand');
  });
});

describe('D15: decoding', () => {
  const settings = (role: string, decoding: object) =>
    ({
      name: role,
      role,
      decoding: { ...decoding, source: 'generation_config.json' },
    }) as unknown as ModelCard;
  const greedy = settings('candidate', { doSample: false });
  const sampling = settings('baseline', { doSample: true, temperature: 0.7 });
  const side = (facts: object, cards: ModelCard[]) =>
    measuredSide('D15', facts, measured([], { cards }));

  test('a temperature that a checkpoint does not ask for is contradicted where nobody set it', () => {
    expect(side({ temperature: 0, setBy: 'checkpoint' }, [greedy, sampling])).toEqual({
      state: 'contradicts',
      text: 'candidate asks for greedy decoding; baseline asks for temperature 0.7',
      keys: ['temperature'],
    });
  });

  test('whoever asks can set another: then it stays open', () => {
    expect(side({ temperature: 0 }, [greedy, sampling]).state).toBe('undecided');
    expect(side({ temperature: 0, setBy: 'script' }, [sampling]).state).toBe('undecided');
    expect(side({ temperature: 0 }, [greedy]).state).toBe('agrees');
  });

  test('models outside every score do not count, and no checkpoint tells nothing', () => {
    const outside = settings('other', { doSample: true });
    expect(side({ temperature: 0, setBy: 'checkpoint' }, [greedy, outside]).state).toBe('agrees');
    expect(side({ temperature: 0 }, []).state).toBe('not-at-hand');
  });

  test('what comparator-balance saw otherwise counts', () => {
    const seen = finding('declared-contradicted', {
      title: 'The temperature of ours is declared as 1; its answers here were given with 0.',
      values: { fact: 'temperature' },
    });
    const result = (severity: 'defect' | 'suspect') =>
      measured([resultOf('comparator-balance', { findings: [{ ...seen, severity }] })]);
    expect(measuredSide('D15', { temperature: 1 }, result('defect')).state).toBe('contradicts');
    expect(measuredSide('D15', { temperature: 1 }, result('suspect')).state).toBe('not-at-hand');
  });

  test('more cut answers than are said contradict', () => {
    // 8 of 50 is 16%.
    const truncated = [
      { model: 'ours', answers: 50, truncated: 8 },
      { model: 'none', answers: 0, truncated: 0 },
    ];
    const cut = (truncatedShare: number) =>
      measuredSide('D15', { truncatedShare }, measured([], { truncated }));
    expect(cut(0.1)).toMatchObject({
      state: 'contradicts',
      text: 'ours: 8 of 50 answers cut (16%)',
    });
    expect(cut(0.16).state).toBe('agrees');
  });

  test('a seed can’t be seen, and is said not to be', () => {
    expect(side({ seed: 0 }, [greedy])).toMatchObject({
      state: 'not-at-hand',
      text: 'answers do not show it',
    });
    expect(side({ temperature: 0, seed: 0 }, [greedy]).text).toBe(
      'candidate asks for greedy decoding; not measured: seed',
    );
  });
});

describe('D16, D17 and D33: asked alike', () => {
  const balance = (verdict: 'pass' | 'fail' | 'inconclusive', fact?: string) =>
    measured([
      resultOf('comparator-balance', {
        verdict,
        measures: { trainedComparators: count(1, 2), unequalComparisons: count(fact ? 1 : 0, 1) },
        findings: fact
          ? [
              finding('unequal-asking', {
                title: `They differ in their ${fact}.`,
                values: { fact },
              }),
            ]
          : [],
      }),
    ]);

  test('a known difference refutes, all known and equal agrees, unknown stays open', () => {
    const facts = { samePrompt: true };
    expect(measuredSide('D16', facts, balance('fail', 'prompt'))).toMatchObject({
      state: 'contradicts',
      text: 'They differ in their prompt',
    });
    expect(measuredSide('D16', facts, balance('pass')).state).toBe('agrees');
    expect(measuredSide('D16', facts, balance('inconclusive')).state).toBe('undecided');
    expect(measuredSide('D16', facts, balance('inconclusive', 'resolution')).state).toBe(
      'undecided',
    );
  });

  test.each([
    ['samePrompt', 'prompt'],
    ['sameResolution', 'resolution'],
    ['sameShots', 'number of shots'],
    ['sameDecoding', 'decoding'],
  ])('of the facts of D33 %s is refuted by another %s alone', (key, fact) => {
    const all = { samePrompt: true, sameResolution: true, sameShots: true, sameDecoding: true };
    expect(measuredSide('D33', all, balance('fail', fact))).toMatchObject({
      state: 'contradicts',
      keys: [key],
    });
  });

  test('a comparison without a trained comparator refutes that there is one', () => {
    const facts = { trainedComparator: true };
    expect(measuredSide('D17', facts, balance('fail')).state).toBe('contradicts');
    expect(measuredSide('D17', facts, balance('pass'))).toMatchObject({
      state: 'agrees',
      text: '1 of 2 comparisons with a model of the same training, 0 of them asked differently',
    });
    expect(measuredSide('D17', facts, balance('inconclusive')).state).toBe('undecided');
  });

  test.each(['D16', 'D17', 'D33'] as const)('%s has no measurement without the audit', (id) => {
    expect(measuredSide(id, undefined, nothingMeasured).state).toBe('not-at-hand');
  });
});

describe('D18: how answers are read', () => {
  const range = (...ranks: number[]) => ({
    ...{ model: 'ours', condition: 'real', track: 'closed', n: 9, disagreements: 1 },
    scores: ranks.map((rank, at) => ({ extractor: `e${at}`, value: 0.5, rank, unparsed: 0 })),
  });
  const side = (...ranges: ReturnType<typeof range>[]) =>
    measuredSide('D18', { parserRobust: true }, measured([], { extractors: ranges as never }));

  test('another rank under another way refutes that it does not matter', () => {
    expect(side(range(1, 2, 1))).toMatchObject({
      state: 'contradicts',
      text: 'ours ranks 1 to 2 on closed questions by how its answers are read',
    });
    expect(side(range(1, 1, 1)).state).toBe('agrees');
  });

  test('one way shows nothing', () => {
    expect(side(range(1)).state).toBe('not-at-hand');
    expect(side().state).toBe('not-at-hand');
  });
});

describe('D19: intervals', () => {
  // Measured width: 10 points; four fifths of it are 8.
  const subsets = measured([
    resultOf('small-subsets', {
      measures: { 'closedScore:ours': estimate(0.7, [0.65, 0.75]) },
    }),
  ]);
  const given = (lower: number, upper: number, model = 'ours') =>
    measuredSide('D19', { intervals: [{ model, track: 'closed', lower, upper }] }, subsets);

  test('far narrower than the measured one is contradicted', () => {
    expect(given(0.67, 0.74)).toMatchObject({
      state: 'contradicts',
      text: 'ours, closed: published width 7 points, measured 10 points',
    });
  });

  test('as wide agrees, of an unknown model stays open', () => {
    expect(given(0.66, 0.745).state).toBe('agrees');
    expect(given(0.67, 0.74, 'gpt').state).toBe('undecided');
    expect(measuredSide('D19', undefined, nothingMeasured).state).toBe('not-at-hand');
  });
});

describe('D21 and D24: missing, unreadable, cut, twice', () => {
  const answers = (unanswered: number, unread: number) =>
    measured([], {
      answers: [
        { model: 'ours', track: 'closed', items: 51, unanswered, unread },
        { model: 'sft', track: 'closed', items: 51, unanswered: 0, unread: 0 },
      ],
    });

  test('one item without an answer refutes that all were answered', () => {
    const facts = { allAnswered: true, allRead: true };
    expect(measuredSide('D21', facts, answers(1, 0))).toEqual({
      state: 'contradicts',
      text: 'ours: 1 of 51 closed items without an answer',
      keys: ['allAnswered'],
    });
    expect(measuredSide('D21', facts, answers(0, 2))).toMatchObject({ keys: ['allRead'] });
    expect(measuredSide('D21', facts, answers(0, 0)).state).toBe('agrees');
    expect(measuredSide('D21', facts, nothingMeasured).state).toBe('not-at-hand');
  });

  const tested = (duplicated: number, pairs: readonly string[], unreadable: number, cut: number) =>
    measured(
      [
        resultOf('image-reuse', {
          measures: { unreadableMedia: count(unreadable, 68) },
          findings: pairs.map((verdict) => finding('within-test-pair', { values: { verdict } })),
        }),
      ],
      {
        ledger: [ledgerEntry({ duplicated })],
        truncated: [{ model: 'ours', answers: 70, truncated: cut }],
      },
    );

  test.each<[string, Parameters<typeof tested>, string]>([
    ['a row', [1, [], 0, 0], 'duplicatesRemoved'],
    ['a picture', [0, ['exact'], 0, 0], 'duplicatesRemoved'],
    ['an unreadable medium', [0, [], 1, 0], 'allMediaReadable'],
    ['a cut answer', [0, [], 0, 1], 'noAnswerTruncated'],
  ])('%s refutes quality control in one fact', (_name, planted, key) => {
    const facts = { duplicatesRemoved: true, allMediaReadable: true, noAnswerTruncated: true };
    expect(measuredSide('D24', facts, tested(...planted))).toMatchObject({
      state: 'contradicts',
      keys: [key],
    });
  });

  test('a clean test split agrees, an undecided pair leaves it open', () => {
    const facts = { duplicatesRemoved: true };
    expect(measuredSide('D24', facts, tested(0, [], 0, 0)).state).toBe('agrees');
    expect(measuredSide('D24', facts, tested(0, ['candidate'], 0, 0)).state).toBe('undecided');
    expect(measuredSide('D24', facts, nothingMeasured).state).toBe('not-at-hand');
  });
});

describe('D22: answers that change', () => {
  const flips = (lower: number, upper: number) =>
    measured([
      resultOf('blind-controls', {
        tables: [
          {
            title: 'When the options change places',
            columns: [],
            rows: [{ model: 'ours', flipped: estimate((lower + upper) / 2, [lower, upper]) }],
          },
        ],
      }),
    ]);
  const side = (lower: number, upper: number) =>
    measuredSide('D22', { maxFlipRate: 0.05 }, flips(lower, upper)).state;

  test('more than is said refutes only with the whole interval', () => {
    expect([side(0.22, 0.5), side(0.01, 0.04), side(0.03, 0.2)]).toEqual([
      'contradicts',
      'agrees',
      'undecided',
    ]);
  });

  test('repeats of numerical-stability count too', () => {
    const stability = measured([
      resultOf('numerical-stability', {
        measures: { 'flipRate:ours:repeated': estimate(0.3, [0.2, 0.4]) },
      }),
    ]);
    expect(measuredSide('D22', { maxFlipRate: 0.05 }, stability).state).toBe('contradicts');
    expect(measuredSide('D22', { maxFlipRate: 0.05 }, nothingMeasured).state).toBe('not-at-hand');
  });
});

describe('D23: subgroups', () => {
  const row = (subset: string, value: number, half: number, model = 'ours') => ({
    ...{ subset, model },
    score: estimate(value, [value - half, value + half], { n: 40 }),
  });
  const side = (...rows: ReturnType<typeof row>[]) =>
    measuredSide(
      'D23',
      { evenPerformance: true },
      measured([resultOf('small-subsets', { tables: [{ title: '', columns: [], rows }] })]),
    );

  test('two intervals that lie apart refute even scores', () => {
    expect(
      side(
        row('closed, all', 0.6, 0.01),
        row('closed, modality CT', 0.8, 0.05),
        row('closed, modality MRI', 0.5, 0.1),
      ),
    ).toEqual({
      state: 'contradicts',
      text: 'ours: 80% on closed, modality CT (n = 40, 95% interval 75% to 85%) against 50% on closed, modality MRI (n = 40, 95% interval 40% to 60%)',
      keys: ['evenPerformance'],
    });
  });

  test('overlapping ones, other models and other columns prove nothing', () => {
    expect(
      side(
        row('closed, modality CT', 0.8, 0.2),
        row('closed, modality MRI', 0.5, 0.2),
        row('closed, stage early', 0.1, 0.01),
        row('closed, modality MRI', 0.1, 0.01, 'gpt'),
      ).state,
    ).toBe('undecided');
  });

  test('one subgroup is none', () => {
    expect(side(row('closed, modality CT', 0.8, 0.2)).state).toBe('not-at-hand');
  });
});
