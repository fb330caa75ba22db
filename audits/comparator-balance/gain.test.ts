import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  audit,
  firstOf,
  measured,
  type PlantedModel,
  plantedItems,
  rowsOf,
} from './fixtures/planted.ts';

/** 100 items: cold 30 right, 40 with the format told, 45 after examples, baseline 60, candidate 80. */
const cold = { real: firstOf(30, 100), format: firstOf(40, 100), 'few-shot': firstOf(45, 100) };
const gpt: PlantedModel = { name: 'gpt', role: 'cold', right: cold };
const tuned: PlantedModel = { name: 'tuned', role: 'baseline', right: { real: firstOf(60, 100) } };
const ours: PlantedModel = { name: 'ours', role: 'candidate', right: { real: firstOf(80, 100) } };
const onAll = { items: 100 };

describe('a gain', () => {
  const outcome = audit([gpt, tuned, ours], onAll);

  test('is taken apart into steps that add up', () => {
    const gains = Object.entries(outcome.measures).flatMap(([name, measure]) =>
      name.startsWith('closedGain:') ? [[name.slice(11), measured(measure)] as const] : [],
    );
    // 30 -> 40 -> 45 -> 60 -> 80 of 100.
    expect(gains).toEqual([
      ['fair', expect.closeTo(0.2, 12)],
      ['advertised', expect.closeTo(0.5, 12)],
      ['cold-to-format', expect.closeTo(0.1, 12)],
      ['format-to-few-shot', expect.closeTo(0.05, 12)],
      ['few-shot-to-baseline', expect.closeTo(0.15, 12)],
    ]);
    const { advertised, ...steps } = Object.fromEntries(gains);
    const sum = Object.values(steps).reduce((total, gain) => total + gain, 0);
    expect(sum).toBeCloseTo(advertised!, 12);
  });

  test('has Bonett and Price’s interval', () => {
    // 20 won, 0 lost of 100: m = 20/102, half width 1.959964 sqrt((22/102 - m²)/102).
    const half = 1.959964 * Math.sqrt((22 / 102 - (20 / 102) ** 2) / 102);
    expect(outcome.measures['closedGain:fair']).toMatchObject({
      n: 100,
      interval: {
        lower: expect.closeTo(20 / 102 - half, 6),
        upper: expect.closeTo(20 / 102 + half, 6),
        level: 0.95,
      },
    });
  });

  test('says how much of the lead the fine-tuned baseline has too', () => {
    // (60 - 30) / (80 - 30) = 0.6.
    const share = outcome.measures['closedShare:notArchitecture'];
    expect(share).toMatchObject({
      title: 'Closed questions: share of ours’s lead over gpt that tuned has too',
      value: expect.closeTo(0.6, 12),
      unit: 'proportion',
      n: 100,
      interval: { method: expect.stringContaining('bootstrap') },
    });
    if (share?.kind !== 'estimate') throw new Error('no estimate');
    expect(share.interval.lower).toBeLessThan(0.6);
    expect(share.interval.upper).toBeGreaterThan(0.6);
    expect(outcome.summary).toMatch(
      /Of ours’s \+50 points over gpt on closed questions \(95% interval [\d. to]+, 100 items\), \+20 points are over tuned, trained on the same data \(.*\); tuned has 60% of the lead too\.$/,
    );
  });

  test('is drawn and listed step by step', () => {
    const [figure] = outcome.figures;
    expect(figure?.kind === 'intervals' && figure.rows.map(({ label }) => label)).toEqual([
      'All: gpt, cold to ours',
      'to gpt, format told',
      'to gpt, worked examples',
      'to tuned',
      'to ours',
    ]);
    const rows = rowsOf(outcome, 'Where the lead over a cold model comes from');
    expect(rows.map(({ step, joins }) => [step, joins])).toEqual([
      ['gpt, cold → gpt, format told', null],
      ['gpt, format told → gpt, worked examples', null],
      ['gpt, worked examples → tuned', null],
      ['tuned → ours', null],
      ['in all: gpt, cold → ours', null],
    ]);
  });

  test('does not hang on the order of items', () => {
    const items = plantedItems(100);
    fc.assert(
      fc.property(fc.shuffledSubarray(items, { minLength: 100 }), (shuffled) => {
        const other = audit([gpt, tuned, ours], { test: shuffled });
        expect(measured(other.measures['closedGain:fair'])).toBeCloseTo(0.2, 12);
        expect(measured(other.measures['closedShare:notArchitecture'])).toBeCloseTo(0.6, 12);
        expect(other.verdict).toBe(outcome.verdict);
      }),
      { numRuns: 3 },
    );
  });

  test('repeats to the byte', () => {
    expect(JSON.stringify(audit([gpt, tuned, ours], onAll))).toBe(JSON.stringify(outcome));
  });
});

