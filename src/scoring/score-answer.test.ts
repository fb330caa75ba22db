import { expect, test } from 'vitest';
import { testItem } from '../../test/test-item.ts';
import { metricFor } from './metrics/index.ts';
import { scoreAnswer } from './score-answer.ts';

const item = testItem({ answer: 'left lung', alternatives: ['left', 'sinister lung'] });

test('an alternative that the row accepts counts as the reference', () => {
  const exact = metricFor('open', 'exact-match');
  expect(scoreAnswer(exact, item, 'Left.', null)).toBe(1);
  expect(scoreAnswer(exact, item, 'right', null)).toBe(0);
});

test('a graded metric takes the nearest of all accepted answers', () => {
  // Against "left lung" 2 * 1 / (1 + 2) = 2/3, against "left" 1, against "sinister lung" 0.
  expect(scoreAnswer(metricFor('open', 'token-f1'), item, 'left', null)).toBe(1);
  // "lung" shares one token with "left lung" and with "sinister lung": 2/3, with "left" none.
  expect(scoreAnswer(metricFor('open', 'token-f1'), item, 'lung', null)).toBeCloseTo(2 / 3, 12);
});

test('a closed item without options accepts its alternatives', () => {
  const closed = testItem({ track: 'closed', answer: 'ct', alternatives: ['computed tomography'] });
  expect(scoreAnswer(metricFor('closed', 'accuracy'), closed, '', 'computed tomography')).toBe(1);
});
