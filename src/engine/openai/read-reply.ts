import { z } from 'zod';
import type { EngineAnswer, EngineRequest } from '../engine.ts';
import { candidateLogLikelihoods } from './candidate-log-likelihoods.ts';

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
  /** `filtered` stays so; the others may be better the next time. */
  readonly reason: 'malformed-reply' | 'server-error' | 'filtered';
  readonly detail: string;
}

/**
 * The answer a server's reply holds: the text of the message as it is, reasoning in it or kept
 * apart as the server does it. An empty text is an answer too.
 */
export function readReply(reply: unknown, request: EngineRequest): EngineAnswer | ReplyFault {
  const read = replySchema.safeParse(reply);
  if (!read.success) {
    const [issue] = read.error.issues;
    const where = issue?.path.join('.') || 'the reply';
    return { reason: 'malformed-reply', detail: `${where}: ${issue?.message ?? 'unreadable'}` };
  }
  const { finish_reason: finish } = read.data.choices[0]!;
  if (finish === 'content_filter') {
    return { reason: 'filtered', detail: 'a filter of the server broke the answer off' };
  }
  if (finish != null && BROKEN_OFF.has(finish)) {
    return { reason: 'server-error', detail: `the server broke the answer off ("${finish}")` };
  }
  return answer(read.data, request);
}

function answer({ choices, usage }: Reply, request: EngineRequest): EngineAnswer {
  const { message, finish_reason: finish, logprobs } = choices[0]!;
  const { maxNewTokens, candidates } = request;
  return {
    ...(maxNewTokens === 0
      ? { text: '', finish: 'none' }
      : { text: message.content ?? '', finish: finish === 'length' ? 'length' : 'stop' }),
    ...(usage?.prompt_tokens === undefined ? {} : { promptTokens: usage.prompt_tokens }),
    ...(usage?.completion_tokens === undefined ? {} : { newTokens: usage.completion_tokens }),
    ...(candidates === undefined
      ? {}
      : { candidateLogLikelihoods: candidateLogLikelihoods(candidates, logprobs?.content?.[0]) }),
  };
}
