/** Designs in which a plain comparison would accuse the innocent or clear the partial. */

import { describe, expect, test } from 'vitest';
import type { AuditOutcome } from '../../src/audit/audit.ts';
import type { Evidence } from '../../src/evidence/evidence.ts';
import type { Judgments } from '../../src/judgments/judgments.ts';
import { JudgmentsBuilder } from '../../src/judgments/judgments-builder.ts';
import { createRandom } from '../../src/statistics/index.ts';
import { familyOf } from './fixtures/plant-judgments.ts';
import { judgedBenchmark } from './fixtures/question-of.ts';
import { graderBias } from './index.ts';

function audit(judgments: Judgments): AuditOutcome {
  const evidence = judgedBenchmark(judgments, (name) =>
    name.startsWith('?') ? undefined : familyOf(name),
  ) as Evidence;
  return graderBias.audit(evidence, graderBias.options.parse({ resamples: 199 }), { seed: 0 });
}

interface Given {
  readonly grader: string;
  readonly candidate: string;
  readonly item: number;
  /** 0, 1 or 2: the same for all graders of an answer. */
  readonly quality: number;
  /** -1, 0 or 1. */
  readonly noise: number;
}

/** Points of 10 of every grader, item and candidate; undefined: not asked; null: refused. */
function graded(
  graders: readonly string[],
  candidates: readonly string[],
  items: number,
  points: (given: Given) => number | null | undefined,
  repeats: (item: number) => number = () => 1,
): JudgmentsBuilder {
  const random = createRandom(7);
  const builder = new JudgmentsBuilder();
  const asked = Array.from({ length: items }, (_, item) => item).flatMap((item) =>
    candidates.map((candidate) => ({ item, candidate, quality: random.nextBelow(3) })),
  );
  const judgments = asked.flatMap((answer) =>
    graders.flatMap((grader) =>
      Array.from({ length: repeats(answer.item) }, () => ({ ...answer, grader })),
    ),
  );
  for (const judgment of judgments) {
    const { grader, candidate, item } = judgment;
    const said = points({ ...judgment, noise: random.nextBelow(3) - 1 });
    if (said === undefined) continue;
    const given = { grader, candidate, item: { key: `i${item}` }, file: 'rows', line: 1 };
    if (said === null) builder.addScore({ ...given, outcome: 'refused' });
    else builder.addScore({ ...given, outcome: 'scored', score: said / 10 });
  }
  return builder;
}

const scale = { lower: 0, upper: 10 };
const isKin = ({ grader, candidate }: Given): boolean => familyOf(grader) === familyOf(candidate);

describe('favours that cancel on average', () => {
  test('of three models that judge one another fail', () => {
    const models = ['qwen-max', 'gpt-4', 'claude-3'];
    const own: Readonly<Record<string, number>> = { 'qwen-max': 1, 'gpt-4': -1, 'claude-3': 0 };
    const { verdict, measures } = audit(
      graded(models, models, 200, (given) => {
        const favour = given.grader === given.candidate ? own[given.grader]! : 0;
        return 4 + given.quality + given.noise + favour;
      }).build({ scale }),
    );
    expect(verdict).toBe('fail');
    expect(measures['scoresFavour:self/qwen-max']).toMatchObject({
      value: expect.closeTo(0.1, 1),
    });
  });

  test('of two families alone never pass, and the average is called one', () => {
    const { verdict, summary } = audit(
      graded(['qwen-judge', 'gpt-judge'], ['qwen-a', 'gpt-a'], 400, ({ quality, noise }) => {
        return 4 + quality + noise;
      }).build({ scale }),
    );
    expect(verdict).toBe('inconclusive');
    expect(summary).toMatch(
      /^On average a grader gives answers of its family .* only the average of gpt and qwen can be told/,
    );
  });
});

describe('graders that judged different answers', () => {
  test('are not compared, however different these are', () => {
    const { verdict, summary } = audit(
      graded(['qwen-judge', 'gpt-judge'], ['qwen-a', 'gpt-a'], 200, (given) => {
        const isIts = (given.item % 2 === 0) === (given.grader === 'qwen-judge');
        const better = given.item % 2 === 0 ? 'qwen-a' : 'gpt-a';
        return isIts ? 4 + given.noise + 2 * Number(given.candidate === better) : undefined;
      }).build({ scale }),
    );
    expect(verdict).toBe('inconclusive');
    expect(summary).toMatch(/^Not identifiable: fewer than 20 items have an answer judged both by/);
  });

  test('count only in the items that they share', () => {
    const { verdict, summary } = audit(
      graded(['claude-judge', 'qwen-judge'], ['qwen-a', 'gpt-a'], 100, (given) => {
        if (given.grader === 'qwen-judge' && given.item >= 3) return undefined;
        return 4 + given.quality + (isKin(given) ? 2 : 0);
      }).build({ scale }),
    );
    expect([verdict, summary]).toEqual([
      'inconclusive',
      expect.stringMatching(/^Not identifiable/),
    ]);
  });
});

