import type { EndpointConfig } from '../../benchmark/model-config.ts';
import { AuditError } from '../../errors.ts';
import type { EngineRequest } from '../engine.ts';
import { oneLine } from './attempt-failure.ts';
import type { ChatPrompt } from './chat-messages.ts';

/** A request's body, ready to be sent. */
export type ChatBody = Readonly<Record<string, unknown>>;

/** What differs between servers and is learnt from the first refusal. */
export interface ServerTraits {
  readonly tokenLimit: 'max_tokens' | 'max_completion_tokens';
  /** Alternatives that are asked for at a token; 0 once the server has refused them. */
  readonly topLogProbs: number;
  /** What it said to that. */
  readonly refusal?: string;
}

/** What most servers do, and what is tried first; OpenAI and vLLM give 20 alternatives at most. */
export const usualTraits: ServerTraits = { tokenLimit: 'max_tokens', topLogProbs: 20 };

/** What the run decides itself. */
const RESERVED = new Set([
  'model',
  'messages',
  'stream',
  'n',
  'max_tokens',
  'max_completion_tokens',
  'logprobs',
  'top_p',
  'top_k',
  'min_p',
]);
/** The same, but a server that refuses them is asked without. */
const REMOVABLE = new Set(['temperature', 'seed']);

/** @throws {AuditError} if `body` sets what the run decides. */
export function checkBody({ body }: EndpointConfig): void {
  const key = Object.keys(body).find(
    (name) => RESERVED.has(name) || (REMOVABLE.has(name) && body[name] !== null),
  );
  if (key === undefined) return;
  throw new AuditError({
    code: 'endpoint-body',
    location: 'endpoint.body',
    problem: `has "${key}", which the run sets itself`,
    remedy: REMOVABLE.has(key) ? 'take it out, or set it to null' : 'take it out',
  });
}

/** The body of a request: greedy or drawn from a seed, one answer, and what the config adds or takes out. */
export function chatBody(
  { model, body }: EndpointConfig,
  prompt: ChatPrompt,
  { maxNewTokens, candidates, sampling }: EngineRequest,
  traits: ServerTraits,
): ChatBody {
  const wanted = candidates !== undefined && traits.topLogProbs > 0;
  const { top_logprobs: alternatives = traits.topLogProbs } = body;
  const fields = {
    model,
    ...prompt,
    ...(sampling === undefined ? { temperature: 0, seed: 0 } : drawnFields(sampling)),
    // No server answers with nothing: the one token is thrown away.
    [traits.tokenLimit]: Math.max(1, maxNewTokens),
    ...body,
    logprobs: wanted || null,
    top_logprobs: wanted ? fewer(alternatives, traits.topLogProbs) : null,
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}

/** What the protocol has for drawing; top_k is no part of it, and only sent where it cuts. */
function drawnFields({
  temperature,
  topP,
  topK,
  seed,
}: NonNullable<EngineRequest['sampling']>): ChatBody {
  return { temperature, top_p: topP, seed, ...(topK > 0 && { top_k: topK }) };
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
  if (!('logprobs' in sent && /log_?probs/i.test(refusal))) return undefined;
  const allowed = Number(LIMIT.exec(refusal)?.[1] ?? 0);
  const helps = typeof sent.top_logprobs === 'number' && allowed < sent.top_logprobs;
  const topLogProbs = fewer(helps ? allowed : 0, traits.topLogProbs);
  return { ...traits, topLogProbs, refusal: oneLine(refusal) };
}

/** How servers name the most they give: "must be less than or equal to 5", "max allowed: 5". */
const LIMIT =
  /(?:less than or equal to|<=|between 0 and|at most|max(?:imum)?(?: allowed)?:?) *(\d+)/i;

/** What isn't a number is the server's to judge. */
function fewer<Asked>(asked: Asked, most: number): Asked | number {
  return typeof asked === 'number' ? Math.min(asked, most) : asked;
}

/** Why a request for likelihoods alone can't be answered by such a server; undefined if it may be. */
export function whyNoLikelihood(
  { maxNewTokens, candidates }: EngineRequest,
  { topLogProbs, refusal }: ServerTraits,
): string | undefined {
  if (maxNewTokens > 0 || candidates === undefined || topLogProbs > 0) return undefined;
  return `the server refuses log-probabilities ("${refusal}"); if it gives some, say how many with body: { top_logprobs: 5 }, otherwise use closed: generation`;
}
