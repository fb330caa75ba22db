import { describe, expect, test } from 'vitest';
import { asked, estimated, type PairRow } from '../fixtures/asked.ts';
import { ownPreferenceTable } from './own-preference-table.ts';
import { ownPreferences } from './own-preferences.ts';

/** `count` comparisons of `first` and `second`, of which `wins` go to the first. */
function compared(
  name: string,
  grader: string,
  [first, second]: readonly [string, string],
  [wins, count]: readonly [number, number],
  gold?: number,
): PairRow[] {
  return Array.from({ length: count }, (_, at) => ({
    grader,
    item: `${name} ${at}`,
    first,
    second,
    preference: at < wins ? 1 : 0,
    ...(gold !== undefined && { gold }),
  }));
}

const own = ['oak-1', 'elm-1'] as const;
const strangers = ['elm-1', 'fir-1'] as const;

describe('a grader that knows its family’s good answers better', () => {
  const pairs = [
    // Its family’s answer is better in 40 and found in 36; the other in 50 and found in 30.
    ...compared('own better', 'oak-judge', own, [36, 40], 1),
    ...compared('other better', 'oak-judge', own, [20, 50], 0),
    // Between strangers the worse answer is preferred in 5 of 20.
    ...compared('strangers', 'oak-judge', strangers, [5, 20], 0),
    // Graders kin to neither prefer the same answers in 10 of 40.
    ...compared('own better', 'yew-judge', own, [10, 40], 1),
  ];
  const [kin, ...rest] = ownPreferences(asked({ pairs }));

  test('has the difference of both rates', () => {
    expect(rest).toEqual([]);
    expect(kin).toMatchObject({ grader: 'oak-judge', relation: 'kin', pairs: 90 });
    expect(estimated(kin?.ownRecognised).value).toBeCloseTo(0.9, 12);
    expect(estimated(kin?.otherRecognised).value).toBeCloseTo(0.6, 12);
    expect(estimated(kin?.opportunity).value).toBeCloseTo(0.3, 12);
  });

  test('has an interval like that of two independent shares where no cluster holds both', () => {
    const { interval } = estimated(kin?.opportunity);
    // sqrt(.9 x .1 / 40 + .6 x .4 / 50) = .084, twice to either side.
    expect(interval.lower).toBeGreaterThan(0.3 - 2.3 * 0.084);
    expect(interval.lower).toBeLessThan(0.3 - 1.7 * 0.084);
    expect(interval.upper).toBeGreaterThan(0.3 + 1.7 * 0.084);
    expect(interval.upper).toBeLessThan(0.3 + 2.3 * 0.084);
  });

  test('is held against how often it errs for strangers', () => {
    // 20 of 50 for its own against 5 of 20.
    expect(estimated(kin?.falsePreference).value).toBeCloseTo(0.15, 12);
  });

  test('is held against graders of other families on the same pairs', () => {
    // 36 of 40 against 10 of 40.
    expect(estimated(kin?.beyondPeers).value).toBeCloseTo(0.65, 12);
  });
});

test('finds no favour in a grader that merely errs', () => {
  // Wrong in 4 of 10, whosever the better answer is.
  const pairs = [
    ...compared('own better', 'oak-judge', own, [60, 100], 1),
    ...compared('other better', 'oak-judge', own, [40, 100], 0),
    ...compared('strangers', 'oak-judge', strangers, [40, 100], 0),
  ];
  const [kin] = ownPreferences(asked({ pairs }));
  expect(estimated(kin?.opportunity).value).toBeCloseTo(0, 12);
  expect(estimated(kin?.falsePreference).value).toBeCloseTo(0, 12);
  for (const measure of [kin?.opportunity, kin?.falsePreference]) {
    const { interval } = estimated(measure);
    expect(interval.lower).toBeLessThan(-0.08);
    expect(interval.upper).toBeGreaterThan(0.08);
  }
});

test('has a width where a grader is always right', () => {
  const pairs = [
    ...compared('own better', 'oak-judge', own, [30, 30], 1),
    ...compared('other better', 'oak-judge', own, [0, 30], 0),
  ];
  const [kin] = ownPreferences(asked({ pairs }));
  const { interval, value } = estimated(kin?.opportunity);
  expect(value).toBe(0);
  // Wilson's lower bound for 30 of 30 is .886; both errors count, but on opposite sides.
  expect(interval.lower).toBeCloseTo(-0.1135, 3);
  expect(interval.upper).toBeCloseTo(0.1135, 3);
  expect(interval.method).toBe('Newcombe on the effective n');
});

