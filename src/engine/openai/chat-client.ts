import type { EndpointConfig } from '../../benchmark/model-config.ts';
import { AuditError } from '../../errors.ts';
import { type AttemptFailure, attemptFailure } from './attempt-failure.ts';
import type { ChatBody } from './chat-request.ts';
import { createHttpFetch } from './http-fetch.ts';
import { onAbort } from './on-abort.ts';
import { redactSecrets } from './redact-secrets.ts';

/** Sends bodies to one server, each once. */
export interface ChatClient {
  /**
   * @returns The reply as the server gave it, or why there is none.
   * @throws the signal's reason when it is aborted.
   */
  send(
    body: ChatBody,
    signal: AbortSignal,
  ): Promise<{ readonly reply: unknown } | { readonly failure: AttemptFailure }>;
  close(): void;
}

/** The longest that a timer of Node can wait. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/**
 * A client of the openai package that takes nothing from the environment: no key, address,
 * organisation or log level but those given here.
 *
 * @param apiKey undefined for servers that want none.
 * @throws {AuditError} for an address that can't be used.
 */
export async function openChatClient(
  config: EndpointConfig,
  apiKey: string | undefined,
): Promise<ChatClient> {
  const { base, query } = address(config.url);
  const { OpenAI } = await import('openai');
  const http = createHttpFetch();
  const client = new OpenAI({
    baseURL: base,
    // What is null or given here is not looked for in the environment.
    apiKey: 'set as a header',
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    defaultHeaders: { Authorization: apiKey === undefined ? null : `Bearer ${apiKey}` },
    defaultQuery: query,
    // Attempts are counted by the engine.
    maxRetries: 0,
    timeout: Math.min(Math.ceil(config.timeoutSeconds * 1000), LONGEST_TIMEOUT_MS),
    logLevel: 'off',
    fetch: http.fetch,
  });
  const redact = redactSecrets([apiKey ?? '', ...Object.values(query)]);
  return {
    async send(body, signal) {
      signal.throwIfAborted();
      // The package never takes its listener off a signal, so each attempt has its own.
      const attempt = new AbortController();
      const forget = onAbort(signal, () => attempt.abort());
      try {
        const reply: unknown = await client.post('/chat/completions', {
          body,
          signal: attempt.signal,
        });
        return { reply };
      } catch (error) {
        signal.throwIfAborted();
        return { failure: attemptFailure(error, OpenAI, redact, Date.now()) };
      } finally {
        forget();
      }
    },
    close: () => http.close(),
  };
}

function address(url: string): { base: string; query: Record<string, string> } {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const wrong = (problem: string, remedy: string) =>
    new AuditError({ code: 'endpoint-url', location: 'endpoint.url', problem, remedy });
  if (parsed === undefined || !['http:', 'https:'].includes(parsed.protocol)) {
    throw wrong('is no http address', 'write it as far as /v1: http://localhost:8000/v1');
  }
  if (parsed.username !== '' || parsed.password !== '') {
    throw wrong(
      'holds a name or a password',
      "name the key's environment variable in apiKeyVariable",
    );
  }
  const base = parsed.origin + parsed.pathname.replace(/\/+$/, '');
  return { base, query: Object.fromEntries(parsed.searchParams) };
}
