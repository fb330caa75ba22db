import { z } from 'zod';
import type { EngineAnswer, EngineRequest } from '../engine.ts';
import { candidateLogLikelihoods, type TokenPosition } from './candidate-log-likelihoods.ts';

const alternative = z.object({ token: z.string(), logprob: z.number() });

const position = alternative.extend({ top_logprobs: z.array(alternative).nullish() });

/** What is read of a reply; servers add much more. */
const replySchema = z.object({
  choices: z
    .array(
      z.object({
        message: z.object({ content: z.string().nullish() }),
        finish_reason: z.string().nullish(),
        logprobs: z.object({ content: z.array(position).nullish() }).nullish(),
      }),
    )
    .min(1),
  usage: z
    .object({ prompt_tokens: z.int().min(0), completion_tokens: z.int().min(0) })
    .partial()
    .nullish(),
});

type Reply = z.infer<typeof replySchema>;

/** What the server broke off itself, rather than the model or the limit. */
const BROKEN_OFF = new Set(['content_filter', 'error', 'abort']);

/** Why a reply is no answer. */
export interface ReplyFault {
  readonly reason: 'malformed-reply' | 'server-error' | 'filtered' | 'likelihood-unavailable';
  readonly detail: string;
  /** Whether it may be better the next time. */
  readonly retry: boolean;
}

/**
 * The answer a server's reply holds: the text of the message as it is, reasoning in it or kept
 * apart as the server does it. An empty text is an answer too; no likelihood at all is none where
 * nothing else was wanted.
 */
export function readReply(reply: unknown, request: EngineRequest): EngineAnswer | ReplyFault {
  const read = replySchema.safeParse(reply);
  if (!read.success) {
    const [issue] = read.error.issues;
    const where = issue?.path.join('.') || 'the reply';
    const detail = `${where}: ${issue?.message ?? 'unreadable'}`;
    return { reason: 'malformed-reply', detail, retry: true };
  }
  const { finish_reason: finish } = read.data.choices[0]!;
  if (finish === 'content_filter') {
    const detail = 'a filter of the server broke the answer off';
    return { reason: 'filtered', detail, retry: false };
  }
  if (finish != null && BROKEN_OFF.has(finish)) {
    const detail = `the server broke the answer off ("${finish}")`;
    return { reason: 'server-error', detail, retry: true };
  }
  return answer(read.data, request);
}

function answer({ choices, usage }: Reply, request: EngineRequest): EngineAnswer | ReplyFault {
  const { message, finish_reason: finish, logprobs } = choices[0]!;
  const { maxNewTokens, candidates } = request;
  const first = logprobs?.content?.[0];
  const likelihoods = candidates && candidateLogLikelihoods(candidates, first);
  if (maxNewTokens === 0 && likelihoods?.every((each) => each === null)) {
    return likelihoodUnavailable(first);
  }
  return {
    ...(maxNewTokens === 0
      ? { text: '', finish: 'none' }
      : { text: message.content ?? '', finish: finish === 'length' ? 'length' : 'stop' }),
    ...(usage?.prompt_tokens === undefined ? {} : { promptTokens: usage.prompt_tokens }),
    ...(usage?.completion_tokens === undefined ? {} : { newTokens: usage.completion_tokens }),
    ...(likelihoods === undefined ? {} : { candidateLogLikelihoods: likelihoods }),
  };
}

function likelihoodUnavailable(first: TokenPosition | undefined): ReplyFault {
  const detail =
    first === undefined
      ? 'the reply holds no log-probabilities'
      : `no candidate is among the ${first.top_logprobs?.length ?? 0} alternatives that the server told for the first token`;
  return { reason: 'likelihood-unavailable', detail, retry: false };
}
