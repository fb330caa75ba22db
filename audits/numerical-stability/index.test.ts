import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AuditOutcome, Estimate } from '../../src/audit/audit.ts';
import {
  BATTERY_SOURCE,
  type Benchmark,
  type Item,
  type ModelDeclaration,
  type Response,
} from '../../src/benchmark/benchmark.ts';
import type { Evidence } from '../../src/evidence/evidence.ts';
import { collectScores } from '../../src/evidence/scores/collect-scores.ts';
import type { DecodingFacts } from '../../src/model-card/model-card.ts';
import { silentProgress } from '../../src/progress.ts';
import { wilsonInterval } from '../../src/statistics/index.ts';
import { testItem } from '../../test/test-item.ts';
import { numericalStability } from './index.ts';
import { itemsToPass } from './judgement.ts';
import { varianceComponents } from './variance-components.ts';

const scoring = { closed: 'accuracy', open: 'token-f1', grounding: 'iou' };

function items(count: number): Item[] {
  return Array.from({ length: count }, (_, index) =>
    testItem({
      key: `test/${String(index).padStart(4, '0')}`,
      id: String(index),
      track: 'closed',
      prompt: `Is a mass seen in image ${index}?`,
      answer: 'yes',
    }),
  );
}

/** Answers of `ours` by condition: yes, no, or something that can't be read. */
function responses(
  test: readonly Item[],
  answers: Readonly<Record<string, readonly string[]>>,
): Response[] {
  return Object.entries(answers).flatMap(([condition, texts]) =>
    texts.map((text, index) => ({
      model: 'ours',
      condition,
      itemKey: test[index]!.key,
      text,
      truncated: false,
      source: { file: 'answers.jsonl', line: index + 1 },
    })),
  );
}

function audited(
  test: readonly Item[],
  given: readonly Response[],
  {
    options = {},
    declared,
    decoding,
  }: {
    readonly options?: object;
    readonly declared?: ModelDeclaration['declared'];
    readonly decoding?: DecodingFacts;
  } = {},
): AuditOutcome {
  const model: ModelDeclaration = {
    name: 'ours',
    role: 'candidate',
    ...(declared && { declared }),
  };
  const benchmark = { test, train: [], models: [model], responses: given } as unknown as Benchmark;
  const evidence = {
    benchmark,
    cards: [{ ...model, ...(decoding && { decoding }) }],
    clusters: { clusterOf: new Map() },
    scores: collectScores(benchmark, { scoring, progress: silentProgress }),
  } as unknown as Evidence;
  return numericalStability.audit(evidence, numericalStability.options.parse(options), { seed: 0 });
}

const yes = (count: number): string[] => Array.from({ length: count }, () => 'yes');
/** The first `count` of them are other answers. */
const flipped = (total: number, count: number): string[] =>
  yes(total).map((text, index) => (index < count ? 'no' : text));

