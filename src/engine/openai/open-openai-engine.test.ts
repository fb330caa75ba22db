import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  answerTo,
  type ChatServer,
  type ChatServerOptions,
  startChatServer,
} from '../../../test/chat-server.ts';
import type { EndpointConfig } from '../../benchmark/model-config.ts';
import type { Engine, EngineRequest } from '../engine.ts';
import { endpointIdentity } from './endpoint-identity.ts';
import { openOpenAiEngine } from './open-openai-engine.ts';

const KEY = 'sk-test/0123456789abcdef+';
const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function served(
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

function question(text: string, changes: Partial<EngineRequest> = {}): EngineRequest {
  return { prompt: { messages: [{ role: 'user', content: text }] }, maxNewTokens: 16, ...changes };
}

function expected(text: string): string {
  return answerTo([{ role: 'user', content: text }]);
}

const never = () => new AbortController().signal;

describe('the openai engine', () => {
  test('asks greedily and hands on what the server answers', async () => {
    const { server, engine } = await served({}, { body: { repetition_penalty: 1, seed: null } });
    const { answer, effort } = await engine.ask(question('Is a mass seen?'), never());
    expect(answer).toEqual({
      text: expected('Is a mass seen?'),
      finish: 'stop',
      promptTokens: 7,
      newTokens: 3,
    });
    expect(effort.attempts).toBe(1);
    expect(server.requests.map(({ body }) => body)).toEqual([
      {
        model: 'tiny',
        messages: [{ role: 'user', content: 'Is a mass seen?' }],
        temperature: 0,
        max_tokens: 16,
        repetition_penalty: 1,
      },
    ]);
    expect(effort.servedBy).toBe('tiny fp_test');
  });

  test('reads candidates off the first token, generating nothing that counts', async () => {
    const { server, engine } = await served();
    const request = question('Which?', { maxNewTokens: 0, candidates: ['A', 'B', 'C'] });
    const { answer } = await engine.ask(request, never());
    expect(answer).toMatchObject({ text: '', finish: 'none' });
    const [a, b, c] = answer.candidateLogLikelihoods!;
    expect(a).toBeCloseTo(Math.log(0.625), 12);
    expect(b).toBeCloseTo(Math.log(0.25), 12);
    expect(c).toBeNull();
    expect(server.requests[0]?.body).toMatchObject({
      max_tokens: 1,
      logprobs: true,
      top_logprobs: 20,
    });
  });

  test('learns once that a server wants max_completion_tokens and gives no logprobs', async () => {
    const { server, engine } = await served(
      { refuses: ['max_tokens', 'logprobs'] },
      { attempts: 1 },
    );
    const request = question('Which?', { candidates: ['A', 'B'] });
    const first = await engine.ask(request, never());
    const second = await engine.ask(request, never());
    expect(first.answer.candidateLogLikelihoods).toEqual([null, null]);
    expect(second.answer).toEqual(first.answer);
    expect([first.effort.attempts, second.effort.attempts]).toEqual([3, 1]);
    expect(server.requests.at(-1)?.body).toEqual({
      model: 'tiny',
      messages: [{ role: 'user', content: 'Which?' }],
      temperature: 0,
      seed: 0,
      max_completion_tokens: 16,
    });
  });

  test('has no answer to likelihoods alone from a server that refuses them, and asks it no more', async () => {
    const { server, engine } = await served({ refuses: ['logprobs'] });
    const request = question('Which?', { maxNewTokens: 0, candidates: ['A', 'B'] });
    const failure = {
      name: 'RequestFailure',
      reason: 'likelihood-unavailable',
      fatal: true,
      message: expect.stringContaining(
        `("Unsupported parameter: 'logprobs' is not supported with this model."); if it gives some, say how many with body: { top_logprobs: 5 }`,
      ),
    };
    await expect(engine.ask(request, never())).rejects.toMatchObject({ ...failure, attempts: 1 });
    await expect(engine.ask(request, never())).rejects.toMatchObject({ ...failure, attempts: 0 });
    expect(server.requests).toHaveLength(1);
  });

  test('has no answer to likelihoods alone from a server that leaves them out', async () => {
    const reply = { choices: [{ message: { content: 'A' }, finish_reason: 'length' }] };
    const { server, engine } = await served({ reply });
    const request = question('Which?', { maxNewTokens: 0, candidates: ['A', 'B'] });
    await expect(engine.ask(request, never())).rejects.toMatchObject({
      reason: 'likelihood-unavailable',
      fatal: false,
      attempts: 1,
      message: 'the reply holds no log-probabilities',
    });
    expect(server.requests).toHaveLength(1);
  });

  // As OpenAI and Azure, vLLM, and FastDeploy word it.
  test.each([
    "Invalid value for 'top_logprobs': must be less than or equal to 2.",
    'Requested sample logprobs of 20, which is greater than max allowed: 2 (parameter=logprobs, value=20)',
    "Invalid value for 'top_logprobs': must be <= 2.",
  ])('asks for as many alternatives as a server gives: %s', async (refusal) => {
    const { server, engine } = await served({ mostLogProbs: { count: 2, refusal } });
    const request = question('Which?', { maxNewTokens: 0, candidates: ['A', 'B'] });
    const { answer, effort } = await engine.ask(request, never());
    expect(answer.candidateLogLikelihoods?.[0]).toBeCloseTo(Math.log(0.625), 12);
    expect(effort.attempts).toBe(2);
    await engine.ask(request, never());
    expect(server.requests.map(({ body }) => body.top_logprobs)).toEqual([20, 2, 2]);
  });

  test('asks for fewer than the config does where the server gives fewer still', async () => {
    const refusal = "Invalid value for 'top_logprobs': must be less than or equal to 2.";
    const { server, engine } = await served(
      { mostLogProbs: { count: 2, refusal } },
      { body: { top_logprobs: 5 } },
    );
    await engine.ask(question('Which?', { maxNewTokens: 0, candidates: ['A'] }), never());
    expect(server.requests.map(({ body }) => body.top_logprobs)).toEqual([5, 2]);
  });

  test('says what to set where a server does not say how many it gives', async () => {
    const refusal = 'top_logprobs is out of range';
    const { engine } = await served({ mostLogProbs: { count: 2, refusal } });
    const request = question('Which?', { maxNewTokens: 0, candidates: ['A'] });
    await expect(engine.ask(request, never())).rejects.toMatchObject({
      reason: 'likelihood-unavailable',
      message: expect.stringContaining('body: { top_logprobs: 5 }'),
    });
  });

  test('says how to go on where a server refuses temperature 0, and does not drop it silently', async () => {
    const { engine } = await served({ refuses: ['temperature'] });
    await expect(engine.ask(question('?'), never())).rejects.toMatchObject({
      reason: 'refused',
      fatal: false,
      attempts: 1,
      message: expect.stringContaining('endpoint.body'),
    });
  });
});

describe('under faults', () => {
  test('256 at once: nothing is lost, all is answered once, retries are counted apart', async () => {
    let held = 256;
    const warned: Error[] = [];
    const onWarning = (warning: Error) => warned.push(warning);
    process.on('warning', onWarning);
    const { server, engine } = await served(
      {
        faults: [
          'rate-limited',
          'rate-limited-with-wait',
          'server-error',
          'unavailable',
          'cut',
          'reset',
          'malformed',
          'no-choices',
        ],
        faultRate: 0.3,
        mostFaults: 5,
        seed: 7,
        // Long enough for all of the first to be there together.
        latencyMs: () => (held-- > 0 ? 1500 : 1),
      },
      { timeoutSeconds: 60 },
    );
    const texts = Array.from({ length: 600 }, (_, index) => `question ${index}`);
    const signal = never();
    const results = await Promise.all(texts.map((text) => engine.ask(question(text), signal)));
    process.off('warning', onWarning);

    expect(results.map(({ answer }) => answer.text)).toEqual(texts.map(expected));
    expect(server.peak).toBe(256);
    const seen = [...server.seen.values()];
    expect(seen).toHaveLength(600);
    expect(seen.every(({ answered }) => answered === 1)).toBe(true);
    const received = seen.reduce((sum, each) => sum + each.received, 0);
    const attempts = results.reduce((sum, { effort }) => sum + effort.attempts, 0);
    expect(attempts).toBe(received);
    expect(received).toBeGreaterThan(750);
    expect(warned.filter(({ name }) => name === 'MaxListenersExceededWarning')).toEqual([]);
  });

  test('holds back while the server says it is too much, and comes back when it bears more', async () => {
    const faults = { faults: ['rate-limited'], mostFaults: 1, latencyMs: () => 10 } as const;
    const { engine } = await served(faults, { maxInFlight: 32 });
    const signal = never();
    const texts = Array.from({ length: 100 }, (_, index) => `question ${index}`);
    const askAll = () => Promise.all(texts.map((text) => engine.ask(question(text), signal)));
    await askAll();
    const heldBack = engine.maxInFlight;
    expect(heldBack).toBeLessThan(17);
    for (let calm = 0; calm < 100 && engine.maxInFlight < 32; calm++) await askAll();
    expect(engine.maxInFlight).toBe(32);
  });

  test.each([
    ['rate-limited', 'rate-limited'],
    ['server-error', 'server-error'],
    ['cut', 'connection-failed'],
    ['reset', 'connection-failed'],
    ['malformed', 'malformed-reply'],
    ['no-choices', 'malformed-reply'],
  ] as const)('gives up on %s after the attempts allowed', async (fault, reason) => {
    const { server, engine } = await served({ faults: [fault] }, { attempts: 3 });
    await expect(engine.ask(question('?'), never())).rejects.toMatchObject({
      name: 'RequestFailure',
      reason,
      attempts: 3,
      fatal: false,
    });
    expect(server.requests).toHaveLength(3);
  });

  test('counts a time-out, and asks again', async () => {
    const slow = { faults: ['slow'], mostFaults: 1, slowMs: 5000 } as const;
    const { engine } = await served(slow, { timeoutSeconds: 0.2 });
    const { effort } = await engine.ask(question('?'), never());
    expect(effort.attempts).toBe(2);
    const { engine: once } = await served(slow, { timeoutSeconds: 0.2, attempts: 1 });
    await expect(once.ask(question('?'), never())).rejects.toMatchObject({ reason: 'timeout' });
    expect(once.maxInFlight).toBe(128);
  });

  test('does not wait for a server that asks to be left alone for hours', async () => {
    const headers = { 'retry-after': '7200' };
    const { engine } = await served({ refusal: { status: 429, body: {}, headers } });
    await expect(engine.ask(question('?'), never())).rejects.toMatchObject({
      reason: 'rate-limited',
      attempts: 1,
      message: expect.stringContaining('to be asked again in 7200 s'),
    });
  });

  test.each([
    [400, { message: 'no such template', object: 'error' }, 'refused', false],
    [401, { error: { message: 'bad key' } }, 'refused', true],
    [403, { error: { message: 'no access' } }, 'refused', true],
    [404, { error: { message: 'The model `tiny` does not exist' } }, 'refused', true],
    [429, { error: { message: 'spent', code: 'insufficient_quota' } }, 'refused', true],
    [302, 'elsewhere', 'refused', false],
  ])('asks once where the answer is a %i', async (status, body, reason, fatal) => {
    const { server, engine } = await served({ refusal: { status, body } });
    await expect(engine.ask(question('?'), never())).rejects.toMatchObject({
      reason,
      fatal,
      attempts: 1,
    });
    expect(server.requests).toHaveLength(1);
  });

  test('reports a server that is not there, after retries', async () => {
    const { engine, server } = await served({}, { attempts: 2 });
    await server.close();
    open.splice(1, 1);
    await expect(engine.ask(question('?'), never())).rejects.toMatchObject({
      reason: 'connection-failed',
      attempts: 2,
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });
});

describe('aborting', () => {
  test('ends requests on their way, waiting in line and waiting to be retried at once', async () => {
    const { engine } = await served({ latencyMs: () => 20_000 }, { maxInFlight: 2 });
    const { engine: limited } = await served({ faults: ['rate-limited'] });
    const controller = new AbortController();
    const asked = [
      ...Array.from({ length: 5 }, (_, index) =>
        engine.ask(question(`${index}`), controller.signal),
      ),
      limited.ask(question('?'), controller.signal),
    ];
    const settled = Promise.allSettled(asked);
    await new Promise((resolve) => setTimeout(resolve, 30));
    const start = performance.now();
    controller.abort(new Error('the run was stopped'));
    const outcomes = await settled;
    expect(performance.now() - start).toBeLessThan(1000);
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({
        status: 'rejected',
        reason: { message: 'the run was stopped' },
      });
    }
    await expect(engine.ask(question('?'), controller.signal)).rejects.toThrow(
      'the run was stopped',
    );
  });
});

describe('the API key', () => {
  test('is sent, and shown nowhere when the server quotes it', async () => {
    const environment = { TINY_KEY: KEY };
    const { server, engine } = await served({ apiKey: KEY }, {}, environment);
    await engine.ask(question('?'), never());
    expect(server.requests[0]?.headers.authorization).toBe(`Bearer ${KEY}`);

    const quoted = [KEY, `Bearer ${KEY}`, encodeURIComponent(KEY)].join(' and ');
    for (const status of [400, 401, 403, 404, 429, 500]) {
      const refusal = { status, body: { error: { message: `You sent ${quoted}` } } };
      const { engine: quoting } = await served({ refusal }, { attempts: 2 }, environment);
      const error = await quoting.ask(question('?'), never()).catch((thrown: unknown) => thrown);
      const shown = inspected(error);
      expect(shown).toContain(`HTTP ${status}`);
      expect(shown).not.toContain(KEY);
      expect(shown).not.toContain(encodeURIComponent(KEY));
    }
  });

  test('is not in what a bad key is answered with, nor is a part of it', async () => {
    const { engine } = await served({ apiKey: 'another' }, {}, { TINY_KEY: KEY });
    const error = await engine.ask(question('?'), never()).catch((thrown: unknown) => thrown);
    expect(inspected(error)).not.toContain('0123');
    expect(error).toMatchObject({ fatal: true, reason: 'refused' });
  });

  test('is not printed, even where the package is told to log', async () => {
    vi.stubEnv('OPENAI_LOG', 'debug');
    const printed = ['debug', 'info', 'warn', 'error', 'log'].map((name) =>
      vi.spyOn(console, name as 'log').mockImplementation(() => {}),
    );
    const { engine } = await served({}, {}, { TINY_KEY: KEY });
    await engine.ask(question('?'), never());
    expect(printed.flatMap(({ mock }) => mock.calls)).toEqual([]);
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });

  test('is taken from the environment handed in alone: nothing else of the process is sent', async () => {
    vi.stubEnv('OPENAI_API_KEY', 'sk-of-the-process');
    vi.stubEnv('OPENAI_ORG_ID', 'org-of-the-process');
    vi.stubEnv('OPENAI_PROJECT_ID', 'project-of-the-process');
    vi.stubEnv('OPENAI_CUSTOM_HEADERS', 'X-Secret: of-the-process\nAuthorization: of-the-process');
    const { server, engine } = await served();
    const { answer } = await engine.ask(question('?'), never());
    vi.unstubAllEnvs();
    expect(answer.text).toBe(expected('?'));
    expect(JSON.stringify(server.requests[0]?.headers)).not.toContain('of-the-process');
    expect(server.requests[0]?.headers.authorization).toBeUndefined();
  });
});

/** All that a log of an error could show: its own fields, hidden ones too, and its causes. */
function inspected(error: unknown): string {
  const fields = Object.getOwnPropertyNames(error).map((name) => [
    name,
    String((error as Record<string, unknown>)[name]),
  ]);
  const cause = error instanceof Error && error.cause !== undefined ? inspected(error.cause) : '';
  return JSON.stringify(fields) + cause;
}

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

describe('opening', () => {
  const environment = {};
  const config = {
    ...({} as EndpointConfig),
    model: 'm',
    maxInFlight: 1,
    timeoutSeconds: 1,
    body: {},
  };

  test.each([
    ['localhost:8000/v1', 'is no http address'],
    ['ftp://host/v1', 'is no http address'],
    ['https://me:secret@host/v1', 'holds a name or a password'],
  ])('refuses the address %s and shows no secret', async (url, problem) => {
    const error = await openOpenAiEngine({ ...config, url }, { environment }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ code: 'endpoint-url', problem });
    expect(inspected(error)).not.toContain('secret');
  });

  test('refuses a key that can not be sent, without quoting it', async () => {
    const bad = { ...config, url: 'http://localhost/v1', apiKeyVariable: 'K' };
    const error = await openOpenAiEngine(bad, { environment: { K: 'secret\nkey' } }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ code: 'endpoint-key', location: 'K' });
    expect(inspected(error)).not.toContain('secret');
  });

  test.each([
    ['stream', true],
    ['max_tokens', null],
    ['logprobs', false],
    ['top_p', 0.9],
    ['top_k', 40],
    ['temperature', 0.7],
    ['seed', 1],
  ])('refuses the field %s of the body, which the run sets', async (field, value) => {
    const bad = { ...config, url: 'http://localhost/v1', body: { min_tokens: 1, [field]: value } };
    await expect(openOpenAiEngine(bad, { environment })).rejects.toMatchObject({
      code: 'endpoint-body',
      problem: `has "${field}", which the run sets itself`,
    });
  });

  test('takes temperature and seed out of the body for a server that wants neither', async () => {
    const { server, engine } = await served({}, { body: { temperature: null, seed: null } });
    await engine.ask(question('?'), never());
    expect(server.requests[0]?.body).not.toHaveProperty('temperature');
    expect(server.requests[0]?.body).not.toHaveProperty('seed');
  });

  test("sends the address's query along", async () => {
    const { server } = await served();
    const url = `${server.url}/?api-version=2024-10-21`;
    const azure = await openOpenAiEngine(
      { ...config, url, attempts: 1, apiKeyVariable: 'K' },
      { environment },
    );
    open.push(() => azure.close());
    await azure.ask(question('?'), never());
    expect(server.requests[0]?.url).toBe('/v1/chat/completions?api-version=2024-10-21');
  });
});
