import type { AuditConfig } from './config-schema.ts';
import type { EndpointConfig, GraderConfig } from './model-config.ts';

const MASKED = '[masked]';

/** Names of what is nobody's business: `api_key`, `accessToken`; not `min_tokens` or `stop_token_ids`. */
const SECRET = /key|secret|passw|authorization|credential|bearer|cookie|token(?!s|_?id|iz)/i;

/** Values that are secrets whatever their name: an authorization header, keys of well-known services, signed tokens. */
const SECRET_VALUE =
  /^(?:bearer\s+\S|basic\s+[\w+/=]{8}|(?:sk|pk|rk)-[\w-]{16}|(?:hf|gh[pousr])_\w{16}|xox[abprs]-|AKIA\w{12}|AIza[\w-]{20}|eyJ[\w-]{10,}\.)/i;

/** A config as results show it: of endpoints neither an address's query nor secrets of the body. */
export function configEcho(config: AuditConfig): Readonly<Record<string, unknown>> {
  return {
    ...config,
    models: withoutSecrets(config.models),
    graders: withoutSecrets(config.graders),
  };
}

function withoutSecrets(models: Readonly<Record<string, GraderConfig>>): unknown {
  const entries = Object.entries(models).map(([name, model]) => [
    name,
    model.endpoint === undefined ? model : { ...model, endpoint: endpointEcho(model.endpoint) },
  ]);
  return Object.fromEntries(entries);
}

function endpointEcho(endpoint: EndpointConfig): unknown {
  const { origin, pathname } = new URL(endpoint.url);
  return { ...endpoint, url: origin + pathname, body: masked(endpoint.body) };
}

/** Plain data with every value masked that is a secret by its name or by its look. */
function masked(value: unknown): unknown {
  if (typeof value === 'string') return SECRET_VALUE.test(value) ? MASKED : value;
  if (Array.isArray(value)) return value.map(masked);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, inner]) => [
    name,
    SECRET.test(name) ? MASKED : masked(inner),
  ]);
  return Object.fromEntries(entries);
}