test('a grader with a wider spread is not partial to whoever answers best', () => {
  const { verdict, summary } = audit(
    graded(['qwen-judge', 'gpt-judge', 'claude-judge'], ['qwen-a', 'gpt-a'], 300, (given) => {
      const ahead = given.quality + Number(given.candidate === 'qwen-a') - 1.5;
      return 5 + (given.grader === 'qwen-judge' ? 2 : 1) * ahead + 0.5 * given.noise;
    }).build({ scale }),
  );
  expect(verdict).not.toBe('fail');
  expect(summary).toContain('no more than that is left with each grader’s spread held constant');
});

test('what is asked twenty times weighs no more than what is asked once', () => {
  const { measures } = audit(
    graded(
      ['qwen-judge', 'gpt-judge', 'claude-judge'],
      ['qwen-a', 'gpt-a'],
      100,
      (given) => 4 + given.quality + given.noise + (isKin(given) && given.item < 10 ? 2 : 0),
      (item) => (item < 10 ? 20 : 1),
    ).build({ scale }),
  );
  // Two points on a tenth of the items.
  const favour = measures['scoresFavour:family/qwen'] as { value: number };
  expect(favour.value).toBeGreaterThan(-0.03);
  expect(favour.value).toBeLessThan(0.07);
});

test('a grader that refuses others’ weak answers does not pass, and the summary says so', () => {
  const { verdict, summary } = audit(
    graded(['qwen-judge', 'gpt-judge', 'claude-judge'], ['qwen-a', 'gpt-a'], 400, (given) => {
      const refuses = given.grader === 'qwen-judge' && !isKin(given) && given.quality === 0;
      return refuses ? null : 4 + given.quality + 0.5 * given.noise;
    }).build({ scale }),
  );
  expect(verdict).toBe('inconclusive');
  expect(summary).toMatch(
    /Graders leave answers of others without a readable score .* points more often/,
  );
});

test('pairs that can’t tell keep clean scores from passing', () => {
  const builder = graded(
    ['qwen-judge', 'gpt-judge', 'claude-judge'],
    ['qwen-a', 'gpt-a'],
    400,
    ({ quality, noise }) => 4 + quality + 0.5 * noise,
  );
  expect(audit(builder.build({ scale })).verdict).toBe('pass');
  for (let item = 0; item < 100; item++) {
    for (const [first, second, preference] of [
      ['qwen-a', 'gpt-a', item % 9 === 0 ? 0 : 1],
      ['gpt-a', 'qwen-a', item % 7 === 0 ? 1 : 0],
    ] as const) {
      const given = { grader: 'qwen-judge', item: { key: `i${item}` }, file: 'rows', line: 1 };
      builder.addPair({ ...given, first, second, orderKnown: true, outcome: 'scored', preference });
    }
  }
  const { verdict, summary } = audit(builder.build({ scale }));
  expect(verdict).toBe('inconclusive');
  expect(summary).toContain('The pairs can’t tell: all graders are of one family, qwen');
});

test('a taste for the first place in pairs of unknown order accuses nobody', () => {
  const random = createRandom(3);
  const builder = new JudgmentsBuilder();
  for (let item = 0; item < 200; item++) {
    for (const grader of ['qwen-judge', 'gpt-judge', 'claude-judge']) {
      const own = grader === 'gpt-judge' ? 'gpt-a' : 'qwen-a';
      const other = own === 'qwen-a' ? 'gpt-a' : 'qwen-a';
      const given = { grader, item: { key: `i${item}` }, file: 'rows', line: 1 };
      const preference = random.nextFloat() < 0.8 ? 1 : 0;
      builder.addPair({
        ...given,
        first: own,
        second: other,
        orderKnown: false,
        outcome: 'scored',
        preference,
      });
    }
  }
  const { verdict, summary } = audit(builder.build({ scale }));
  expect(verdict).toBe('inconclusive');
  expect(summary).toContain('The order in which pairs were shown is not known');
});

test('two families’ graders are two, however alike they judge', () => {
  const { summary } = audit(
    graded(['qwen-judge', 'gpt-judge'], ['qwen-a', 'gpt-a'], 100, ({ item }) => item % 9).build({
      scale,
    }),
  );
  expect(summary).not.toContain('all graders are of one family');
});

test('a grader whose family is not known may be kin', () => {
  const { verdict, summary } = audit(
    graded(['gpt-judge', '?secret'], ['qwen-a', 'llama-a'], 60, ({ quality, noise }) => {
      return 4 + quality + noise;
    }).build({ scale }),
  );
  expect(verdict).toBe('inconclusive');
  expect(summary).toMatch(
    /^Not identifiable: the family of \?secret is not known\. To tell: name \?secret under "kin"/,
  );
});

