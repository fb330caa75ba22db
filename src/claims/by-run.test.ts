import { describe, expect, it } from 'vitest';
import {
  deflationOf,
  estimateAt,
  measuredRun,
  resultOf,
  scoreOf,
} from '../../test/measured-run.ts';
import type { AuditRun, Score } from '../audit/audit-run.ts';
import { checkClaims } from './check-claims.ts';
import type { CheckedClaim, CheckedClaims } from './checked-claims.ts';
import { readLedger } from './read-ledger.ts';

function ledger(...keys: readonly string[]) {
  return readLedger(
    'claims.yaml',
    `version: 1\ntitle: T\nsource: S\nclaims:\n  c:\n${keys.map((key) => `    ${key}\n`).join('')}`,
  );
}

function checkAll(run: AuditRun, ...keys: readonly string[]): CheckedClaims {
  return checkClaims(ledger('text: T.', 'model: ours', 'track: closed', ...keys), run);
}

const check = (run: AuditRun, ...keys: readonly string[]): CheckedClaim =>
  checkAll(run, ...keys).claims[0]!;

/** Comparisons of small-subsets: `ours` minus `theirs` on all closed questions. */
function comparison(
  bounds: readonly [number, number],
  { holmPValue = 0.001, conclusive = true, flips = 20, subset = 'closed, all', part = '' } = {},
) {
  const count = (value: number) => ({ kind: 'count', title: 'flips', value, of: 100 }) as const;
  return resultOf(
    'small-subsets',
    {
      [`closedDifference:ours:theirs${part}`]: estimateAt((bounds[0] + bounds[1]) / 2, bounds),
      [`closedFlipsToTie:ours:theirs${part}`]: count(2 * flips),
      [`closedFlipsUntilNotSignificant:ours:theirs${part}`]: count(flips),
    },
    {
      tables: [
        {
          title: 'Comparisons',
          columns: [{ key: 'holmPValue', title: 'p after Holm' }],
          rows: [
            {
              subset,
              first: 'ours',
              second: 'theirs',
              holmPValue,
              verdict: conclusive ? 'conclusive' : 'inconclusive',
            },
          ],
        },
      ],
    },
  );
}

const ours = scoreOf('ours', 0.8, [0.76, 0.84]);
const theirs = scoreOf('theirs', 0.7, [0.66, 0.74]);

function scored(...rows: readonly Score[]): AuditRun {
  return measuredRun({ scores: rows });
}

