import { describe, expect, test } from 'vitest';
import type { DecodingFacts } from '../../src/model-card/model-card.ts';
import { alike, audit, firstOf, type PlantedModel, rowsOf } from './fixtures/planted.ts';

const source = 'generation_config.json';
const greedy: DecodingFacts = { doSample: false, source };
/** Of Qwen3-VL-8B-Instruct. */
const sampled: DecodingFacts = { doSample: true, temperature: 0.7, topP: 0.8, topK: 20, source };

const ours: PlantedModel = {
  name: 'ours',
  role: 'candidate',
  declared: alike,
  right: { real: firstOf(40, 50) },
};
const tuned: PlantedModel = {
  name: 'tuned',
  role: 'baseline',
  declared: alike,
  right: { real: firstOf(35, 50) },
};
const gpt: PlantedModel = {
  name: 'gpt',
  role: 'cold',
  declared: alike,
  right: { real: firstOf(25, 50) },
};
const on50 = { items: 50 };
const without = ({ name, role, right }: PlantedModel): PlantedModel => ({
  name,
  role,
  ...(right && { right }),
});
const kinds = (outcome: ReturnType<typeof audit>): string[] =>
  outcome.findings.map(({ kind, severity }) => `${severity} ${kind}`);

describe('a balanced comparison', () => {
  const outcome = audit([ours, tuned, gpt], on50);

  test('passes, says why, and labels the cold model', () => {
    expect(outcome.verdict).toBe('pass');
    expect(outcome.summary).toMatch(
      /^ours and tuned were trained on the same data and asked alike in all 5 facts that decide, 4 of them as declared or as checkpoints ask: prompt, number of shots, resolution, decoding and share of cut answers\./,
    );
    expect(outcome.remedy).toBeUndefined();
    expect(kinds(outcome)).toEqual(['note unequal-training']);
  });

  test('shows each fact of each model with its source', () => {
    expect(rowsOf(outcome, 'How each model was trained and asked')[1]).toEqual({
      model: 'tuned',
      role: 'baseline',
      trainedOn: 'the same distribution (by role)',
      decoding: 'greedy, as declared',
      prompt: 'stage prompt (declared)',
      shots: '0 (declared)',
      resolution: '1024 tokens (declared)',
      truncated: '0% (0 of 50)',
      unanswered: '0% (0 of 50)',
    });
    expect(outcome.tables[0]!.note).toContain(
      'Not known of any model: longest answer and number of runs.',
    );
  });

  test('needs no trained comparator where the candidate was not trained on such data either', () => {
    const declared = { ...alike, trainedOn: 'other' } as const;
    expect(audit([{ ...ours, declared }, gpt], on50).verdict).toBe('pass');
  });

  test('is there where both are asked here, whatever their checkpoints would do', () => {
    const here = { askedHere: true } as const;
    const outcomeHere = audit(
      [
        { ...without(ours), ...here, decoding: greedy },
        { ...without(tuned), ...here, decoding: sampled },
      ],
      on50,
    );
    expect(outcomeHere.verdict).toBe('pass');
    expect(outcomeHere.summary).toContain('in all 5 facts that decide: prompt');
    expect(rowsOf(outcomeHere, 'Asked alike?')[0]).toMatchObject({ decoding: 'equal' });
  });
});

