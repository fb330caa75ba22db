import * as http from 'node:http';
import * as https from 'node:https';

/** `fetch` as the openai package calls it: a URL, a body of text, headers and a signal. */
export interface HttpFetch {
  readonly fetch: typeof fetch;
  /** Drops the connections that are kept open. */
  close(): void;
}

/** What goes out. The package adds facts about this machine and headers of its own environment. */
const SENT_HEADERS = ['accept', 'authorization', 'content-type', 'user-agent'];

/** Statuses whose reply has no body. */
const WITHOUT_BODY = new Set([204, 205, 304]);

/**
 * `fetch` over node:http, for two things the one of Node can't do: it gives up on a reply's
 * headers after 300 s whatever the caller allows, and its connections can't be closed. As many
 * connections as requests at once, kept open between them. A reply is read to its end, redirects
 * are not followed: a key must not travel to another address.
 */
export function createHttpFetch(): HttpFetch {
  const agents = {
    http: new http.Agent({ keepAlive: true }),
    https: new https.Agent({ keepAlive: true }),
  };
  return {
    fetch: (input, init = {}) =>
      exchange(new URL(input instanceof Request ? input.url : input), init, agents),
    close() {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}

function exchange(
  url: URL,
  { method = 'GET', headers, body, signal }: RequestInit,
  agents: { readonly http: http.Agent; readonly https: https.Agent },
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const options = {
      method,
      headers: sentHeaders(new Headers(headers)),
      ...(signal ? { signal } : {}),
    };
    const outgoing =
      url.protocol === 'https:'
        ? https.request(url, { ...options, agent: agents.https })
        : http.request(url, { ...options, agent: agents.http });
    outgoing.on('error', reject);
    outgoing.on('response', (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('error', reject);
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () => resolve(response(incoming, Buffer.concat(chunks))));
    });
    outgoing.end(body);
  });
}

function sentHeaders(headers: Headers): http.OutgoingHttpHeaders {
  return Object.fromEntries(
    SENT_HEADERS.flatMap((name) => {
      const value = headers.get(name);
      return value === null ? [] : [[name, value]];
    }),
  );
}

function response({ statusCode = 0, headers }: http.IncomingMessage, body: Buffer): Response {
  const lines = Object.entries(headers).flatMap(([name, value]) =>
    [value ?? []].flat().map((line): [string, string] => [name, line]),
  );
  const content = WITHOUT_BODY.has(statusCode) ? null : new Uint8Array(body);
  return new Response(content, { status: statusCode, headers: lines });
}