describe('a score', () => {
  const claim = ['kind: score', 'value: 0.80'];

  it.each([
    // Within 5 points below .80: .75.
    [0.75, 0.85, 'supported'],
    [0.74, 0.85, 'inconclusive'],
    [0.5, 0.99, 'inconclusive'],
    // .80 is rounded to .005: .795 is still within.
    [0.75, 0.795, 'supported'],
    [0.75, 0.794, 'contradicted'],
    [0.9, 0.95, 'supported'],
  ])('between %d and %d is %s as 80%%', (lower, upper, status) => {
    const run = scored(scoreOf('ours', (lower + upper) / 2, [lower, upper]));
    expect(check(run, ...claim)).toMatchObject({ status, basis: 'run' });
  });

  it('that is higher than claimed is said to be understated', () => {
    const { status, why } = check(scored(scoreOf('ours', 0.92, [0.9, 0.95])), ...claim);
    expect(status).toBe('supported');
    expect(why).toContain('the claim understates it');
  });

  it('at least reached by the interval, missed by it, or neither', () => {
    const reach = ['kind: score', 'atLeast: 0.76'];
    expect(check(scored(ours), ...reach).status).toBe('supported');
    expect(check(scored(ours), 'kind: score', 'atLeast: 0.77').status).toBe('inconclusive');
    expect(check(scored(ours), 'kind: score', 'atLeast: 0.85').status).toBe('contradicted');
  });

  it('is fragile where it falls without items whose image is in train', () => {
    const clean = (lower: number) =>
      measuredRun({
        scores: [ours],
        deflation: [
          deflationOf('ours', [
            {
              name: 'clean-items',
              title: 'Clean',
              estimate: estimateAt(0.75, [lower, 0.8], 'score'),
            },
          ]),
        ],
      });
    expect(check(clean(0.7), ...claim)).toMatchObject({
      status: 'fragile',
      why: expect.stringContaining('undone without items whose image is in train'),
      audits: ['image-reuse'],
    });
    expect(check(clean(0.75), ...claim).status).toBe('supported');
  });

  it('is fragile where unanswered items counted as wrong undo it', () => {
    const unanswered = (lower: number) =>
      scored({ ...ours, unanswered: 7, worstCase: { lower, upper: 0.88 } });
    expect(check(unanswered(0.7), ...claim)).toMatchObject({
      status: 'fragile',
      why: expect.stringContaining('with 7 unanswered items counted as wrong'),
    });
    expect(check(unanswered(0.75), ...claim).status).toBe('supported');
  });

  it('is fragile where another extractor that reads most answers undoes it', () => {
    const strict = (unparsed: number) =>
      scored(ours, {
        ...scoreOf('ours', 0.6, [0.55, 0.65]),
        extractor: 'strict-letter',
        primary: false,
        unparsed,
      });
    expect(check(strict(50), ...claim).why).toContain('undone with answers read by strict-letter');
    // One that finds no answer in most of the texts is no other way to read them.
    expect(check(strict(51), ...claim).status).toBe('supported');
  });

  it('by graders is fragile where those of its own family carry it', () => {
    const grades = (without: number) =>
      measuredRun({
        scores: [ours],
        audits: [
          resultOf(
            'grader-bias',
            { 'scoresMean:ours': estimateAt(0.8, [0.78, 0.82], 'score') },
            {
              tables: [
                {
                  title: 'Ranking',
                  columns: [],
                  rows: [
                    {
                      candidate: 'ours',
                      mean: estimateAt(0.8, [0.78, 0.82], 'score'),
                      'without:alder': estimateAt(
                        without,
                        [without - 0.02, without + 0.02],
                        'score',
                      ),
                    },
                  ],
                },
                { title: 'Kin', columns: [], rows: [{ name: 'ours', family: 'alder' }] },
              ],
            },
          ),
        ],
      });
    expect(check(grades(0.7), ...claim, 'metric: grades')).toMatchObject({
      status: 'fragile',
      why: expect.stringContaining('undone without graders of its own family'),
      audits: ['grader-bias'],
    });
    expect(check(grades(0.79), ...claim, 'metric: grades').status).toBe('supported');
  });

  it('is looked up by subset and by metric', () => {
    const run = scored(
      ours,
      scoreOf('ours', 0.5, [0.48, 0.52], { subset: { column: 'modality', value: 'CT' } }),
      scoreOf('ours', 0.4, [0.38, 0.42], { metric: 'sensitivity', primary: false }),
    );
    const value = (...keys: readonly string[]) =>
      check(run, 'kind: score', 'value: 0.80', ...keys).measures.score;
    expect(value('subset: { column: modality, value: CT }')).toMatchObject({ value: 0.5 });
    expect(value('metric: sensitivity')).toMatchObject({ value: 0.4 });
    // What the run has not measured is tested on paper, and said to be missing.
    const other = check(run, 'kind: score', 'value: 0.80', 'metric: specificity');
    expect(other).toMatchObject({ basis: 'paper', status: 'not-testable' });
    expect(other.needs[0]).toBe(
      'Measure it: the run has no score of ours on closed questions by specificity.',
    );
  });

  it('of which no figure is claimed is told as measured, and not decided', () => {
    const all = ['kind: subset', 'subset: { column: all, value: all }', 'n: 113'];
    expect(check(scored(ours), ...all)).toMatchObject({
      status: 'not-testable',
      basis: 'run',
      why: 'No figure is claimed; 80% measured (95% interval 76% to 84%, n = 100).',
    });
  });

  it('of a model that the run does not have is tested on paper', () => {
    const run = scored(scoreOf('another', 0.8, [0.76, 0.84]));
    expect(check(run, ...claim, 'n: 1000')).toMatchObject({ basis: 'paper', status: 'supported' });
  });

  it('of the first items only is never decided', () => {
    const run = scored(ours);
    const limited = { ...run, benchmark: { ...run.benchmark, limit: 50 } };
    expect(check(limited, ...claim)).toMatchObject({
      status: 'inconclusive',
      why: expect.stringContaining('only the first 50 test items'),
    });
    const contradicted = ['kind: score', 'value: 0.95'];
    expect(check(run, ...contradicted).status).toBe('contradicted');
    expect(check(limited, ...contradicted).status).toBe('inconclusive');
  });
});

