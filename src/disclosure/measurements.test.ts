import { describe, expect, test } from 'vitest';
import type { AuditRun } from '../audit/audit-run.ts';
import type { Benchmark, Item, Response } from '../benchmark/benchmark.ts';
import type { Evidence, ItemScores } from '../evidence/evidence.ts';
import { ledgerEntry, resultOf } from './fixtures/measured.ts';
import { measurementsOf, measurementsOfRun } from './measurements.ts';

const item = (key: string, author?: string) =>
  ({ key, attributes: author === undefined ? {} : { author } }) as unknown as Item;
const response = (model: string, condition: string, truncated: boolean) =>
  ({ model, condition, truncated }) as Response;
const scored = (facts: Partial<ItemScores>) =>
  ({
    ...{
      model: 'ours',
      condition: 'real',
      track: 'closed',
      metric: 'accuracy',
      extractor: 'lenient',
    },
    ...{ primary: true, itemKeys: ['a', 'b'], values: [1, 0], unansweredKeys: ['c'], unparsed: 1 },
    ...facts,
  }) as ItemScores;

function live(benchmark: Partial<Benchmark>, itemScores: readonly ItemScores[] = []) {
  const evidence = {
    benchmark: { test: [], train: [], responses: [], ledger: [], inputs: [], ...benchmark },
    cards: [],
    scores: { itemScores, answers: [] },
  } as unknown as Evidence;
  return measurementsOf(evidence, () => undefined);
}

describe('of a run under way', () => {
  test('answers with the real image are counted, by the headline metric', () => {
    const scores = [scored({}), scored({ condition: 'none' }), scored({ primary: false })];
    expect(live({}, scores).answers).toEqual([
      { model: 'ours', track: 'closed', items: 3, unanswered: 1, unread: 1 },
    ]);
  });

  test('so are answers that were cut', () => {
    const responses = [
      response('ours', 'real', true),
      response('ours', 'real', false),
      response('ours', 'none', true),
      response('sft', 'real', false),
    ];
    expect(live({ responses }).truncated).toEqual([
      { model: 'ours', answers: 2, truncated: 1 },
      { model: 'sft', answers: 1, truncated: 0 },
    ]);
  });

  test('authors of references are counted by row, and a row without one is not known', () => {
    const test = [item('a', 'gpt-4o'), item('b', 'Dr Able'), item('c')];
    const kinship = { models: {}, references: [], data: [], referenceColumn: 'author' };
    expect(live({ test, kinship }).references).toEqual({ items: 3, byModels: 1, unknown: 1 });
  });

  test('one author of all references counts for all, a model beside a person for none', () => {
    const kinship = (...references: string[]) => ({ models: {}, references, data: [] });
    const test = [item('a'), item('b')];
    const of = (...names: string[]) => live({ test, kinship: kinship(...names) }).references;
    expect(of('qwen3-max')).toEqual({ items: 2, byModels: 2, unknown: 0 });
    expect(of('Dr Able')).toEqual({ items: 2, byModels: 0, unknown: 0 });
    expect(of('qwen3-max', 'Dr Able')).toEqual({ items: 2, byModels: 0, unknown: 2 });
    expect(of()).toBeUndefined();
  });
});

describe('of a recorded run', () => {
  const score = (column: string, condition = 'real') => ({
    ...{
      model: 'ours',
      track: 'closed',
      condition,
      primary: true,
      n: 50,
      unanswered: 1,
      unparsed: 2,
    },
    subset: { column, value: 'all' },
  });
  const run = {
    benchmark: { testItems: 51, trainItems: 102 },
    config: { kin: { models: {}, references: ['gpt-4o'], data: [] } },
    ledger: [
      ledgerEntry({ role: 'predictions', model: 'ours', kept: 40, truncated: 3 }),
      ledgerEntry({
        role: 'predictions',
        model: 'ours',
        condition: 'real',
        kept: 10,
        truncated: 1,
      }),
      ledgerEntry({ role: 'predictions', model: 'ours', condition: 'none', truncated: 9 }),
    ],
    ...{ inputs: [], models: [], extractors: [] },
    scores: [score('all'), score('modality'), score('all', 'none')],
    audits: [resultOf('image-reuse')],
  } as unknown as AuditRun;

  test('the same quantities are read back', () => {
    const { resultOf: find, ...facts } = measurementsOfRun(run);
    expect(find('image-reuse')?.id).toBe('image-reuse');
    expect(find('small-subsets')).toBeUndefined();
    expect(facts).toEqual({
      ...{ testItems: 51, trainItems: 102, inputs: [], cards: [], extractors: [] },
      ledger: run.ledger,
      answers: [{ model: 'ours', track: 'closed', items: 51, unanswered: 1, unread: 2 }],
      truncated: [{ model: 'ours', answers: 50, truncated: 4 }],
      references: { items: 51, byModels: 51, unknown: 0 },
    });
  });

  test('who wrote which reference is not kept, so that nothing is said of it', () => {
    const config = {
      kin: { models: {}, references: ['gpt-4o'], data: [], referenceColumn: 'author' },
    };
    expect(measurementsOfRun({ ...run, config }).references).toBeUndefined();
    expect(measurementsOfRun({ ...run, config: {} }).references).toBeUndefined();
  });
});
