import { describe, expect, test } from 'vitest';
import { candidateLogLikelihoods } from './candidate-log-likelihoods.ts';
import { readReply } from './read-reply.ts';

const request = { prompt: { messages: [] }, maxNewTokens: 16 };

function reply(choice: object, usage?: object) {
  return { choices: [{ message: { content: 'No.' }, finish_reason: 'stop', ...choice }], usage };
}

describe('an answer', () => {
  test('is the message with its tokens counted by the server', () => {
    const usage = { prompt_tokens: 12, completion_tokens: 3, total_tokens: 15 };
    expect(readReply(reply({}, usage), request)).toEqual({
      text: 'No.',
      finish: 'stop',
      promptTokens: 12,
      newTokens: 3,
    });
  });

  test('is empty and cut off where reasoning took all tokens', () => {
    const message = { content: null, reasoning_content: 'Let me look at' };
    expect(readReply(reply({ message, finish_reason: 'length' }), request)).toEqual({
      text: '',
      finish: 'length',
    });
  });

  test('keeps reasoning that the server left in the text', () => {
    const message = { content: '<think>A mass?</think>Yes' };
    expect(readReply(reply({ message }), request)).toMatchObject({
      text: '<think>A mass?</think>Yes',
    });
  });

  test('has no text where only likelihoods were wanted', () => {
    const logprobs = { content: [{ token: 'A', logprob: -0.5 }] };
    const likelihoods = { ...request, maxNewTokens: 0, candidates: ['A', 'B'] };
    expect(readReply(reply({ logprobs }), likelihoods)).toEqual({
      text: '',
      finish: 'none',
      candidateLogLikelihoods: [-0.5, null],
    });
  });

  test('may lack all likelihoods where a text was wanted as well', () => {
    expect(readReply(reply({}), { ...request, candidates: ['A'] })).toMatchObject({
      text: 'No.',
      candidateLogLikelihoods: [null],
    });
  });
});

describe('no answer', () => {
  test.each([
    ['no choices', { choices: [] }, 'malformed-reply'],
    ["a proxy's page", '<html>', 'malformed-reply'],
    ['nothing', undefined, 'malformed-reply'],
    ['an error in a good reply', { error: { message: 'upstream' } }, 'malformed-reply'],
    ['a choice without message', { choices: [{ finish_reason: 'stop' }] }, 'malformed-reply'],
    ['a filter', reply({ finish_reason: 'content_filter' }), 'filtered'],
    ['an aborted one', reply({ finish_reason: 'abort' }), 'server-error'],
  ])('is in %s', (_, body, reason) => {
    expect(readReply(body, request)).toMatchObject({ reason });
  });
});

test.each([
  [undefined, 'the reply holds no log-probabilities'],
  [
    { content: [{ token: 'The', logprob: -1, top_logprobs: [{ token: 'The', logprob: -1 }] }] },
    'no candidate is among the 1 alternatives that the server told for the first token',
  ],
])(
  'likelihoods alone that are not told are no answer, the next time neither',
  (logprobs, detail) => {
    const likelihoods = { ...request, maxNewTokens: 0, candidates: ['A', 'B'] };
    expect(readReply(reply({ logprobs }), likelihoods)).toEqual({
      reason: 'likelihood-unavailable',
      detail,
      retry: false,
    });
  },
);

describe('the log-likelihood of a candidate', () => {
  const first = {
    token: 'A',
    logprob: Math.log(0.5),
    top_logprobs: [
      { token: 'A', logprob: Math.log(0.5) },
      { token: ' A', logprob: Math.log(0.125) },
      { token: 'a', logprob: Math.log(0.1) },
      { token: 'B', logprob: -9999 },
      { token: '\u0120C', logprob: -3 },
      { token: '\u2581D', logprob: -4 },
    ],
  };

  test('adds the token with and without a space before it: ln(0.5 + 0.125)', () => {
    const [log] = candidateLogLikelihoods(['A'], first);
    expect(log).toBeCloseTo(Math.log(0.625), 12);
  });

  test('knows spaces as byte-pair and sentencepiece tokenizers write them', () => {
    expect(candidateLogLikelihoods(['C', 'D'], first)).toEqual([-3, -4]);
  });

  test('is null for what is not told, is too unlikely to tell, or differs in case', () => {
    expect(candidateLogLikelihoods(['E', 'B', 'yes', ''], first)).toEqual([null, null, null, null]);
    expect(candidateLogLikelihoods(['A'], undefined)).toEqual([null]);
  });

  test('is that of the chosen token where the server lists no others', () => {
    expect(candidateLogLikelihoods(['A'], { token: ' A', logprob: -0.1 })).toEqual([-0.1]);
  });

  test('stays finite where probabilities vanish', () => {
    const rare = { token: 'A', logprob: -1000, top_logprobs: [{ token: ' A', logprob: -1000 }] };
    expect(candidateLogLikelihoods(['A'], rare)[0]).toBeCloseTo(-1000 + Math.log(2), 9);
  });
});
