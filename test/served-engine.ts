import type { EndpointConfig } from '../src/benchmark/model-config.ts';
import type { Engine, EngineRequest } from '../src/engine/engine.ts';
import { openOpenAiEngine } from '../src/engine/openai/open-openai-engine.ts';
import {
  answerTo,
  type ChatServer,
  type ChatServerOptions,
  startChatServer,
} from './chat-server.ts';

/** What closes the engines and servers of the test that runs. */
export const open: (() => Promise<void>)[] = [];

/** For `afterEach`. */
export async function closeOpen(): Promise<void> {
  for (const close of open.splice(0)) await close();
}

/** An engine of the server that `options` describe. */
export async function served(
  options: ChatServerOptions = {},
  changes: Partial<EndpointConfig> = {},
  environment: Record<string, string> = {},
): Promise<{ server: ChatServer; engine: Engine }> {
  const server = await startChatServer(options);
  const config: EndpointConfig = {
    url: server.url,
    model: 'tiny',
    apiKeyVariable: 'TINY_KEY',
    maxInFlight: 256,
    timeoutSeconds: 30,
    attempts: 6,
    body: {},
    ...changes,
  };
  const backoff = { firstMs: 5, mostMs: 40 };
  const engine = await openOpenAiEngine(config, { environment, backoff });
  open.push(
    () => engine.close(),
    () => server.close(),
  );
  return { server, engine };
}

export function question(text: string, changes: Partial<EngineRequest> = {}): EngineRequest {
  return { prompt: { messages: [{ role: 'user', content: text }] }, maxNewTokens: 16, ...changes };
}

/** What the server answers to `question(text)`. */
export function expected(text: string): string {
  return answerTo([{ role: 'user', content: text }]);
}

/** The signal of what is never aborted. */
export const never = (): AbortSignal => new AbortController().signal;

/** All that a log of an error could show: its own fields, hidden ones too, and its causes. */
export function inspected(error: unknown): string {
  const fields = Object.getOwnPropertyNames(error).map((name) => [
    name,
    String((error as Record<string, unknown>)[name]),
  ]);
  const cause = error instanceof Error && error.cause !== undefined ? inspected(error.cause) : '';
  return JSON.stringify(fields) + cause;
}