describe('answers asked again', () => {
  it('fails when more of them change than are allowed, and names the items', () => {
    const test = items(100);
    const outcome = audited(
      test,
      responses(test, { real: yes(100), 'selector-bfloat16': flipped(100, 12) }),
    );
    expect(outcome.verdict).toBe('fail');
    // Wilson for 12 of 100: (.12 + 3.8415/200) / 1.038415 -+ 1.96 / 1.038415 sqrt(.12 x .88 / 100 +
    // 3.8415 / 40000) = .1341 -+ .0641.
    expect(outcome.measures['closedFlips:ours:selector-bfloat16']).toMatchObject({
      value: 0.12,
      n: 100,
      interval: { lower: expect.closeTo(0.07, 2), upper: expect.closeTo(0.198, 2) },
    });
    expect(outcome.tables[0]?.rows[0]).toMatchObject({ changed: 12, lost: 12, won: 0, unread: 0 });
    expect(outcome.findings.filter(({ kind }) => kind === 'flipped-answer')).toHaveLength(12);
    expect(outcome.remedy).toContain('2%');
  });

  it('passes when none of enough change, and says how many would be enough when there are few', () => {
    const enough = itemsToPass(numericalStability.options.parse({}));
    // z^2 (1 - 0.02) / 0.02 = 3.8415 x 49 = 188.2.
    expect(enough).toBe(189);
    const verdictAt = (count: number): AuditOutcome => {
      const test = items(count);
      return audited(test, responses(test, { real: yes(count), repeated: yes(count) }));
    };
    expect(verdictAt(enough)).toMatchObject({ verdict: 'pass' });
    expect(verdictAt(enough).remedy).toBeUndefined();
    expect(verdictAt(enough - 1)).toMatchObject({
      verdict: 'inconclusive',
      remedy: expect.stringContaining('189 items'),
    });
    // The audit's interval for no flip at all is Wilson's.
    expect(wilsonInterval(0, enough).upper).toBeLessThanOrEqual(0.02);
    expect(wilsonInterval(0, enough - 1).upper).toBeGreaterThan(0.02);
  });

  it('gives every model its own finding on an item', () => {
    const test = items(20);
    const ours = responses(test, { real: yes(20), batched: flipped(20, 1) });
    const theirs = ours.map((response) => ({ ...response, model: 'theirs' }));
    const ids = audited(test, [...ours, ...theirs]).findings.map(({ id }) => id);
    expect(new Set(ids).size).toBe(2);
  });

  it('decides nothing by one item', () => {
    const test = items(1);
    expect(audited(test, responses(test, { real: ['yes'], batched: ['no'] })).verdict).toBe(
      'inconclusive',
    );
  });

  it('counts an answer that can not be read any more as another one, and apart', () => {
    const test = items(2);
    const outcome = audited(test, responses(test, { real: ['yes', '?'], batched: ['?', '?'] }));
    expect(outcome.tables[0]?.rows[0]).toMatchObject({ changed: 1, unread: 2 });
  });

  it('takes texts of which nothing can be read for the same answer only if they are the same', () => {
    const test = items(250);
    const mumble = (from: number): string[] => test.map((_, index) => `?${index + from}`);
    const same = audited(test, responses(test, { real: mumble(0), repeated: mumble(0) }));
    expect(same.verdict).toBe('pass');
    const other = audited(test, responses(test, { real: mumble(0), repeated: mumble(1) }));
    expect(other.verdict).toBe('fail');
    expect(other.tables[0]?.rows[0]).toMatchObject({ changed: 250, unread: 250 });
  });

  it('does not hang on the order of the items', () => {
    const test = items(30);
    fc.assert(
      fc.property(fc.shuffledSubarray(test, { minLength: 30 }), (shuffled) => {
        const given = responses(test, { real: yes(30), repeated: flipped(30, 3) });
        expect(audited(shuffled, given).measures).toEqual(audited(test, given).measures);
      }),
      { numRuns: 10 },
    );
  });

  it('is not applicable where nothing was asked twice', () => {
    const test = items(20);
    expect(audited(test, responses(test, { real: yes(20), none: yes(20) })).verdict).toBe(
      'not-applicable',
    );
  });
});

