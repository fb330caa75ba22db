import { afterEach, describe, expect, test } from 'vitest';
import {
  closeOpen,
  expected,
  inspected,
  never,
  open,
  question,
  served,
} from '../../../test/served-engine.ts';
import type { EndpointConfig } from '../../benchmark/model-config.ts';
import { openOpenAiEngine } from './open-openai-engine.ts';

afterEach(closeOpen);

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

  test('draws from the seed it is given, and sends top_k only where it cuts', async () => {
    const { server, engine } = await served();
    for (const topK of [20, 0]) {
      const sampling = { kind: 'sample', temperature: 0.7, topP: 0.8, topK, seed: 11 } as const;
      await engine.ask(question('Is a mass seen?', { sampling }), never());
    }
    const sent = {
      model: 'tiny',
      messages: [{ role: 'user', content: 'Is a mass seen?' }],
      temperature: 0.7,
      top_p: 0.8,
      seed: 11,
      max_tokens: 16,
    };
    expect(server.requests.map(({ body }) => body)).toEqual([{ ...sent, top_k: 20 }, sent]);
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