describe('a lead', () => {
  const claim = ['kind: gap', 'over: theirs'];
  const run = (result = comparison([0.04, 0.16]), parts: Partial<AuditRun> = {}) =>
    measuredRun({ scores: [ours, theirs], audits: [result], ...parts });

  it.each([
    [0.04, 0.16, 'supported'],
    [0, 0.16, 'inconclusive'],
    [-0.04, 0.16, 'inconclusive'],
    [-0.16, -0.04, 'contradicted'],
  ] as const)('between %d and %d is %s', (lower, upper, status) => {
    expect(check(run(comparison([lower, upper])), ...claim)).toMatchObject({
      status,
      basis: 'run',
      audits: ['small-subsets'],
    });
  });

  it('is contradicted in size beyond its rounding', () => {
    // .165 is rounded to .0005: .1645 lies beyond .16.
    expect(check(run(), ...claim, 'value: 0.165').status).toBe('contradicted');
    expect(check(run(), ...claim, 'value: 0.160').status).toBe('supported');
    expect(check(run(), ...claim, 'atLeast: 0.04').status).toBe('supported');
    expect(check(run(), ...claim, 'atLeast: 0.1').status).toBe('inconclusive');
    expect(check(run(), ...claim, 'atLeast: 0.2').status).toBe('contradicted');
  });

  it('is found whichever model the audit names first', () => {
    const swapped = (bounds: readonly [number, number]) =>
      checkClaims(
        ledger('kind: gap', 'text: T.', 'model: theirs', 'over: ours', 'track: closed'),
        run(comparison(bounds)),
      ).claims[0];
    expect(swapped([0.04, 0.16])?.status).toBe('contradicted');
    expect(swapped([-0.16, -0.04])).toMatchObject({
      status: 'supported',
      measures: { lead: { interval: { lower: 0.04, upper: 0.16 } } },
    });
  });

  it('is fragile where Holm’s adjustment undoes it', () => {
    const adjusted = comparison([0.04, 0.16], { holmPValue: 0.08, conclusive: false });
    expect(check(run(adjusted), ...claim)).toMatchObject({
      status: 'fragile',
      why: expect.stringContaining(
        'by Holm’s adjustment over the 1 comparison of the run (p = 0.08)',
      ),
    });
  });

  it('is fragile where a hundredth of the answers undoes it', () => {
    expect(check(run(comparison([0.04, 0.16], { flips: 1 })), ...claim)).toMatchObject({
      status: 'fragile',
      why: expect.stringContaining('by 1 answer of 100 turned wrong'),
      measures: { flipsToTie: { value: 2 }, flipsUntilNotSignificant: { value: 1 } },
    });
    expect(check(run(comparison([0.04, 0.16], { flips: 2 })), ...claim).status).toBe('supported');
  });

  it('is fragile where it is not shown without items whose image is in train', () => {
    const over = (lower: number, comparator = 'theirs') =>
      run(comparison([0.04, 0.16]), {
        deflation: [
          deflationOf(
            'ours',
            [{ name: 'over-baseline', title: 'Lead', estimate: estimateAt(0.08, [lower, 0.2]) }],
            { comparator },
          ),
        ],
      });
    expect(check(over(-0.04), ...claim).status).toBe('fragile');
    expect(check(over(0.01), ...claim).status).toBe('supported');
    // The waterfall's lead over somebody else says nothing.
    expect(check(over(-0.04, 'others'), ...claim).status).toBe('supported');
  });

  it('is fragile where unanswered items counted against it, or another extractor, undo it', () => {
    // 10 of 110 unanswered: 80 / 110 - 70 / 100 = .027, .073 less than .10: .04 becomes -.033.
    const silent = run(undefined, { scores: [{ ...ours, unanswered: 10 }, theirs] });
    expect(check(silent, ...claim)).toMatchObject({
      status: 'fragile',
      why: expect.stringContaining('with 10 unanswered items counted against it'),
    });
    const strict = { extractor: 'strict-letter', primary: false };
    // .70 - .70 = 0 in place of .10: .04 becomes -.06.
    const reread = run(undefined, {
      scores: [ours, theirs, { ...theirs, ...strict }, { ...ours, ...strict, value: 0.7 }],
    });
    expect(check(reread, ...claim).why).toContain('undone with answers read by strict-letter');
  });

  it('on a subset is looked up there', () => {
    const subset = { subset: { column: 'modality', value: 'CT' } };
    const part = comparison([0.02, 0.1], {
      subset: 'closed, modality CT',
      part: ':modality=CT',
      conclusive: false,
    });
    const both = measuredRun({
      scores: [ours, theirs, { ...ours, ...subset }, { ...theirs, ...subset }],
      audits: [part],
    });
    expect(
      check(both, 'kind: subset', 'over: theirs', 'subset: { column: modality, value: CT }'),
    ).toMatchObject({ status: 'fragile', basis: 'run' });
    expect(check(both, ...claim).basis).toBe('paper');
  });

  it('tells about how many items would decide', () => {
    // .06 measured, .10 to its lower bound: 100 x (.10 / .06)^2 = 277.8.
    expect(check(run(comparison([-0.04, 0.16])), ...claim).needs).toEqual([
      'Were the lead over theirs as measured, about 278 items like these would decide.',
    ]);
    expect(check(run(comparison([-0.1, 0.1])), ...claim).needs).toEqual([
      'No number of items would show a lead that is not there.',
    ]);
  });
});

