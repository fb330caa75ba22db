import { describe, expect, it } from 'vitest';
import { splitSentences } from './split-sentences.ts';

describe('splitSentences', () => {
  it.each([
    ['No mass. A 3.5 cm cyst; no nodes!', ['No mass.', 'A 3.5 cm cyst;', 'no nodes!']],
    ['FINDINGS\nNo mass', ['FINDINGS', 'No mass']],
    ['双肺清晰。心影不大。', ['双肺清晰。', '心影不大。']],
    ['... - .', []],
    ['', []],
  ])('splits %j', (text, sentences) => {
    expect(splitSentences(text)).toEqual(sentences);
  });
});