test('keeps its very own answers apart from its family’s, and gives all graders together', () => {
  const pairs = [
    ...compared('self', 'oak-1', own, [8, 10], 1),
    ...compared('self worse', 'oak-1', own, [4, 10], 0),
    ...compared('self', 'elm-1', own, [5, 10], 1),
    ...compared('self worse', 'elm-1', own, [5, 10], 0),
    ...compared('kin', 'oak-judge', own, [9, 10], 1),
  ];
  const found = ownPreferences(asked({ pairs }));
  expect(found.map(({ grader, relation, pairs: count }) => [grader, relation, count])).toEqual([
    ['oak-1', 'self', 20],
    ['elm-1', 'self', 20],
    [undefined, 'self', 40],
    ['oak-judge', 'kin', 10],
  ]);
  // Own better: 8 of 10 (oak-1) and 5 of 10 (elm-1); other better: 6 of 10 and 5 of 10.
  expect(estimated(found[2]?.opportunity).value).toBeCloseTo(13 / 20 - 11 / 20, 12);
  expect(found[3]?.opportunity).toEqual({
    kind: 'unavailable',
    title: 'oak-judge: how much better it knows a good answer if it is its family’s answer',
    reason:
      'needs labelled pairs in which its family’s answer is the better, and such in which the other is',
  });
  expect(ownPreferenceTable(found).rows.map(({ grader }) => grader)).toEqual([
    'oak-1',
    'elm-1',
    '2 graders',
    'oak-judge',
  ]);
});

test('speaks of vendors where vendors are kin', () => {
  const question = asked({ pairs: compared('i', 'oak-judge', own, [3, 10], 1) });
  const relations = { ...question.relations, by: 'vendor' as const };
  const table = ownPreferenceTable(ownPreferences({ ...question, relations }));
  expect(table.rows[0]).toMatchObject({
    relation: 'its vendor',
    opportunity: { title: expect.stringContaining('if it is its vendor’s answer') },
    beyondPeers: {
      title:
        'oak-judge: how much oftener it prefers its vendor’s answer than graders of another vendor do',
    },
  });
  expect(JSON.stringify(table)).not.toMatch(/famil/);
});

test('says what is missing where there are neither labels nor other graders', () => {
  const [kin] = ownPreferences(asked({ pairs: compared('i', 'oak-judge', own, [3, 10]) }));
  expect(kin?.pairs).toBe(10);
  for (const measure of [kin?.ownRecognised, kin?.opportunity, kin?.falsePreference]) {
    expect(measure?.kind).toBe('unavailable');
  }
  expect(kin?.beyondPeers).toMatchObject({
    reason: 'needs a grader that is kin to neither answer, on the same pairs',
  });
});

test('counts no pair of two kin, of strangers, or of unknown family', () => {
  const pairs = [
    ...compared('both', 'oak-judge', ['oak-1', 'oak-2'], [5, 10], 1),
    ...compared('neither', 'oak-judge', strangers, [5, 10], 1),
    ...compared('unknown', 'oak-judge', ['oak-1', '?1'], [5, 10], 1),
  ];
  expect(ownPreferences(asked({ pairs }))).toEqual([]);
});

test('takes a winner that changes with the order for half a preference', () => {
  const pairs = Array.from({ length: 10 }, (_, at) => [
    {
      grader: 'oak-judge',
      item: `i${at}`,
      first: 'oak-1',
      second: 'elm-1',
      preference: 1,
      gold: 1,
    },
    {
      grader: 'oak-judge',
      item: `i${at}`,
      first: 'elm-1',
      second: 'oak-1',
      preference: 1,
      gold: 0,
    },
  ]).flat();
  const other = compared('other', 'oak-judge', own, [0, 10], 0);
  const [kin] = ownPreferences(asked({ pairs: [...pairs, ...other] }));
  expect(kin?.pairs).toBe(20);
  expect(estimated(kin?.ownRecognised).value).toBe(0.5);
});
