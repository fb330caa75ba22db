import { describe, expect, test } from 'vitest';
import type { Estimate } from '../../../src/audit/audit.ts';
import { asked, estimated, type Rows } from '../fixtures/asked.ts';
import { familyOf, plantJudgments } from '../fixtures/plant-judgments.ts';
import { questionOf } from '../fixtures/question-of.ts';
import type { Question } from '../question.ts';
import { graderEvidence, graderMeasures } from './grader-evidence.ts';

type Said = ReturnType<typeof graderMeasures>;

const graders = ['oak-judge', 'elm-judge', 'fir-judge'];
const candidates = ['oak-1', 'elm-1', 'fir-1'];

function measured(question: Question): Said {
  return graderMeasures(graderEvidence(question), question);
}

function planted(favour: number, firstPlace: number): Said {
  const judgments = plantJudgments({
    seed: 3,
    items: 300,
    favour,
    graders,
    candidates,
    pairs: true,
    firstPlace,
  });
  return measured(questionOf(judgments, familyOf, { resamples: 199 }));
}

function estimate(said: Said, name: string): Estimate {
  return estimated(said.measures[name]);
}

describe('pairs in both orders', () => {
  test('show a planted preference for the first place, and no more for kin by it', () => {
    const said = planted(0, 1);
    for (const grader of graders) {
      expect(estimate(said, `positionPrimacy:${grader}`).interval.lower).toBeGreaterThan(0.05);
      expect(estimate(said, `positionKinFavour:${grader}`).value).toBeCloseTo(0, 12);
    }
    const { interval } = estimate(said, 'beyondPeers:kin');
    expect(interval.lower).toBeLessThan(0);
    expect(interval.upper).toBeGreaterThan(0);
  });

  test('show a planted preference for kin, and none for a place', () => {
    const said = planted(1, 0);
    expect(estimate(said, 'beyondPeers:kin').interval.lower).toBeGreaterThan(0.05);
    for (const grader of graders) {
      const { interval } = estimate(said, `positionPrimacy:${grader}`);
      expect(interval.lower).toBeLessThan(0.03);
      expect(interval.upper).toBeGreaterThan(-0.03);
    }
  });
});

/** Every number in the result, wherever it stands. */
function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap(numbersIn);
}

describe('numbers are finite', () => {
  const pair = (item: number, preference?: number) => ({
    grader: 'oak-judge',
    item: `i${item}`,
    first: 'oak-1',
    second: 'elm-1',
    gold: item % 2,
    ...(preference !== undefined && { preference }),
  });
  const items = Array.from({ length: 30 }, (_, item) => item);
  const cases: Readonly<Record<string, Rows>> = {
    'where nothing was read': { pairs: items.map((item) => pair(item)) },
    'where all is a tie': { pairs: items.map((item) => pair(item, 0.5)) },
    'where one judgment is all': { pairs: [pair(0, 1)] },
    'where one score is all': {
      scores: [{ grader: 'oak-judge', item: 'i', candidate: 'oak-1', score: 1, gold: 1 }],
    },
    'where all items are one cluster': {
      pairs: items.map((item) => ({ ...pair(item, (item >> 1) % 2), cluster: 'one' })),
    },
    'where the kinds are mixed and lopsided': {
      pairs: items.map((item) => pair(item, item % 2)),
      scores: items.flatMap((item) => [
        { grader: 'elm-judge', item: `i${item}`, candidate: 'oak-1', score: (item % 10) / 10 },
        ...(item < 3
          ? [{ grader: 'oak-judge', item: `i${item}`, candidate: 'elm-1', score: 0.5 }]
          : []),
      ]),
    },
  };
  for (const [name, rows] of Object.entries(cases)) {
    test(name, () => {
      const said = measured(asked(rows, { resamples: 99 }));
      expect(numbersIn(said).filter((number) => !Number.isFinite(number))).toEqual([]);
      expect(said.tables.length).toBeGreaterThan(0);
    });
  }
});

test('equal judgments and seed give equal measures', () => {
  const judgments = plantJudgments({ seed: 1, items: 40, favour: 0.5, graders, candidates });
  const one = measured(questionOf(judgments, familyOf, { resamples: 99 }));
  const again = measured(questionOf(judgments, familyOf, { resamples: 99 }));
  expect(again).toEqual(one);
});
