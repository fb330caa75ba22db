import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testItem } from '../../../test/test-item.ts';
import { extractAnswer, extractors } from './index.ts';

const choice = testItem({
  track: 'closed',
  options: [
    { label: 'A', text: 'mass' },
    { label: 'B', text: 'no mass' },
    { label: 'C', text: 'calcification' },
  ],
  answer: 'B',
});
const polarChoice = testItem({
  track: 'closed',
  options: [
    { label: 'A', text: 'Yes' },
    { label: 'B', text: 'No' },
  ],
  answer: 'A',
});
const binary = testItem({ track: 'closed', answer: 'Yes' });
const short = testItem({ track: 'closed', answer: 'Left lung' });

/** Expected answers in the order strict-letter, answer-is, option-text, lenient. */
type Expected = readonly [string | null, string | null, string | null, string | null];

function extractAll(response: string, item: typeof choice): (string | null)[] {
  return extractors.map((extractor) => extractAnswer(response, item, extractor));
}

describe('extractors on multiple choice', () => {
  it.each<[string, Expected]>([
    ['B', ['B', null, null, 'B']],
    ['b.', ['B', null, null, 'B']],
    ['(B)', ['B', null, null, 'B']],
    ['**B**', ['B', null, null, 'B']],
    ['B) no mass', ['B', null, 'B', 'B']],
    ['(B) no mass', ['B', null, 'B', 'B']],
    ['B - no mass', ['B', null, 'B', 'B']],
    ['B\nThe lesion is gone.', ['B', null, null, 'B']],
    ['Answer: B', [null, 'B', null, 'B']],
    ['The answer is (B).', [null, 'B', null, 'B']],
    ['The correct answer is **B. no mass**', [null, 'B', 'B', 'B']],
    ['The best option is B because nothing is seen.', [null, 'B', null, 'B']],
    ['$\\boxed{B}$', [null, 'B', null, 'B']],
    ['{"answer": "B"}', [null, 'B', null, 'B']],
    ['答案是B。', [null, 'B', null, 'B']],
    ['我选B', [null, 'B', null, 'B']],
    ['no mass', [null, null, 'B', 'B']],
    ['I can see calcification here.', [null, null, 'C', 'C']],
    ['I would go for C', [null, null, null, 'C']],
    ['<think>Maybe A. Or C?</think>B', ['B', null, null, 'B']],
    ['Maybe A</think>\n<answer>B</answer>', [null, 'B', null, 'B']],
  ])('reads %j', (response, expected) => {
    expect(extractAll(response, choice)).toEqual(expected);
  });

  it.each<[string, Expected]>([
    ['', [null, null, null, null]],
    ['<think>It must be B', [null, null, null, null]],
    ['A, C', [null, null, null, null]],
    ['Both A and C', [null, null, null, null]],
    ['Neither A nor C', [null, null, null, null]],
    ['The answer is not A', [null, null, null, null]],
    ['A lesion is seen.', [null, null, null, null]],
    ['Blood and air', [null, null, null, null]],
    ['D', [null, null, null, null]],
    ['either mass or calcification', [null, null, null, null]],
    ['1.5 cm', [null, null, null, null]],
  ])('finds no answer in %j', (response, expected) => {
    expect(extractAll(response, choice)).toEqual(expected);
  });

  it.each([
    ['It is not A, so B', 'B'],
    ['This is not calcification but a mass', 'A'],
    ['The answer is A. On reflection, the answer is C.', 'C'],
    ['A mass? No: calcification, not mass', null],
    ['The answer is not calcification. Answer: A', 'A'],
  ])('is not misled by %j', (response, answer) => {
    expect(extractAnswer(response, choice)).toBe(answer);
  });

  it('reads a response that repeats itself without end in no time', () => {
    expect(extractAnswer('The answer is '.repeat(10_000), choice)).toBeNull();
    expect(extractAnswer(`${'The answer is '.repeat(10_000)}B`, choice)).toBe('B');
  });

  it('reads a yes/no question put as a choice by its polarity', () => {
    expect(extractAnswer('Yes, there is no doubt', polarChoice)).toBe('A');
    expect(extractAnswer('There is no mass', polarChoice)).toBe('B');
    expect(extractAnswer('B', polarChoice)).toBe('B');
  });
});

describe('extractors without options', () => {
  it.each<[string, Expected]>([
    ['Yes', ['yes', null, 'yes', 'yes']],
    ['True.', ['yes', null, 'yes', 'yes']],
    ['No, there is nothing.', [null, null, 'no', 'no']],
    ['Yes, no fracture is seen.', [null, null, 'yes', 'yes']],
    ['The answer is no.', [null, 'no', 'no', 'no']],
    ['There is no fracture', [null, null, 'no', 'no']],
    ['是的', ['yes', null, 'yes', 'yes']],
    ['Hard to say', [null, null, null, null]],
    ['There is nothing to note', [null, null, null, null]],
    ['', [null, null, null, null]],
  ])('reads a yes or no in %j', (response, expected) => {
    expect(extractAll(response, binary)).toEqual(expected);
  });

  it('takes a short answer as it stands, or as announced', () => {
    expect(extractAnswer('Left lung.', short)).toBe('left lung');
    expect(extractAnswer('The answer is: left lung.', short)).toBe('left lung');
    expect(extractAnswer('...', short)).toBeNull();
  });
});

describe('every extractor', () => {
  it('answers with a label of the item or nothing, whatever the response', () => {
    const words = fc.constantFrom(
      'A',
      'B',
      'mass',
      'no',
      'not',
      'answer is',
      '(',
      ')',
      '.',
      '\n',
      '"',
    );
    fc.assert(
      fc.property(fc.array(words), (response) => {
        for (const answer of extractAll(response.join(' '), choice)) {
          expect([null, 'A', 'B', 'C']).toContain(answer);
        }
      }),
    );
  });
});
