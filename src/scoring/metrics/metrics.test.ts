import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testItem } from '../../../test/test-item.ts';
import { AuditError } from '../../errors.ts';
import { normaliseText } from '../normalise-text.ts';
import { accuracy } from './accuracy.ts';
import { bleu } from './bleu.ts';
import { boxIou, iouMetric, matchedIou, parseBoxes } from './box-iou.ts';
import { exactMatch } from './exact-match.ts';
import { defaultScoring, metricFor, metrics } from './index.ts';
import { rougeL } from './rouge-l.ts';
import { tokenF1 } from './token-f1.ts';

const choice = testItem({
  track: 'closed',
  options: [
    { label: 'A', text: 'CT' },
    { label: 'B', text: 'MRI' },
  ],
  answer: 'B',
});

describe('accuracy', () => {
  it('counts an unread answer as wrong', () => {
    expect(accuracy.score(choice, '', 'B')).toBe(1);
    expect(accuracy.score(choice, '', 'A')).toBe(0);
    expect(accuracy.score(choice, '', null)).toBe(0);
  });

  it('gives nothing for an unread answer to an unresolved reference', () => {
    expect(accuracy.score({ ...choice, answer: 'PET' }, '', null)).toBe(0);
  });
});

describe('exactMatch', () => {
  it.each([
    ['B', 1],
    ['(b)', 1],
    ['MRI.', 1],
    ['B. MRI', 1],
    ['A', 0],
    ['The answer is B', 0],
    ['', 0],
  ])('takes label, wording or both: %j', (text, score) => {
    expect(exactMatch.score(choice, text, null)).toBe(score);
  });
});

describe('tokenF1', () => {
  it.each([
    // 2 common tokens of 3 and 3: 2 x 2 / 6.
    ['large left effusion', 'left pleural effusion', 2 / 3],
    // A repeated token counts as often as both have it: 1 common of 3 and 1.
    ['left left left', 'left', 1 / 2],
    ['left', 'right', 0],
    ['', 'right', 0],
    ['', '', 1],
    // Characters: 2 common of 3 and 2.
    ['左肺下', '左肺', 4 / 5],
  ])('scores %j against %j', (candidate, reference, score) => {
    expect(tokenF1(candidate, reference)).toBeCloseTo(score, 12);
  });
});

describe('rougeL', () => {
  it.each([
    // Lin 2004, section 3.1: LCS of 3 in 4 and 4 tokens; of 2 ("the gunman") in the second.
    ['police kill the gunman', 'police killed the gunman', 3 / 4],
    ['the gunman kill police', 'police killed the gunman', 2 / 4],
    // LCS 3 ("no", "pleural", "effusion") of 4 and 3 tokens: 2 x 3 / 7.
    ['no large pleural effusion', 'no pleural effusion', 6 / 7],
    // Sentences are one sequence: "b" before "a" breaks the order, LCS 1 of 2 and 2.
    ['Alpha. Beta.', 'Beta. Alpha.', 1 / 2],
    ['', 'mass', 0],
    ['左肺下', '左下', 4 / 5],
  ])('scores %j against %j', (candidate, reference, score) => {
    expect(rougeL(candidate, reference)).toBeCloseTo(score, 12);
  });
});

describe('bleu', () => {
  it.each([
    // Papineni et al. 2002, section 2.1: "the" counts twice, as in the reference, of 7.
    ['the the the the the the the', 'the cat is on the mat', 1, 2 / 7],
    // Precisions 5/6 (not the second "a"), 3/5 and 2/4; equal lengths, no penalty.
    ['the cat is on a mat', 'the cat is on the mat', 3, ((5 / 6) * (3 / 5) * (2 / 4)) ** (1 / 3)],
    // Precisions 1, brevity penalty exp(1 - 6/4).
    ['the cat is on', 'the cat is on the mat', 4, Math.exp(1 - 6 / 4)],
  ])('scores %j against %j up to %i-grams', (candidate, reference, longest, score) => {
    expect(bleu(candidate, reference, { longest })).toBeCloseTo(score, 12);
  });

  it('gives a right short answer 1 and a wrong one 0', () => {
    expect(bleu('CT', 'ct')).toBe(1);
    expect(bleu('MRI', 'ct')).toBe(0);
    expect(bleu('', 'ct')).toBe(0);
  });

  it('has no trouble with words that objects have', () => {
    expect(bleu('constructor', 'mass')).toBe(0);
    expect(bleu('constructor', 'constructor')).toBe(1);
  });
});

describe('boxes', () => {
  it.each([
    ['<|box_start|>(10,20),(30,40)<|box_end|>', [[10, 20, 30, 40]]],
    ['[10, 20, 30.5, 40]', [[10, 20, 30.5, 40]]],
    ['{"bbox_2d": [1, 2, 3, 4], "label": "mass"}', [[1, 2, 3, 4]]],
    [
      '[[1, 2, 3, 4], [5, 6, 7, 8]]',
      [
        [1, 2, 3, 4],
        [5, 6, 7, 8],
      ],
    ],
    ['<bbox>[[1,2],[3,4]]</bbox>', [[1, 2, 3, 4]]],
    ['(30,40),(10,20)', [[10, 20, 30, 40]]],
    ['at (10,20)', []],
    ['no box', []],
  ])('are read from %j', (text, boxes) => {
    expect(parseBoxes(text)).toEqual(boxes);
  });

  it('overlap by shared over covered area', () => {
    // 1 x 2 shared, 4 + 4 - 2 covered.
    expect(boxIou([0, 0, 2, 2], [1, 0, 3, 2])).toBeCloseTo(2 / 6, 12);
    expect(boxIou([0, 0, 2, 2], [2, 0, 4, 2])).toBe(0);
    expect(boxIou([1, 1, 1, 1], [1, 1, 1, 1])).toBe(0);
  });

  it('are paired one to one, and leftovers on either side count as 0', () => {
    const [a, b] = [
      [0, 0, 2, 2],
      [4, 4, 6, 6],
    ] as const;
    expect(matchedIou([b, a], [a, b])).toBe(1);
    expect(matchedIou([a], [a, b])).toBe(1 / 2);
    expect(matchedIou([a, a], [a])).toBe(1 / 2);
    expect(matchedIou([], [a])).toBe(0);
  });

  it('are taken from the answer where the row gives none apart', () => {
    const item = testItem({ track: 'grounding', answer: '[0, 0, 2, 2]' });
    expect(iouMetric.score(item, '(0,0),(2,2)', null)).toBe(1);
  });
});

describe('every metric', () => {
  it('gives the reference itself 1 and any text a score from 0 to 1', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1 }), (text, answer) => {
        for (const metric of metrics.filter((one) => one.tracks.includes('open'))) {
          const item = testItem({ answer });
          const score = metric.score(item, text, null);
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThanOrEqual(1 + 1e-12);
          if (normaliseText(answer) === '') continue;
          expect(metric.score(item, answer, null)).toBeCloseTo(1, 12);
        }
      }),
    );
  });

  it('can be found by track and name', () => {
    expect(metricFor('closed', defaultScoring.closed)).toBe(accuracy);
    expect(() => metricFor('open', 'iou')).toThrow(AuditError);
    expect(() => metricFor('open', 'iou')).toThrow(
      'scoring.open: there is no metric "iou" for open items; use exact-match, token-f1, rouge-l, bleu',
    );
  });
});
