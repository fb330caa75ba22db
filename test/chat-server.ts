/** A chat-completions server for tests: answers that follow from the question, and faults on order. */

import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** What can go wrong with a request. */
export type Fault =
  | 'rate-limited'
  | 'rate-limited-with-wait'
  | 'server-error'
  | 'unavailable'
  | 'slow'
  | 'cut'
  | 'reset'
  | 'malformed'
  | 'no-choices';

export interface ChatServerOptions {
  /** Kinds to draw from; default none. */
  readonly faults?: readonly Fault[];
  /** Share of attempts with a fault, 0..1; default 1 if there are kinds. */
  readonly faultRate?: number;
  /** A body fails so often at most; default any number of times. */
  readonly mostFaults?: number;
  /** Of the schedule. */
  readonly seed?: number;
  /** Time for an answer, which may depend on the requests under way. Default 0. */
  readonly latencyMs?: (underWay: number) => number;
  /** What 'slow' adds. Default 60 s. */
  readonly slowMs?: number;
  /** Fields it refuses with a 400. */
  readonly refuses?: readonly ('max_tokens' | 'logprobs' | 'temperature')[];
  /** Refuses more alternatives at a token than these, with this message. */
  readonly mostLogProbs?: { readonly count: number; readonly refusal: string };
  /** Refuses everything with this status and message. */
  readonly refusal?: {
    readonly status: number;
    readonly body: unknown;
    readonly headers?: Readonly<Record<string, string>>;
  };
  /** Only requests with this key are answered. */
  readonly apiKey?: string;
  /** What it answers; default `answerTo` of the messages. */
  readonly answer?: (body: ReceivedBody) => string;
  /** Sent back in place of the usual reply. */
  readonly reply?: unknown;
}

/** A request's body as far as it is used here. */
export interface ReceivedBody {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: unknown }[];
  readonly logprobs?: boolean;
  readonly [field: string]: unknown;
}

interface ReceivedRequest {
  readonly url: string;
  readonly body: ReceivedBody;
  readonly headers: IncomingMessage['headers'];
}

export interface ChatServer {
  /** As far as `/v1`. */
  readonly url: string;
  /** Most requests that were under way at once. */
  readonly peak: number;
  /** How often each body came and was answered well, by its hash. */
  readonly seen: ReadonlyMap<string, { readonly received: number; readonly answered: number }>;
  /** In their order of arrival. */
  readonly requests: readonly ReceivedRequest[];
  close(): Promise<void>;
}

/** What the server answers to such messages. */
export function answerTo(messages: unknown): string {
  return `answer ${digest(JSON.stringify(messages)).slice(0, 12)}`;
}