describe('missing stages', () => {
  test('are joined with their neighbours, and said so', () => {
    const plain = { ...gpt, right: { real: cold.real } };
    const outcome = audit([plain, tuned, ours], onAll);
    expect(rowsOf(outcome, 'Where the lead over a cold model comes from')[0]).toMatchObject({
      step: 'gpt, cold → tuned',
      gain: { value: expect.closeTo(0.3, 12) },
      joins: 'the format told, worked examples',
    });
    expect(Object.keys(outcome.measures)).toContain('closedGain:cold-to-baseline');
  });

  test('without a baseline leave the fair gap open', () => {
    const outcome = audit([gpt, ours], onAll);
    expect(outcome.measures['closedGain:fair']).toMatchObject({ kind: 'unavailable' });
    expect(outcome.measures['closedShare:notArchitecture']).toMatchObject({ kind: 'unavailable' });
    expect(measured(outcome.measures['closedGain:few-shot-to-candidate'])).toBeCloseTo(0.35, 12);
    expect(outcome.summary).toMatch(
      /no answers of a fine-tuned baseline tell how much is its own\.$/,
    );
  });

  test('are all that share too few items with the others', () => {
    // Examples were shown for 9 items alone: one fewer than are asked for.
    const few = {
      ...cold,
      'few-shot': cold['few-shot'].map((score, index) => (index < 9 ? score : null)),
    };
    const outcome = audit([{ ...gpt, right: few }, tuned, ours], onAll);
    expect(outcome.measures['closedGain:advertised']).toMatchObject({ n: 100 });
    expect(Object.keys(outcome.measures)).toContain('closedGain:format-to-baseline');
  });

  test('that share enough leave the items that all have', () => {
    const some = {
      ...cold,
      format: cold.format.map((score, index) => (index < 60 ? score : null)),
    };
    const outcome = audit([{ ...gpt, right: some }, tuned, ours], onAll);
    // On the first 60 items: cold 30, format 40, baseline 60, candidate 60 right.
    expect(outcome.measures['closedGain:cold-to-format']).toMatchObject({ n: 60, value: 10 / 60 });
    expect(outcome.measures['closedGain:fair']).toMatchObject({ n: 60, value: 0 });
  });
});

describe('the cold model', () => {
  const better: PlantedModel = { name: 'better', role: 'cold', right: { real: firstOf(50, 100) } };
  const coldOf = (models: readonly PlantedModel[], options: object = {}): number =>
    measured(audit(models, { ...onAll, options }).measures['closedGain:advertised']);

  test('is the one with most steps, of equal ones the best, or the one that is named', () => {
    // From gpt 80 - 30, from better 80 - 50 of 100.
    expect(coldOf([better, gpt, tuned, ours])).toBeCloseTo(0.5, 12);
    const plain = { ...gpt, right: { real: cold.real } };
    expect(coldOf([plain, better, tuned, ours])).toBeCloseTo(0.3, 12);
    expect(coldOf([gpt, better, tuned, ours], { cold: 'better' })).toBeCloseTo(0.3, 12);
  });

  test('has to be declared', () => {
    expect(() => audit([gpt, ours], { ...onAll, options: { cold: 'gtp' } })).toThrow(
      'audits.comparator-balance.cold: undeclared model "gtp"; name one of gpt, ours',
    );
  });
});

test('no share is given of a lead that is not sure', () => {
  const even = { ...ours, right: { real: firstOf(31, 100) } };
  expect(audit([gpt, tuned, even], onAll).measures['closedShare:notArchitecture']).toEqual({
    kind: 'unavailable',
    title: 'Closed questions: share of ours’s lead over gpt that tuned has too',
    reason: 'ours has no sure lead over gpt',
  });
});

test('with two candidates every measure names its own', () => {
  const larger = { ...ours, name: 'larger', right: { real: firstOf(90, 100) } };
  const { measures } = audit([gpt, tuned, ours, larger], onAll);
  expect(measured(measures['closedGain:fair:ours'])).toBeCloseTo(0.2, 12);
  expect(measured(measures['closedGain:fair:larger'])).toBeCloseTo(0.3, 12);
});
