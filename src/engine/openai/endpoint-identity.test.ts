import { describe, expect, test } from 'vitest';
import type { EndpointConfig } from '../../benchmark/model-config.ts';
import { endpointIdentity } from './endpoint-identity.ts';

describe('what identifies a served model', () => {
  const config: EndpointConfig = {
    url: 'https://user:secret@api.example.org/v1/?key=secret',
    model: 'm',
    apiKeyVariable: 'K',
    maxInFlight: 8,
    timeoutSeconds: 1,
    attempts: 1,
    body: { top_p: 1 },
  };

  test('is address, name, further fields and dialect, without secrets and without pace', () => {
    expect(endpointIdentity(config)).toEqual({
      engine: 'openai',
      url: 'https://api.example.org/v1',
      model: 'm',
      body: { top_p: 1 },
      dialect: 'openai',
    });
    const faster = { ...config, maxInFlight: 64, timeoutSeconds: 9, attempts: 9 };
    expect(endpointIdentity(faster)).toEqual(endpointIdentity(config));
  });
});
