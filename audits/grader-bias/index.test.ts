import { expect, test } from 'vitest';
import type { AuditOutcome } from '../../src/audit/audit.ts';
import type { Benchmark } from '../../src/benchmark/benchmark.ts';
import type { Evidence } from '../../src/evidence/evidence.ts';
import type { Judgments } from '../../src/judgments/judgments.ts';
import { JudgmentsBuilder } from '../../src/judgments/judgments-builder.ts';
import { createRandom } from '../../src/statistics/index.ts';
import { familyOf, type Plant, plantJudgments } from './fixtures/plant-judgments.ts';
import { judgedBenchmark } from './fixtures/question-of.ts';
import { graderBias } from './index.ts';

const graders = ['qwen-judge', 'qwen-critic', 'gpt-judge', 'claude-judge'];
const candidates = ['qwen-tuned', 'qwen-base', 'gpt-cold', 'llama-cold'];

interface Setting {
  readonly families?: (name: string) => string | undefined;
  readonly options?: Record<string, unknown>;
  readonly benchmark?: Partial<Benchmark>;
}

function audit(judgments: Judgments, setting: Setting = {}): AuditOutcome {
  const { families = familyOf, options = {}, benchmark = {} } = setting;
  const evidence = judgedBenchmark(judgments, families, benchmark) as Evidence;
  const parsed = graderBias.options.parse({ resamples: 999, ...options });
  return graderBias.audit(evidence, parsed, { seed: 0 });
}

const planted = (plant: Partial<Plant>): Judgments =>
  plantJudgments({ seed: 1, items: 120, favour: 0, graders, candidates, ...plant });

/** Judgments of single answers, one row a line: grader, item, candidate, points of 10. */
function scores(rows: readonly (readonly [string, number, string, number])[]): Judgments {
  const builder = new JudgmentsBuilder();
  for (const [index, [grader, item, candidate, points]] of rows.entries()) {
    const given = { grader, item: { key: `i${item}` }, candidate, file: 'rows', line: index + 1 };
    builder.addScore({ ...given, outcome: 'scored', score: points / 10 });
  }
  return builder.build({ scale: { lower: 0, upper: 10 } });
}

