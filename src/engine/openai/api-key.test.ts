import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  closeOpen,
  expected,
  inspected,
  never,
  question,
  served,
} from '../../../test/served-engine.ts';

const KEY = 'sk-test/0123456789abcdef+';
afterEach(closeOpen);

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