describe('an unbalanced comparison', () => {
  test('without a comparator that was trained on the same data fails', () => {
    const outcome = audit([ours, gpt], on50);
    expect(outcome.verdict).toBe('fail');
    expect(outcome.summary).toMatch(
      /is compared only with gpt, which was not: no comparator was trained on the same data\./,
    );
    expect(outcome.remedy).toBe(
      'Score 1 model that was trained on the same data as ours on the same 50 test items and declare it with role: baseline.',
    );
    expect(kinds(outcome)).toEqual(['defect no-trained-comparator', 'note unequal-training']);
  });

  test('is the same with a baseline that is declared to be trained on other data', () => {
    const other = { ...tuned, declared: { ...alike, trainedOn: 'other' } } as const;
    expect(audit([ours, other], on50).verdict).toBe('fail');
  });

  // The case: the candidate's checkpoint carries ids alone, the baseline's carries sampling.
  test('is found from two generation_config.json files alone', () => {
    const outcome = audit([
      { name: 'ours', role: 'candidate', decoding: greedy },
      { name: 'tuned', role: 'baseline', decoding: sampled },
    ]);
    expect(outcome.verdict).toBe('fail');
    expect(outcome.findings.map(({ title }) => title)).toEqual([
      'ours and tuned differ in their decoding: greedy, by generation_config.json; temperature 0.7, top-p 0.8, top-k 20, by generation_config.json.',
    ]);
    expect(outcome.findings[0]).toMatchObject({ kind: 'unequal-asking', severity: 'defect' });
    expect(outcome.remedy).toBe(
      'Ask ours and tuned alike in 1 fact: decoding (greedy, by generation_config.json; temperature 0.7, top-p 0.8, top-k 20, by generation_config.json); where a temperature was set, declare it for both.',
    );
    expect(outcome.summary).toContain('decides where whoever asks sets nothing.');
  });

  test.each([
    ['prompt', { prompt: 'plain prompt' }],
    ['number of shots', { shots: 3 }],
    ['resolution', { resolution: 'full' }],
    ['decoding', { temperature: 0.7 }],
  ])('is found by its %s', (name, other) => {
    const outcome = audit([ours, { ...tuned, declared: { ...alike, ...other } }], on50);
    expect(outcome.verdict).toBe('fail');
    expect(outcome.findings.map(({ values }) => values.fact)).toEqual([name]);
  });

  test('is found by top-k where temperatures are the same', () => {
    const sampling = { ...alike, temperature: 0.7, topP: 0.8, topK: 20 };
    const declared = { ...sampling, topK: 50 };
    const run = (own: object, other: object) =>
      audit(
        [
          { ...ours, declared: own },
          { ...tuned, declared: other },
        ],
        on50,
      ).verdict;
    expect(run(sampling, sampling)).toBe('pass');
    expect(run(sampling, declared)).toBe('fail');
    // Without top-k of one of them it is not known.
    expect(run(sampling, { ...alike, temperature: 0.7, topP: 0.8 })).toBe('inconclusive');
  });

  test('is found by more cut answers than the margin', () => {
    // 1 of 50 is 2%, at the margin; 2 of 50 are 4%.
    expect(audit([ours, { ...tuned, cut: 1 }], on50).verdict).toBe('pass');
    const outcome = audit([ours, { ...tuned, cut: 2 }], on50);
    expect(outcome.verdict).toBe('fail');
    expect(outcome.findings[0]!.values).toEqual({
      fact: 'share of cut answers',
      ours: '0% (0 of 50)',
      tuned: '4% (2 of 50)',
    });
    const wider = { ...on50, options: { shareMargin: 0.05 } };
    expect(audit([ours, { ...tuned, cut: 2 }], wider).verdict).toBe('pass');
  });

  test('does not spoil a balanced one beside it', () => {
    const second = { ...tuned, name: 'second', declared: { ...alike, shots: 3 } };
    const outcome = audit([ours, second, tuned], on50);
    expect(outcome.verdict).toBe('pass');
    expect(kinds(outcome)).toEqual(['suspect unequal-asking']);
  });

  test('of one candidate decides over a balanced one of another', () => {
    const declared = { ...alike, shots: 5 };
    const outcome = audit([ours, { ...ours, name: 'larger', declared }, tuned], on50);
    expect(outcome.verdict).toBe('fail');
    expect(outcome.summary).toMatch(
      /^larger and tuned, trained on the same data, were asked differently/,
    );
  });
});