test('nothing passes while judgments are open', () => {
  const complete = graded(
    ['qwen-judge', 'gpt-judge', 'claude-judge'],
    ['qwen-a', 'gpt-a'],
    400,
    ({ quality, noise }) => 4 + quality + 0.5 * noise,
  ).build({ scale });
  expect(audit(complete).verdict).toBe('pass');
  const { verdict, summary, remedy } = audit({ ...complete, open: { 'qwen-critic': 95 } });
  expect(remedy).toMatch(
    /^Settle what is open: Grading is not complete: 95 judgments by qwen-critic /,
  );
  expect(verdict).toBe('inconclusive');
  expect(summary).toContain('Grading is not complete: 95 judgments by qwen-critic open');
});

describe('what a summary must say', () => {
  const three = ['qwen-judge', 'gpt-judge', 'claude-judge'];
  const clean = (given: Given): number => 4 + given.quality + 0.5 * given.noise;

  test('a scale that scores never come near keeps them from passing', () => {
    const judgments = graded(three, ['qwen-a', 'gpt-a'], 400, clean).build({ scale });
    const evidence = judgedBenchmark(judgments, familyOf, {
      ledger: [
        {
          file: 'rows.csv',
          role: 'judgments',
          format: 'table',
          read: 2400,
          kept: 2400,
          dropped: {},
          duplicated: 0,
          truncated: 0,
          unjoined: 0,
          unanswered: 0,
          notes: [
            {
              reason: 'low-scale',
              effect: 'kept',
              source: { file: 'rows.csv', line: 1 },
              detail:
                'the highest of 2400 scores is 1 on a scale that ends at 10: is "scale" missing?',
            },
          ],
        },
      ],
    }) as Evidence;
    const options = graderBias.options.parse({ resamples: 199 });
    const { verdict, summary } = graderBias.audit(evidence, options, { seed: 0 });
    expect(verdict).toBe('inconclusive');
    expect(summary).toContain('is "scale" missing?');
  });

  test('which family is partial, where only an average fails', () => {
    const { verdict, summary } = audit(
      graded(['qwen-judge', 'gpt-judge'], ['qwen-a', 'gpt-a'], 200, (given) => {
        return clean(given) + (isKin(given) ? 1 : 0);
      }).build({ scale }),
    );
    expect(verdict).toBe('fail');
    expect(summary).toContain('Which of gpt and qwen is partial can’t be told');
  });

  test('that graders never differ, and not that too few items were judged', () => {
    const { summary } = audit(
      graded(three, ['qwen-a', 'gpt-a'], 40, ({ quality }) => 4 + quality).build({ scale }),
    );
    expect(summary).toMatch(/^Not identifiable: the graders never differ on the same answers\./);
  });

  test('why nothing was read, and what to mend', () => {
    const builder = new JudgmentsBuilder();
    for (let item = 0; item < 30; item++) {
      const given = { grader: 'gpt-judge', item: { key: `i${item}` }, file: 'rows', line: 1 };
      builder.addScore({ ...given, candidate: 'gpt-a', outcome: 'out-of-range' });
    }
    expect(audit(builder.build({ scale })).summary).toBe(
      'Not identifiable: none of 30 judgments could be read (30 out-of-range). To tell: check "scale" in the config.',
    );
  });

  test('which grader is left out as another under a second name', () => {
    const judgments = graded(['x', 'x-again', 'gpt-judge'], ['qwen-a', 'gpt-a'], 60, (given) => {
      return given.grader === 'gpt-judge' ? clean(given) : 4 + (given.item % 5);
    }).build({ scale });
    const { summary, tables } = audit(judgments);
    expect(summary).toContain('x-again is left out: it equals x in all 120 judgments of the same.');
    const kin = tables.find(({ title }) => title === 'Who is kin to whom');
    expect(kin!.rows).toContainEqual(
      expect.objectContaining({ name: 'x-again', role: 'grader, left out as listed twice' }),
    );
  });

  test('which names under kin are nobody’s', () => {
    const judgments = graded(three, ['qwen-a', 'gpt-a'], 60, clean).build({ scale });
    const evidence = judgedBenchmark(judgments, familyOf, {
      kinship: { models: { 'qwen-jugde': { family: 'qwen' } }, references: [], data: [] },
    }) as Evidence;
    const options = graderBias.options.parse({ resamples: 199 });
    const { summary } = graderBias.audit(evidence, options, { seed: 0 });
    expect(summary).toContain('"kin" tells of nobody in these judgments: qwen-jugde.');
  });
});
