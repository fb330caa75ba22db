import type { EndpointConfig } from '../../benchmark/model-config.ts';
import { AuditError } from '../../errors.ts';
import type { EngineRequest } from '../engine.ts';
import type { ChatPrompt } from './chat-messages.ts';

/** A request's body, ready to be sent. */
export type ChatBody = Readonly<Record<string, unknown>>;

/** What differs between servers and is learnt from the first refusal. */
export interface ServerTraits {
  readonly tokenLimit: 'max_tokens' | 'max_completion_tokens';
  readonly logProbs: boolean;
}

/** What most servers do, and what is tried first. */
export const usualTraits: ServerTraits = { tokenLimit: 'max_tokens', logProbs: true };

/** Alternatives asked for at a token: the most that OpenAI and vLLM give. */
const TOP_LOG_PROBS = 20;

/** What the run decides itself. */
const RESERVED = ['model', 'messages', 'stream', 'n', 'max_tokens', 'max_completion_tokens'];

/** @throws {AuditError} if `body` sets what the run decides. */
export function checkBody({ body }: EndpointConfig): void {
  const [key] = RESERVED.filter((name) => name in body);
  if (key === undefined) return;
  throw new AuditError({
    code: 'endpoint-body',
    location: 'endpoint.body',
    problem: `has "${key}", which the run sets itself`,
    remedy: 'take it out',
  });
}

/** The body of a request: greedy, one answer, and what the config adds or takes out. */
export function chatBody(
  { model, body }: EndpointConfig,
  prompt: ChatPrompt,
  { maxNewTokens, candidates }: EngineRequest,
  traits: ServerTraits,
): ChatBody {
  const wanted = candidates !== undefined && traits.logProbs;
  const fields = {
    model,
    ...prompt,
    temperature: 0,
    seed: 0,
    // No server answers with nothing: the one token is thrown away.
    [traits.tokenLimit]: Math.max(1, maxNewTokens),
    logprobs: true,
    top_logprobs: TOP_LOG_PROBS,
    ...body,
    ...(wanted ? {} : { logprobs: null, top_logprobs: null }),
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}

/**
 * What a refusal of `sent` says about the server.
 *
 * @returns The traits to go on with; undefined if it says nothing that helps.
 */
export function learnTraits(
  traits: ServerTraits,
  sent: ChatBody,
  refusal: string,
): ServerTraits | undefined {
  if ('max_tokens' in sent && refusal.includes('max_completion_tokens')) {
    return { ...traits, tokenLimit: 'max_completion_tokens' };
  }
  if ('logprobs' in sent && /log_?probs/i.test(refusal)) return { ...traits, logProbs: false };
  return undefined;
}
