import { expect, it } from 'vitest';
import { answerText } from './answer-text.ts';

it.each([
  ['<think>A? No.</think> **B**', 'B'],
  ['<thinking>A</thinking>\n`B`', 'B'],
  ['A or B, so</think>B', 'B'],
  ['<think>A, because', ''],
  ['B', 'B'],
  ['x < y', 'x < y'],
])('keeps the answering part of %j', (response, text) => {
  expect(answerText(response)).toBe(text);
});

it('reads a response that opens thoughts without end in an instant', () => {
  expect(answerText(`B ${'<think>'.repeat(140_000)}`)).toBe('B');
});