/** Starts it on a free port of this machine. */
export async function startChatServer(options: ChatServerOptions = {}): Promise<ChatServer> {
  const seen = new Map<string, { received: number; answered: number }>();
  const requests: ReceivedRequest[] = [];
  let underWay = 0;
  let peak = 0;
  const server = createServer(async (request, response) => {
    underWay += 1;
    peak = Math.max(peak, underWay);
    response.on('close', () => {
      underWay -= 1;
    });
    const text = await textOf(request);
    const body = JSON.parse(text) as ReceivedBody;
    requests.push({ url: request.url ?? '', body, headers: request.headers });
    const count = seen.get(digest(text)) ?? { received: 0, answered: 0 };
    seen.set(digest(text), count);
    count.received += 1;
    await sleep(options.latencyMs?.(underWay) ?? 0);
    const refusal = refusalOf(request, body, options);
    if (refusal !== undefined) return send(response, refusal.status, refusal.body, refusal.headers);
    const fault = scheduledFault(digest(text), count.received, options);
    if (fault !== undefined && (await commit(fault, response, options))) return;
    response.on('finish', () => {
      count.answered += 1;
    });
    send(response, 200, options.reply ?? replyTo(body, options.answer));
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', 4096, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    get peak() {
      return peak;
    },
    seen,
    requests,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function send(response: ServerResponse, status: number, body: unknown, headers = {}): void {
  if (response.destroyed) return;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text);
}

function openAiError(message: string): unknown {
  return { error: { message, type: 'invalid_request_error', param: null, code: null } };
}

function refusalOf(
  { url, headers }: IncomingMessage,
  body: ReceivedBody,
  { refusal, apiKey, refuses = [], mostLogProbs }: ChatServerOptions,
): ChatServerOptions['refusal'] {
  if (!url?.startsWith('/v1/chat/completions'))
    return { status: 404, body: openAiError('Not Found') };
  if (refusal !== undefined) return refusal;
  if (apiKey !== undefined && headers.authorization !== `Bearer ${apiKey}`) {
    // Services quote what they were sent.
    const message = `Incorrect API key provided: ${headers.authorization}`;
    return { status: 401, body: openAiError(message) };
  }
  if (mostLogProbs !== undefined && Number(body.top_logprobs ?? 0) > mostLogProbs.count) {
    return { status: 400, body: openAiError(mostLogProbs.refusal) };
  }
  const field = refuses.find((name) => name in body);
  if (field === undefined) return undefined;
  const instead = field === 'max_tokens' ? " Use 'max_completion_tokens' instead." : '';
  const message = `Unsupported parameter: '${field}' is not supported with this model.${instead}`;
  return { status: 400, body: openAiError(message) };
}

/** Follows from seed, body and attempt alone, whatever order requests come in. */
function scheduledFault(
  hash: string,
  attempt: number,
  {
    faults = [],
    faultRate = 1,
    mostFaults = Number.POSITIVE_INFINITY,
    seed = 0,
  }: ChatServerOptions,
): Fault | undefined {
  if (faults.length === 0 || attempt > mostFaults) return undefined;
  const drawn = createHash('sha256').update(`${seed} ${hash} ${attempt}`).digest();
  if (drawn.readUInt32LE(0) / 2 ** 32 >= faultRate) return undefined;
  return faults[drawn.readUInt32LE(4) % faults.length];
}

/** @returns Whether the request is done with. */
async function commit(
  fault: Fault,
  response: ServerResponse,
  { slowMs = 60_000 }: ChatServerOptions,
): Promise<boolean> {
  const limited = openAiError('Rate limit reached');
  switch (fault) {
    case 'rate-limited':
      send(response, 429, limited);
      return true;
    case 'rate-limited-with-wait':
      send(response, 429, limited, { 'retry-after-ms': '20' });
      return true;
    case 'server-error':
      send(response, 500, openAiError('The server had an error'));
      return true;
    case 'unavailable':
      send(response, 503, openAiError('Overloaded'), { 'retry-after': '0' });
      return true;
    case 'slow':
      await sleep(slowMs, undefined, { ref: false });
      return false;
    case 'cut':
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' });
      response.write('{"choices":[{"message":{"content":"ans', () => response.destroy());
      return true;
    case 'reset':
      response.destroy();
      return true;
    case 'malformed':
      send(response, 200, '{"choices":[{"message":');
      return true;
    case 'no-choices':
      send(response, 200, { choices: [] });
      return true;
  }
}

/** "A" with probability 0.5, " A" 0.125 and "B" 0.25, whatever the question. */
const ALTERNATIVES = [
  { token: 'A', logprob: Math.log(0.5) },
  { token: 'B', logprob: Math.log(0.25) },
  { token: ' A', logprob: Math.log(0.125) },
  { token: 'the', logprob: -9999 },
];

function replyTo(
  body: ReceivedBody,
  answer: ChatServerOptions['answer'] = ({ messages }) => answerTo(messages),
): unknown {
  const { model, logprobs } = body;
  const content = answer(body);
  const [first] = ALTERNATIVES;
  const position = { ...first, bytes: null, top_logprobs: ALTERNATIVES };
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1,
    model,
    system_fingerprint: 'fp_test',
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content, refusal: null },
        logprobs: logprobs === true ? { content: [position], refusal: null } : null,
        finish_reason: 'stop',
      },
    ],
    usage: { prompt_tokens: 7, completion_tokens: 3, total_tokens: 10 },
  };
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
