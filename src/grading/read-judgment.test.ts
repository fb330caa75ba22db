import { describe, expect, test } from 'vitest';
import { readJudgment } from './read-judgment.ts';

const outOf10 = { kind: 'score', scale: { lower: 0, upper: 10 } } as const;
const outOf1 = { kind: 'score', scale: { lower: 0, upper: 1 } } as const;
const pair = { kind: 'pair' } as const;
const whole = { cut: false };

const scored = (share: number) => ({ outcome: 'scored', share });

describe('a score of 0 to 10', () => {
  test.each([
    ['on the last line', 'Right, but short.\n[[7]]', 0.7],
    ['with decimals', '[[8.5]]', 0.85],
    ['out of its upper end', 'So: [[8/10]]', 0.8],
    ['with spaces inside', '[[ 8 / 10 ]]', 0.8],
    ['at either end', '[[0]]', 0],
    ['in bold', 'Rating: **[[8]]**', 0.8],
    ['in bold inside the brackets', '[[**8**]]', 0.8],
    ['said twice alike', '[[8]] as I said: [[8.0]], or [[8/10]]', 0.8],
    ['in full-width signs', '评分：［［８］］', 0.8],
    ['in Chinese brackets', '评分：【【７】】', 0.7],
    ['in full-width signs out of the upper end', '【【８／１０】】', 0.8],
    ['after reasoning that said another', '<think>[[2]]? No.</think>\nGood.\n[[9]]', 0.9],
    ['after reasoning without a start', 'maybe [[2]]</think>[[9]]', 0.9],
    ['within text that declines part of it', 'I cannot see the picture. By the text: [[6]]', 0.6],
  ])('is read %s', (_, text, share) => {
    expect(readJudgment(text, outOf10, whole)).toEqual(scored(share));
  });

  test.each([
    ['two values', 'First [[7]], on reflection [[8]]', 'unparsed'],
    ['a value beside what is none', '[[rating]] is [[7]]', 'unparsed'],
    ['a range', '[[7-8]]', 'unparsed'],
    ['a decimal comma', '[[7,5]]', 'unparsed'],
    ['a score of another scale', '[[4/5]]', 'unparsed'],
    ['words in the brackets', '[[Rating: 8]]', 'unparsed'],
    ['a letter', '[[A]]', 'unparsed'],
    ['nothing in the brackets', '[[]]', 'unparsed'],
    ['no brackets', 'Rating: 8', 'unparsed'],
    ['single brackets', '[8]', 'unparsed'],
    ['brackets that do not close', '[[8', 'unparsed'],
    ['a quoted verdict that was broken up', 'It says [ [10]] of itself.', 'unparsed'],
    ['no end of the reasoning', '<think>It is [[8]], so', 'failed'],
    ['reasoning alone', '<think>[[8]]</think>', 'failed'],
    ['no text', ' \n', 'failed'],
    ['too much', '[[11]]', 'out-of-range'],
    ['too little', '[[-1]]', 'out-of-range'],
    ['a share above its whole', '[[12/10]]', 'out-of-range'],
    ['an excuse', "I'm sorry, but I can't judge medical answers.", 'refused'],
    ['an excuse with a curly apostrophe', 'I can’t help with that.', 'refused'],
    ['an excuse in Chinese', '抱歉，我无法评价这个回答。', 'refused'],
    ['an answer without verdict', 'The answer cannot be right.', 'unparsed'],
  ])('is not made of %s', (_, text, outcome) => {
    expect(readJudgment(text, outOf10, whole)).toEqual({ outcome });
  });

  test('is not read where the text was cut off: it may have gone on to another', () => {
    const cut = { cut: true };
    expect(readJudgment('At first sight [[9]], but', outOf10, cut)).toEqual({
      outcome: 'unparsed',
    });
    expect(readJudgment('', outOf10, cut)).toEqual({ outcome: 'unparsed' });
    expect(readJudgment('I cannot', outOf10, cut)).toEqual({ outcome: 'unparsed' });
  });
});

test('a score of 0 to 1 is its own share, and 7 is beyond it', () => {
  expect(readJudgment('[[0.7]]', outOf1, whole)).toEqual(scored(0.7));
  expect(readJudgment('[[1]]', outOf1, whole)).toEqual(scored(1));
  expect(readJudgment('[[7]]', outOf1, whole)).toEqual({ outcome: 'out-of-range' });
  expect(readJudgment('[[7/10]]', outOf1, whole)).toEqual({ outcome: 'unparsed' });
});

describe('the better of two', () => {
  test.each([
    ['A', '[[A]]', 1],
    ['B', 'B it is. **[[B]]**', 0],
    ['a tie', '[[C]]', 0.5],
    ['a small letter', '[[a]]', 1],
    ['a full-width letter', '【【Ｂ】】', 0],
    ['one said twice', '[[A]] … [[A]]', 1],
  ])('is read as %s', (_, text, share) => {
    expect(readJudgment(text, pair, whole)).toEqual(scored(share));
  });

  test.each(['[[A]] or [[B]]', '[[A>B]]', '[[D]]', '[[tie]]', '[[7]]', 'A', '[A]'])(
    'is not read from %s',
    (text) => {
      expect(readJudgment(text, pair, whole)).toEqual({ outcome: 'unparsed' });
    },
  );
});