describe('answers drawn several times', () => {
  it('have their variance taken apart as by hand', () => {
    // Three items, two draws: rows (1, 1), (1, 0), (0, 0). Grand mean 1/2; row means 1, 1/2, 0;
    // column means 2/3, 1/3. SS_items = 2 (1/4 + 0 + 1/4) = 1, SS_runs = 3 (1/36 + 1/36) = 1/6,
    // SS_total = 6/4, so SS_error = 1/3. MS: 1/2, 1/6, (1/3)/2 = 1/6.
    // Items (1/2 - 1/6)/2 = 1/6; runs (1/6 - 1/6)/3 = 0; within 1/6.
    const components = varianceComponents([
      [1, 1],
      [1, 0],
      [0, 0],
    ]);
    expect(components.betweenItems).toBeCloseTo(1 / 6, 12);
    expect(components.betweenRuns).toBeCloseTo(0, 12);
    expect(components.withinItem).toBeCloseTo(1 / 6, 12);
    // Both sqrt((1/6) / 3) = sqrt(1/18); together one draw's mean has sqrt(1/18 + 1/18) = 1/3.
    expect(components.itemError).toBeCloseTo(Math.sqrt(1 / 18), 12);
    expect(Math.hypot(components.itemError, components.runError)).toBeCloseTo(1 / 3, 12);
    expect(components.runError).toBeCloseTo(Math.sqrt(1 / 18), 12);
  });

  it('count negative components as none, and draws that agree as no luck', () => {
    expect(
      varianceComponents([
        [1, 0],
        [0, 1],
      ]),
    ).toMatchObject({ betweenItems: 0, betweenRuns: 0 });
    expect(
      varianceComponents([
        [1, 1],
        [0, 0],
      ]),
    ).toMatchObject({ withinItem: 0, runError: 0 });
    expect(() => varianceComponents([[1, 0]])).toThrow('draw more answers');
  });

  it('are shown with their spread and decide nothing', () => {
    const test = items(40);
    const outcome = audited(
      test,
      responses(test, {
        real: yes(40),
        'sampled-1': flipped(40, 4),
        'sampled-2': flipped(40, 12),
        'sampled-10': yes(40),
      }),
    );
    expect(outcome.verdict).toBe('inconclusive');
    expect(outcome.summary).toContain('3 draws of ours on closed questions score 70% to 100%');
    const value = (name: string): number => (outcome.measures[name] as Estimate).value;
    // 12 items are not answered alike; all are right once, 28 in every draw; (36 + 28 + 40) / 120.
    expect(value('closedUnsteady:ours')).toBe(12 / 40);
    expect(value('closedAnyRight:ours')).toBe(1);
    expect(value('closedAllRight:ours')).toBe(28 / 40);
    expect(value('closedSampled:ours')).toBeCloseTo(104 / 120, 12);
    // Wrong in two of three draws: the four that are wrong in both of the first.
    expect(value('closedMajority:ours')).toBe(36 / 40);
  });

  it('need no answers to the items as they are, and count a tie of answers half', () => {
    const test = items(2);
    const outcome = audited(
      test,
      responses(test, { 'sampled-1': ['yes', 'yes'], 'sampled-2': ['no', 'yes'] }),
    );
    expect(outcome.measures['closedMajority:ours']).toMatchObject({ value: 0.75, n: 2 });
    expect(outcome.measures['closedUnsteady:ours']).toMatchObject({ value: 0.5, n: 2 });
  });
});

describe('decoding', () => {
  const sampling: DecodingFacts = {
    doSample: true,
    temperature: 0.7,
    topP: 0.8,
    topK: 20,
    source: 'generation_config.json',
  };

  it('that a checkpoint asks for otherwise than declared leaves the audit open', () => {
    const outcome = audited([], [], { decoding: sampling, declared: { temperature: 0 } });
    expect(outcome).toMatchObject({
      verdict: 'inconclusive',
      summary: expect.stringContaining('temperature 0.7 by its checkpoint, 0 declared'),
      remedy: expect.stringContaining('Say how ours was decoded'),
    });
    expect(outcome.findings.map(({ kind }) => kind)).toEqual(['decoding-differs']);
  });

  it('of answers that were asked here is known, whatever a checkpoint asks for', () => {
    const test = items(20);
    const asked = (temperature: number): AuditOutcome => {
      const source = { file: BATTERY_SOURCE, line: 1 };
      const given = responses(test, { real: yes(20) }).map((one) => ({ ...one, source }));
      return audited(test, given, { decoding: sampling, declared: { temperature } });
    };
    const drawn = asked(0.7);
    expect(drawn).toMatchObject({
      verdict: 'fail',
      summary: expect.stringContaining('temperature 0 as asked here, 0.7 declared'),
      remedy: expect.stringContaining('Declare temperature 0 for ours'),
    });
    expect(drawn.findings.map(({ kind, severity }) => [kind, severity])).toEqual([
      ['decoding-differs', 'defect'],
    ]);
    expect(asked(0)).toMatchObject({ verdict: 'inconclusive', findings: [] });
  });

  it('that draws without a seed is suspect, and greedy decoding needs none', () => {
    const kinds = (decoding: DecodingFacts, declared: ModelDeclaration['declared']) =>
      audited([], [], { decoding, declared }).findings.map(({ kind }) => kind);
    expect(kinds(sampling, { temperature: 0.7 })).toEqual(['seed-unset']);
    expect(kinds(sampling, { temperature: 0.7, seed: 1 })).toEqual([]);
    expect(
      kinds({ doSample: false, source: 'generation_config.json' }, { temperature: 0 }),
    ).toEqual([]);
  });
});
