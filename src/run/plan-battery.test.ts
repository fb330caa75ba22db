import { describe, expect, test } from 'vitest';
import { testItem } from '../../test/test-item.ts';
import type { BatteryConfig } from '../benchmark/config-schema.ts';
import type { ConditionId } from '../conditions/condition.ts';
import { isAskedBy } from './asked-by.ts';
import { type AskedModel, type BatteryPlan, planBattery } from './plan-battery.ts';
import { nameOfCondition } from './request.ts';

const published = { kind: 'sample', temperature: 0.7, topK: 20, topP: 0.8, seed: 0 } as const;

function asked(changes: Partial<AskedModel> = {}): AskedModel {
  return {
    name: 'ours',
    identity: ['checkpoint', 'abc'],
    whyNotTaken: () => undefined,
    ...changes,
  };
}

const test1 = testItem({ key: 'test/1', track: 'closed', prompt: 'A mass?', answer: 'yes' });
const test2 = testItem({ key: 'test/2', track: 'closed', prompt: 'A cyst?', answer: 'no' });

function plan(
  models: readonly AskedModel[],
  conditions: readonly ConditionId[],
  changes: Partial<BatteryConfig> = {},
  seed = 0,
): BatteryPlan {
  const maxNewTokens = { closed: 8, open: 8, grounding: 8 };
  const battery = { conditions, maxNewTokens, closed: 'both', repeat: 3, ...changes } as const;
  return planBattery({ test: [test1, test2] }, models, { battery, seed, hashOf: () => '' });
}

describe('drawn answers', () => {
  test('are as many as wanted, each with a seed of its own, as the checkpoint is published', () => {
    const { requests, notApplicable } = plan([asked({ published })], ['real', 'sampled']);
    expect(notApplicable).toEqual([]);
    const drawn = requests.filter(({ condition }) => condition === 'sampled');
    expect(drawn.map((one) => [nameOfCondition(one), one.items[0]!.key])).toEqual([
      ['sampled-1', 'test/1'],
      ['sampled-2', 'test/1'],
      ['sampled-3', 'test/1'],
      ['sampled-1', 'test/2'],
      ['sampled-2', 'test/2'],
      ['sampled-3', 'test/2'],
    ]);
    expect(new Set(drawn.map(({ decoding }) => decoding.sampling!.seed)).size).toBe(6);
    expect(new Set(requests.map(({ key }) => key)).size).toBe(8);
    for (const { decoding } of drawn)
      expect(decoding).toEqual({
        maxNewTokens: 8,
        candidates: [],
        sampling: { temperature: 0.7, topK: 20, topP: 0.8, seed: expect.any(Number) },
      });
  });

  test('stay the same when more are drawn, and hang on the run’s seed', () => {
    const keysOf = (changes: Partial<BatteryConfig>, seed = 0): string[] =>
      plan([asked({ published })], ['sampled'], changes, seed).requests.map(({ key }) => key);
    expect(keysOf({ repeat: 5 })).toEqual(expect.arrayContaining(keysOf({ repeat: 2 })));
    expect(keysOf({}, 1).filter((key) => keysOf({}).includes(key))).toEqual([]);
  });

  test('follow the config where it says how, and leave greedy requests as they are', () => {
    const sampling = { temperature: 1.2, topK: 0, topP: 1 };
    const { requests } = plan([asked()], ['real', 'sampled'], { sampling, repeat: 1 });
    expect(requests[2]!.decoding.sampling).toMatchObject(sampling);
    const greedy = plan([asked()], ['real']).requests.map(({ key }) => key);
    expect(requests.slice(0, 2).map(({ key }) => key)).toEqual(greedy);
  });

  test.each([
    [{ published: { kind: 'greedy' } as const }, {}, 'its published decoding is greedy'],
    [{}, {}, 'is not known: say so under battery.sampling'],
    [{ ownTemperature: true } as const, { sampling: published }, 'takes the temperature out'],
    [{ published }, { closed: 'likelihood' as const }, 'answers by likelihood are not drawn'],
  ])('are not asked for where they would say nothing: %o', (model, battery, reason) => {
    const { requests, notApplicable } = plan([asked(model)], ['sampled'], battery);
    expect(requests).toEqual([]);
    expect(notApplicable).toEqual([
      { model: 'ours', condition: 'sampled', reason: expect.stringContaining(reason), items: 2 },
    ]);
  });
});

describe('a model that is opened otherwise', () => {
  const base = asked();
  const batched = asked({ variant: 'batched', identity: ['checkpoint', 'abc', 'batch', 4] });

  test('answers under its own condition alone, and nobody else does', () => {
    const { requests, notApplicable } = plan([base, batched], ['real', 'repeated', 'batched']);
    expect(notApplicable).toEqual([]);
    expect(requests.map(({ condition }) => condition)).toEqual([
      'real',
      'real',
      'repeated',
      'repeated',
      'batched',
      'batched',
    ]);
    expect(new Set(requests.map(({ key }) => key)).size).toBe(6);
    for (const request of requests)
      expect([isAskedBy(base, request), isAskedBy(batched, request)]).toEqual(
        request.condition === 'batched' ? [false, true] : [true, false],
      );
  });

  test('is not there for a server, which says why', () => {
    const { notApplicable } = plan([base], ['batched', 'selector-bfloat16']);
    expect(notApplicable.map(({ condition, items, reason }) => [condition, items, reason])).toEqual(
      [
        ['selector-bfloat16', 2, 'no selector in float32 is computed in this process'],
        ['batched', 2, 'no checkpoint is computed in this process'],
      ],
    );
  });
});