describe('what is not known', () => {
  test('is inconclusive, counted and named', () => {
    const outcome = audit([without(ours), without(tuned)], on50);
    expect(outcome.verdict).toBe('inconclusive');
    expect(outcome.summary).toContain('not known in 4 of 5 facts');
    expect(outcome.remedy).toBe(
      'Declare 4 facts under models.ours.declared and models.tuned.declared (prompt, number of shots, resolution and decoding), or ask both models with a battery.',
    );
    expect(outcome.findings).toEqual([]);
  });

  test('of training is inconclusive too', () => {
    const unknown = { ...alike, trainedOn: 'unknown' } as const;
    const outcome = audit([ours, { ...gpt, declared: unknown }], on50);
    expect(outcome.verdict).toBe('inconclusive');
    expect(outcome.remedy).toMatch(/^Declare trainedOn of gpt, or score 1 model/);
    expect(kinds(outcome)).toEqual(['suspect unknown-training']);
    expect(audit([{ ...ours, declared: unknown }, tuned], on50).verdict).toBe('inconclusive');
  });

  test('cannot be told by an item asked here and a prompt that is named', () => {
    const here = { ...without(ours), askedHere: true };
    const outcome = audit([here, tuned], on50);
    expect(rowsOf(outcome, 'Asked alike?')[0]).toMatchObject({
      prompt: 'unknown',
      resolution: 'unknown',
      shots: 'equal',
      decoding: 'equal',
    });
    expect(outcome.verdict).toBe('inconclusive');
  });

  test('of decoding holds for a server that is left its own temperature', () => {
    const here = { askedHere: true } as const;
    const models = [
      { ...without(ours), ...here },
      { ...without(tuned), ...here, ownTemperature: true } as const,
    ];
    const outcome = audit(models, on50);
    expect(outcome.verdict).toBe('inconclusive');
    expect(outcome.summary).toContain('not known in 1 of 5 facts: decoding');
  });
});

describe('a declaration', () => {
  test('that answers given here contradict is a defect', () => {
    const declared = { shots: 3, temperature: 0.7, prompt: 'any' };
    const here = { askedHere: true } as const;
    const outcome = audit(
      [
        { ...ours, ...here, declared },
        { ...without(tuned), ...here },
      ],
      on50,
    );
    expect(outcome.verdict).toBe('fail');
    expect(
      outcome.findings.map(({ kind, severity, values }) => ({ kind, severity, values })),
    ).toEqual([
      {
        kind: 'declared-contradicted',
        severity: 'defect',
        values: { fact: 'number of shots', declared: 3, seen: 0 },
      },
      {
        kind: 'declared-contradicted',
        severity: 'defect',
        values: { fact: 'temperature', declared: 0.7, seen: 0 },
      },
    ]);
    expect(outcome.remedy).toMatch(
      /^Mend 2 declared facts: number of shots of ours \(declared 3, seen 0\)/,
    );
  });

  test('that a checkpoint alone contradicts is a suspect, and no proof that models were asked alike', () => {
    const outcome = audit(
      [
        { ...ours, decoding: greedy },
        { ...tuned, decoding: sampled },
      ],
      on50,
    );
    expect(outcome.verdict).toBe('inconclusive');
    expect(kinds(outcome)).toEqual(['suspect declared-contradicted']);
    expect(outcome.findings[0]!.title).toBe(
      'The temperature of tuned is declared as 0; its checkpoint asks for 0.7, unless whoever asked set it.',
    );
  });

  test('decides nothing where both checkpoints say the same', () => {
    const models = [ours, tuned].map((model) => ({ ...model, decoding: sampled }));
    expect(audit(models, on50).verdict).toBe('pass');
  });
});

describe('on paper', () => {
  test('a comparison is judged by what is declared, and cut answers stay unknown', () => {
    const paper = (model: PlantedModel): PlantedModel => ({ ...model, right: {} });
    const outcome = audit([ours, tuned, gpt].map(paper));
    expect(outcome.verdict).toBe('inconclusive');
    expect(outcome.remedy).toBe('Give the answers of both models, which show how many were cut.');
    expect(outcome.tables.map(({ title }) => title)).toEqual([
      'How each model was trained and asked',
      'Asked alike?',
    ]);
    expect(audit([ours, gpt].map(paper)).remedy).toBe(
      'Score 1 model that was trained on the same data as ours and declare it with role: baseline.',
    );
  });
});

describe('not applicable', () => {
  test.each<[string, PlantedModel[], RegExp]>([
    ['without models', [], /^No model has the role candidate/],
    ['without a candidate', [tuned, gpt], /^No model has the role candidate/],
    ['to a candidate alone', [ours], /^Nothing is compared with ours/],
    ['to a candidate beside others', [ours, { ...gpt, role: 'other' }], /^Nothing is compared/],
  ])('%s', (_, models, summary) => {
    const outcome = audit(models, on50);
    expect(outcome.verdict).toBe('not-applicable');
    expect(outcome.summary).toMatch(summary);
  });
});
