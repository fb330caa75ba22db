import type { APIError, OpenAI } from 'openai';
import type { Redact } from './redact-secrets.ts';
import { retryAfterMs } from './retry-delay.ts';

/** Why one attempt brought no answer. */
export interface AttemptFailure {
  /** As in RequestFailure. */
  readonly reason: string;
  /** One line, without secrets. */
  readonly detail: string;
  /** Whether the next attempt may fare better. */
  readonly retry: boolean;
  /** Whether every other request fails the same way. */
  readonly fatal?: boolean;
  /** Whether fewer requests at once would have helped. */
  readonly overload?: boolean;
  /** Wait that the server asked for. */
  readonly retryAfterMs?: number | undefined;
  /** What a refusal said, for the traits to be learnt from. */
  readonly refusal?: string;
}

/** The package's error classes, which are loaded with it. */
export type PackageErrors = Pick<
  typeof OpenAI,
  'APIError' | 'APIConnectionError' | 'APIConnectionTimeoutError'
>;

const LONGEST_DETAIL = 300;

/** Statuses that say that the server is at fault, for now. */
const PASSING = new Set([408, 409, 425]);

/** What came of an attempt that threw. */
export function attemptFailure(
  error: unknown,
  errors: PackageErrors,
  redact: Redact,
  nowMs: number,
): AttemptFailure {
  if (error instanceof errors.APIConnectionTimeoutError) {
    return { reason: 'timeout', detail: 'no answer in time', retry: true, overload: true };
  }
  if (error instanceof errors.APIConnectionError) {
    const detail = oneLine(redact(`connection failed: ${deepestMessage(error)}`));
    return { reason: 'connection-failed', detail, retry: true };
  }
  if (error instanceof errors.APIError) return statusFailure(error, redact, nowMs);
  // Left is a reply of status 200 that is no JSON.
  const detail = oneLine(redact(deepestMessage(error)));
  return { reason: 'malformed-reply', detail, retry: true };
}

function statusFailure(error: APIError, redact: Redact, nowMs: number): AttemptFailure {
  const { status = 0, headers, code } = error;
  const refusal = redact(serverMessage(error));
  const detail = oneLine(`HTTP ${status}: ${refusal}`);
  if (status === 401) {
    // Services quote parts of the key that was sent.
    const said = 'HTTP 401: the server does not accept the API key';
    return { reason: 'refused', detail: said, retry: false, fatal: true };
  }
  if (status === 429 && code === 'insufficient_quota') {
    return { reason: 'refused', detail, retry: false, fatal: true };
  }
  if (status === 429 || status >= 500 || PASSING.has(status)) {
    return {
      reason: status === 429 ? 'rate-limited' : 'server-error',
      detail,
      retry: true,
      overload: status === 429 || status === 503,
      retryAfterMs: retryAfterMs(headers, nowMs),
    };
  }
  const fatal = status === 403 || status === 404;
  return { reason: 'refused', detail: detail + hint(refusal), retry: false, fatal, refusal };
}

/** OpenAI's `{ error: { message } }`, ms-swift's `{ message }`, or whatever there is. */
function serverMessage({ error, message }: APIError): string {
  const said = (error as { message?: unknown } | undefined)?.message;
  return typeof said === 'string' ? said : message;
}

function hint(refusal: string): string {
  if (!/temperature|seed/i.test(refusal)) return '';
  return ' (a null in endpoint.body leaves the field out; without temperature 0 answers are drawn at random)';
}

function deepestMessage(error: unknown): string {
  let deepest = error;
  while (deepest instanceof Error && deepest.cause instanceof Error) deepest = deepest.cause;
  return deepest instanceof Error ? deepest.message : String(deepest);
}

/** A server's words, short enough for a journal. */
export function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > LONGEST_DETAIL ? `${line.slice(0, LONGEST_DETAIL)}…` : line;
}
