import { describe, expect, test } from 'vitest';
import { testItem } from '../../test/test-item.ts';
import type { MediaKind } from '../benchmark/benchmark.ts';
import type { EndpointConfig } from '../benchmark/model-config.ts';
import type { ConditionId } from '../conditions/condition.ts';
import { silentProgress } from '../progress.ts';
import { batteryModels } from './battery-models.ts';
import { planBattery } from './plan-battery.ts';

/** What a served model can't be asked about one item with media of such kinds, by condition. */
function refusals(
  dialect: NonNullable<EndpointConfig['dialect']>,
  kinds: readonly MediaKind[],
): Partial<Record<ConditionId, string>> {
  const endpoint: EndpointConfig = {
    url: 'http://localhost:8000/v1',
    model: 'm',
    apiKeyVariable: 'KEY',
    maxInFlight: 1,
    timeoutSeconds: 1,
    attempts: 1,
    body: {},
    dialect,
  };
  const { models } = batteryModels(
    { models: { served: { role: 'candidate', endpoint } }, folder: '/' },
    {
      cards: [{ name: 'served', role: 'candidate' }],
      device: 'cpu',
      cacheFolder: '/',
      environment: {},
      seed: 0,
      progress: silentProgress,
    },
  );
  const media = kinds.map((kind, i) => ({ kind, path: `${kind}-${i}`, file: `/${kind}-${i}` }));
  const { requests, notApplicable } = planBattery({ test: [testItem({ media })] }, models, {
    battery: {
      conditions: ['real', 'none', 'blank', 'noise'],
      maxNewTokens: { closed: 8, open: 8, grounding: 8 },
      closed: 'generation',
      repeat: 5,
    },
    seed: 0,
    hashOf: ({ path }) => path,
  });
  expect(requests.length + notApplicable.length).toBe(4);
  return Object.fromEntries(notApplicable.map(({ condition, reason }) => [condition, reason]));
}

describe('what a server can not be shown is told before it is asked', () => {
  const noFiles =
    'the server takes slides and volumes by path, and blank or noisy ones are no files';

  test.each(['features', 'volume'] as const)('ms-swift: %s that exist in memory only', (kind) => {
    expect(refusals('ms-swift', ['image', kind])).toEqual({ blank: noFiles, noise: noFiles });
  });

  test('images travel within the request, whatever stands in for them', () => {
    expect(refusals('ms-swift', ['image', 'image'])).toEqual({});
    expect(refusals('openai', ['image'])).toEqual({});
  });

  test('other servers take no slides and volumes at all, and none takes video', () => {
    const alone = 'a chat-completions server takes images alone';
    expect(refusals('openai', ['volume'])).toEqual({ real: alone, blank: alone, noise: alone });
    const video = 'video and sound are not covered';
    expect(refusals('ms-swift', ['video'])).toMatchObject({ real: video });
  });
});