describe('comparators', () => {
  const keys = ['kind: comparator', 'baseline: theirs', 'cold: gpt'];
  const small = comparison([0.04, 0.16]);
  const pairs = resultOf(
    'small-subsets',
    { ...small.measures, 'closedDifference:ours:gpt': estimateAt(0.3, [0.2, 0.4]) },
    { tables: small.tables },
  );
  const card = (name: string, role: 'candidate' | 'baseline' | 'cold') => ({ name, role });
  const run = (audits = [pairs]) =>
    measuredRun({
      scores: [ours, theirs, scoreOf('gpt', 0.5, [0.45, 0.55])],
      audits,
      models: [card('ours', 'candidate'), card('theirs', 'baseline'), card('gpt', 'cold')],
    });

  it('are taken apart by what was measured', () => {
    const { claims, leads } = checkAll(run(), ...keys);
    expect(claims[0]).toMatchObject({ status: 'supported', basis: 'run' });
    expect(leads).toMatchObject([
      {
        fair: { kind: 'estimate', value: expect.closeTo(0.1, 12) },
        advertised: { kind: 'estimate', value: 0.3 },
        notArchitecture: { kind: 'unavailable' },
        caveat: expect.stringContaining('untouched backbone’s score is not in the run'),
      },
    ]);
  });

  it('take the share from comparator-balance, of the same three models only', () => {
    const share = resultOf('comparator-balance', {
      'closedShare:notArchitecture': estimateAt(0.66, [0.5, 0.8], 'proportion'),
    });
    const whole = run([pairs, share]);
    expect(checkAll(whole, ...keys).leads[0]?.notArchitecture).toMatchObject({
      kind: 'estimate',
      value: 0.66,
    });
    const more = { ...whole, models: [...whole.models, card('another', 'cold')] };
    expect(checkAll(more, ...keys).leads[0]?.notArchitecture).toMatchObject({
      kind: 'unavailable',
      reason: 'comparator-balance may have measured it for other models',
    });
  });

  it('are tested on paper where the run lacks one of them', () => {
    const { scores } = run();
    const lacking = measuredRun({ scores: scores.slice(0, 2), audits: [small] });
    expect(
      check(lacking, ...keys, 'scores: { model: 0.8, baseline: 0.7, cold: 0.5 }'),
    ).toMatchObject({ basis: 'paper', status: 'not-testable' });
  });
});

