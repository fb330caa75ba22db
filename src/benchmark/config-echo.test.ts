import { expect, test } from 'vitest';
import { configEcho } from './config-echo.ts';
import { auditConfigSchema } from './config-schema.ts';

function bodyShown(body: Record<string, unknown>): unknown {
  const endpoint = { url: 'http://localhost:1/v1', model: 'm', body };
  const config = auditConfigSchema.parse({
    version: 1,
    name: 'small',
    splits: { test: 'rows.json' },
    models: { ours: { role: 'candidate', endpoint } },
  });
  const { models } = configEcho(config) as { models: { ours: { endpoint: { body: unknown } } } };
  return models.ours.endpoint.body;
}

// None of these is anybody's: they only look as such values do.
test.each([
  ['an authorization header', 'Bearer abcdef'],
  ['a user and password', 'Basic dXNlcjpwYXNz'],
  ['a key of a model service', 'sk-proj-0000000000000000'],
  ['a token of a model hub', 'hf_0000000000000000'],
  ['a token of a code host', 'ghp_0000000000000000'],
  ['a signed token', 'eyJhbGciOiJIUzI1NiJ9.e30.c2ln'],
])('%s is masked under whatever name it stands', (_, value) => {
  expect(bodyShown({ extra: { header: [value] } })).toEqual({ extra: { header: ['[masked]'] } });
});

test('words that only begin like a secret stay', () => {
  const body = { stop: ['sk-', 'bearer'], style: 'basic answer', user: 'eyJ', n: 1, echo: null };
  expect(bodyShown(body)).toEqual(body);
});
