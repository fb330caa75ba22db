import type { EndpointConfig } from '../../benchmark/model-config.ts';

/**
 * What tells one served model from another, for the key of a request in the journal: address
 * without credentials and query, the server's name for the model, further fields and dialect.
 *
 * The weights behind that name can't be pinned from here, nor the server's precision, template or
 * version: who exchanges them under the same name must begin a new run. What the server says of
 * itself is kept beside each answer (`EngineEffort.servedBy`).
 */
export function endpointIdentity(config: EndpointConfig): Readonly<Record<string, unknown>> {
  const { origin, pathname } = new URL(config.url);
  return {
    engine: 'openai',
    url: origin + pathname.replace(/\/+$/, ''),
    model: config.model,
    body: config.body,
    dialect: config.dialect ?? 'openai',
  };
}
