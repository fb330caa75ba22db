import { describe, expect, test } from 'vitest';
import type { Finding } from '../../audit/audit.ts';
import type { ModelCard } from '../../model-card/model-card.ts';
import { count, estimate, measured, resultOf } from '../fixtures/measured.ts';
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