test('finds a planted favour of one point, in the graders’ own points', () => {
  const { verdict, summary, measures } = audit(planted({ favour: 1 }));
  expect(verdict).toBe('fail');
  expect(summary).toMatch(
    /^A grader of family qwen gives answers of its family 1\.\d+ points of 10 more than other graders \(gpt-judge and claude-judge\) give them \(95% interval /,
  );
  expect(measures['scoresFavour:family/qwen']).toMatchObject({ kind: 'estimate', n: 120 });
});

test('names the one family that is partial, and does not accuse the other', () => {
  const { verdict, summary, measures } = audit(
    planted({ items: 300, favour: 1, partial: ['qwen'] }),
  );
  expect(verdict).toBe('fail');
  expect(summary).toMatch(/^A grader of family qwen gives answers of its family /);
  const interval = (name: string): { lower: number; upper: number } =>
    (measures[name] as { interval: { lower: number; upper: number } }).interval;
  expect(interval('scoresFavour:family/qwen').lower).toBeGreaterThan(0.07);
  expect(interval('scoresFavour:family/gpt').lower).toBeLessThan(0);
  expect(interval('scoresFavour:family/gpt').upper).toBeGreaterThan(0);
});

test('favour of one family and harshness of another do not cancel into a pass', () => {
  // With a third family's grader each of the two can be told: +1 and -1, 0 on average.
  const random = createRandom(11);
  const rows = Array.from({ length: 150 }, (_, item) => item).flatMap((item) =>
    ['qwen-judge', 'gpt-judge', 'claude-judge'].flatMap((grader) =>
      ['qwen-a', 'gpt-a'].map((candidate): [string, number, string, number] => {
        const kin = familyOf(grader) === familyOf(candidate);
        const shift = !kin ? 0 : grader === 'qwen-judge' ? 1 : -1;
        return [grader, item, candidate, 4 + (item % 3) + random.nextBelow(3) + shift];
      }),
    ),
  );
  expect(audit(scores(rows)).verdict).toBe('fail');
});

test('stays silent where graders differ in leniency alone and one family simply answers better', () => {
  const random = createRandom(5);
  const rows = Array.from({ length: 400 }, (_, item) => item).flatMap((item) =>
    ['qwen-judge', 'gpt-judge', 'claude-judge'].flatMap((grader) =>
      ['qwen-a', 'gpt-a'].map((candidate): [string, number, string, number] => {
        // The qwen grader is a point more lenient, the qwen answer two points better, items differ.
        const noise = (random.nextBelow(3) - 1) / 2;
        const lenient = Number(grader === 'qwen-judge');
        const points = 4 + (item % 2) + lenient + 2 * Number(candidate === 'qwen-a');
        return [grader, item, candidate, points + noise];
      }),
    ),
  );
  expect(audit(scores(rows)).verdict).toBe('pass');
});

test('the model and the two-by-two core agree with hand arithmetic where all is complete', () => {
  // Item 1: (8 - 5) - (6 - 5) = 2; item 2: (7 - 6) - (6 - 6) = 1; items 3 and 4: 0. Mean 0.75, halved: 0.375 points.
  const cells = [
    [8, 5, 6, 5],
    [7, 6, 6, 6],
    [4, 4, 3, 3],
    [9, 8, 8, 7],
  ];
  const rows = cells.flatMap(([aa, ab, ba, bb], item): [string, number, string, number][] => [
    ['qwen-judge', item, 'qwen-a', aa!],
    ['qwen-judge', item, 'gpt-a', ab!],
    ['gpt-judge', item, 'qwen-a', ba!],
    ['gpt-judge', item, 'gpt-a', bb!],
  ]);
  const { measures } = audit(scores(rows), { options: { minItems: 4 } });
  expect(measures['scoresFavour:family']).toMatchObject({
    value: expect.closeTo(0.0375, 12),
    n: 4,
  });
  expect(measures['scoresCrossed:gpt/qwen']).toMatchObject({
    value: expect.closeTo(0.0375, 12),
    n: 4,
  });
});

test('tells favour for a grader’s own answers from favour for its family', () => {
  const { measures } = audit(
    planted({ items: 300, favour: 0.3, selfFavour: 0.7, graders: [...graders, 'qwen-tuned'] }),
  );
  const value = (name: string): number => (measures[name] as { value: number }).value;
  expect(value('scoresFavour:self/qwen-tuned')).toBeCloseTo(0.1, 1);
  expect(value('scoresFavour:family/qwen')).toBeCloseTo(0.03, 1);
});

test('favour in pairs is found beside a taste for the first place', () => {
  const plain = audit(planted({ pairs: true, firstPlace: 1, items: 80 }));
  const favoured = audit(planted({ pairs: true, firstPlace: 1, items: 80, favour: 1 }));
  expect(plain.verdict).not.toBe('fail');
  expect(favoured.verdict).toBe('fail');
  expect(favoured.summary).toMatch(/prefers answers of its family \d+(\.\d)? points more often/);
});

test.each([
  [
    'one grader family',
    planted({ favour: 1, graders: ['qwen-judge', 'qwen-critic'] }),
    /^Not identifiable: all graders are of one family, qwen, .* another family judge the same answers/,
  ],
  [
    'one candidate family',
    planted({ favour: 1, candidates: ['qwen-tuned', 'qwen-base'] }),
    /^Not identifiable: all candidates are of one family, qwen, /,
  ],
  [
    'too few items',
    planted({ favour: 1, items: 10 }),
    /^Not identifiable: 10 items were judged, 20 are needed/,
  ],
])('%s is not identifiable, with what would tell', (_, judgments, summary) => {
  const outcome = audit(judgments);
  expect(outcome.verdict).toBe('inconclusive');
  expect(outcome.summary).toMatch(summary);
});

test('one grader family: says how many items another would have to judge', () => {
  const { tables } = audit(planted({ favour: 1, graders: ['qwen-judge'] }));
  const table = tables.find(({ title }) => title === 'How many items an interval takes');
  const rows = table!.rows.map(({ halfWidth, items }) => [halfWidth, items] as [string, number]);
  expect(rows.map(([width]) => width)).toEqual([
    '0.1 points of 10',
    '0.2 points of 10',
    '0.4 points of 10',
  ]);
  // The spread of one judgment around item and candidate is planted at sqrt(0.8^2 + 0.9^2) = 1.2
  // points of 10 (and rounding): (1.96 x 1.2 / 0.2)^2 = 139 items.
  expect(rows[1]![1]).toBeGreaterThan(110);
  expect(rows[1]![1]).toBeLessThan(180);
});

test('one grader family: says so too where no length of an answer is known', () => {
  const values = createRandom(2);
  const judgments = scores(
    Array.from({ length: 120 }, (_, cell): [string, number, string, number] => [
      'qwen-judge',
      cell >> 1,
      cell % 2 === 0 ? 'qwen-a' : 'gpt-a',
      values.nextBelow(11),
    ]),
  );
  const { tables } = audit(judgments);
  const table = tables.find(({ title }) => title === 'How many items an interval takes');
  expect(table?.rows).toHaveLength(3);
  // Of 11 equal chances the variance is 10: (1.96 x sqrt(10) / 0.2)^2 = 960 items.
  expect(table!.rows[1]!.items).toBeGreaterThan(700);
  expect(table!.rows[1]!.items).toBeLessThan(1250);
});

test('graders that judged different items can’t be compared', () => {
  const first = scores(
    Array.from({ length: 60 }, (_, item) => item).flatMap((item) =>
      ['qwen-a', 'gpt-a'].map((candidate): [string, number, string, number] => [
        item % 2 === 0 ? 'qwen-judge' : 'gpt-judge',
        item,
        candidate,
        (item * 3) % 10,
      ]),
    ),
  );
  expect(audit(first)).toMatchObject({ verdict: 'inconclusive' });
});

test('a family that is not known takes no part and is never guessed', () => {
  const unknown = planted({ favour: 1, graders: ['qwen-judge', 'gpt-judge', 'x-judge'] });
  const { tables } = audit(unknown, {
    families: (name) => (name.startsWith('x') ? undefined : familyOf(name)),
  });
  // Two of the three graders, four candidates, 120 items.
  expect(tables[0]!.rows[0]).toMatchObject({ judgments: 960 });
  const nameless = planted({ graders: ['x-judge', 'y-judge'], candidates: ['x-one', 'y-one'] });
  expect(audit(nameless, { families: () => undefined }).summary).toMatch(
    /^Not identifiable: the family of no grader is known/,
  );
});

test('nobody to favour is not applicable, and so are no judgments at all', () => {
  const apart = planted({ graders: ['claude-judge', 'mistral-judge'] });
  expect(audit(apart)).toMatchObject({
    verdict: 'not-applicable',
    summary: 'Nobody to favour: no grader is of a candidate’s family.',
  });
  const none = new JudgmentsBuilder().build({ scale: { lower: 0, upper: 10 } });
  expect(audit(none).verdict).toBe('not-applicable');
});

test('one score throughout has no interval of no width', () => {
  const same = Array.from({ length: 40 }, (_, item) => item).flatMap((item) =>
    ['qwen-judge', 'gpt-judge'].flatMap((grader) =>
      ['qwen-a', 'gpt-a'].map((candidate): [string, number, string, number] => [
        grader,
        item,
        candidate,
        7,
      ]),
    ),
  );
  expect(audit(scores(same))).toMatchObject({
    verdict: 'inconclusive',
    summary: expect.stringContaining('every score is 7'),
  });
});

test('says what would make it pass: which favour, on how many items, or who is to judge', () => {
  const failing = audit(planted({ items: 300, favour: 1, partial: ['qwen'] }));
  // The interval at 97.5%, for two favours, reaches 0.13 points from its middle: 0.2 - 0.13.
  expect(failing.remedy).toBe(
    'Grade with models of other families than the answers’; with 300 items a favour of about 0.07 points of 10 or less would pass in place of 0.98 points of 10.',
  );
  expect(audit(planted({ favour: 1, graders: ['qwen-judge', 'qwen-critic'] })).remedy).toBe(
    'Have a grader of another family judge the same answers; at least 20 items are needed that a kin grader and another one both judged.',
  );
  expect(audit(planted({ favour: 1, items: 10 })).remedy).toMatch(
    /^Have more items judged; at least 20/,
  );
  const few = audit(planted({ items: 40, favour: 0 }), { options: { maxFavour: 0.06 } });
  expect(few.verdict).toBe('inconclusive');
  // The interval reaches 0.44 beyond 0.37 points, and 0.6 - 0.37 = 0.23 are free: 40 (.44 / .23)^2.
  expect(few.remedy).toBe(
    'Have about 141 items judged in place of 40, which would decide should the favour stay; with 40 items a favour of about 0.16 points of 10 or less would pass in place of 0.37 points of 10.',
  );
});

test('shows the answers that kin graders favour most, the answers side by side as plain text', () => {
  const builder = new JudgmentsBuilder();
  const hostile = '<script>alert(1)</script>';
  for (let item = 0; item < 30; item++) {
    for (const [grader, candidate, points] of [
      ['qwen-judge', 'qwen-a', item === 4 ? 10 : 5 + (item % 2)],
      ['qwen-judge', 'gpt-a', 5],
      ['gpt-judge', 'qwen-a', item === 4 ? 1 : 5],
      ['gpt-judge', 'gpt-a', 5 + (item % 3)],
    ] as const) {
      const given = { grader, item: { key: `i${item}` }, candidate, file: 'rows', line: 1 };
      builder.addScore({ ...given, outcome: 'scored', score: points / 10 });
      builder.addAnswer({ key: `i${item}` }, candidate, hostile);
    }
  }
  const [finding] = audit(builder.build({ scale: { lower: 0, upper: 10 } })).findings;
  expect(finding!.kind).toBe('kin-favoured-answer');
  expect(finding!.subjects).toEqual([
    { role: 'item', key: 'i4' },
    {
      role: 'answer',
      key: 'i4',
      model: 'qwen-a',
      grades: { 'qwen-judge': '10 of 10', 'gpt-judge': '1 of 10' },
      kinGraders: ['qwen-judge'],
      excerpt: hostile,
    },
    {
      role: 'answer',
      key: 'i4',
      model: 'gpt-a',
      grades: { 'qwen-judge': '5 of 10', 'gpt-judge': '6 of 10' },
      kinGraders: ['gpt-judge'],
      excerpt: hostile,
    },
  ]);
});

test('names the part, family and vendor of everybody, and who is not known', () => {
  const { tables } = audit(planted({ graders: ['qwen-judge', 'x-judge'] }), {
    families: () => undefined,
    benchmark: {
      kinship: { models: {}, references: ['qwen3-max'], data: ['qwen-judge', 'annotators'] },
    },
  });
  const kin = tables.find(({ title }) => title === 'Who is kin to whom');
  const row = (name: string) => kin!.rows.find((one) => one.name === name);
  expect(row('qwen-judge')).toMatchObject({
    role: 'grader, generator of data',
    family: 'qwen',
    vendor: 'alibaba',
    source: 'its name',
  });
  expect(row('qwen3-max')).toMatchObject({ role: 'author of references', family: 'qwen' });
  expect(row('annotators')).toMatchObject({ family: 'not known', source: 'nothing' });
});

test('the same seed gives the same outcome to the byte', () => {
  const once = JSON.stringify(audit(planted({ favour: 0.5 })));
  expect(JSON.stringify(audit(planted({ favour: 0.5 })))).toBe(once);
});