describe('a sentence without a figure', () => {
  const words = (run: AuditRun, ...requirements: readonly string[]) =>
    checkClaims(ledger('kind: qualitative', 'text: T.', `holds: [${requirements.join(', ')}]`), run)
      .claims[0]!;
  const reuse = resultOf('image-reuse', {
    sharedPatients: { kind: 'count', title: 'Patients in both splits', value: 1 },
    reusedShare: estimateAt(0.1, [0.05, 0.15], 'proportion'),
    lost: { kind: 'unavailable', title: 'Lost', reason: 'media are absent' },
  });
  const run = measuredRun({
    audits: [
      reuse,
      resultOf('question-only', {}, { verdict: 'inconclusive', remedy: 'Ask more.' }),
    ],
  });

  it.each([
    ['{ measure: image-reuse/sharedPatients, atMost: 1 }', 'supported'],
    ['{ measure: image-reuse/sharedPatients, atMost: 0 }', 'contradicted'],
    ['{ measure: image-reuse/reusedShare, atMost: 0.15 }', 'supported'],
    ['{ measure: image-reuse/reusedShare, atMost: 0.10 }', 'inconclusive'],
    ['{ measure: image-reuse/reusedShare, atMost: 0.04 }', 'contradicted'],
    ['{ measure: image-reuse/reusedShare, atLeast: 0.05, atMost: 0.15 }', 'supported'],
    ['{ measure: image-reuse/lost, atMost: 1 }', 'not-testable'],
    ['{ measure: image-reuse/misspelt, atMost: 1 }', 'not-testable'],
    ['{ audit: image-reuse, verdict: pass }', 'supported'],
    ['{ audit: image-reuse, verdict: fail }', 'contradicted'],
    ['{ audit: question-only, verdict: pass }', 'inconclusive'],
    ['{ audit: blind-controls, verdict: pass }', 'not-testable'],
  ])('that takes %s is %s', (requirement, status) => {
    expect(words(run, requirement).status).toBe(status);
  });

  it('needs all that it takes', () => {
    const holds = '{ audit: image-reuse, verdict: pass }';
    const fails = '{ measure: image-reuse/sharedPatients, atMost: 0 }';
    const open = '{ audit: blind-controls, verdict: pass }';
    expect(words(run, holds, open).status).toBe('not-testable');
    expect(words(run, open, fails, holds)).toMatchObject({
      status: 'contradicted',
      audits: ['image-reuse'],
      needs: ['Run blind-controls on the benchmark.'],
    });
  });

  it('takes the remedy of an inconclusive audit over', () => {
    expect(words(run, '{ audit: question-only, verdict: pass }').needs).toEqual(['Ask more.']);
  });
});

it('an empty ledger is checked, and says so', () => {
  const empty = readLedger('claims.yaml', 'version: 1\ntitle: T\nsource: S\nclaims: {}\n');
  expect(checkClaims(empty)).toEqual({ title: 'T', source: 'S', claims: [], leads: [] });
});
