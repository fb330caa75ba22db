import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkClaims } from './check-claims.ts';
import type { CheckedClaim } from './checked-claims.ts';
import { readLedger } from './read-ledger.ts';

/** The one claim of a ledger, checked without a run. */
function check(...keys: readonly string[]): CheckedClaim {
  const text = `version: 1\ntitle: T\nsource: S\nclaims:\n  c:\n${keys.map((key) => `    ${key}\n`).join('')}`;
  return checkClaims(readLedger('claims.yaml', text)).claims[0]!;
}

const score = (...keys: readonly string[]) =>
  check('kind: score', 'text: T.', 'model: ours', 'track: closed', ...keys);
const gap = (...keys: readonly string[]) =>
  check('kind: gap', 'text: T.', 'model: ours', 'over: theirs', 'track: closed', ...keys);

describe('a score', () => {
  it('on 113 or 70 items is inconclusive to within 5 points, with both intervals', () => {
    // 102 / 113 = .9027 (Wilson .8341 to .9448, Clopper-Pearson .8325 to .9504, from scipy):
    // .8341 is below .903 - .05.
    const first = score('value: 0.903', 'n: 113');
    expect(first).toMatchObject({
      status: 'inconclusive',
      basis: 'paper',
      claimed: { value: 0.903, unit: 'proportion' },
      measures: {
        score: { kind: 'published', value: 0.903, arithmetic: '90.3%' },
        wilson: {
          n: 113,
          interval: { lower: expect.closeTo(0.8341, 4), upper: expect.closeTo(0.9448, 4) },
        },
        clopperPearson: {
          interval: { lower: expect.closeTo(0.8325, 4), upper: expect.closeTo(0.9504, 4) },
        },
      },
    });
    // 63 / 70: Wilson .8077 to .9507, Clopper-Pearson .8048 to .9588.
    expect(score('value: 0.900', 'n: 70').measures).toMatchObject({
      wilson: { interval: { lower: expect.closeTo(0.8077, 4), upper: expect.closeTo(0.9507, 4) } },
      clopperPearson: {
        interval: { lower: expect.closeTo(0.8048, 4), upper: expect.closeTo(0.9588, 4) },
      },
    });
  });

  it('is supported once its lower bound is no further below than the margin', () => {
    // t = .85: 1.959964^2 x .85 x .15 / .05^2 = 195.9.
    expect(score('value: 0.9', 'n: 190').status).toBe('inconclusive');
    expect(score('value: 0.9', 'n: 190').needs).toEqual([
      'It would hold to within 5 points from 196 independent items on.',
    ]);
    expect(score('value: 0.9', 'n: 200')).toMatchObject({ status: 'supported', needs: [] });
  });

  it('without its number of items has no interval, and is told from which on it would hold', () => {
    const { status, why, measures } = score('value: 0.7566');
    expect(status).toBe('not-testable');
    // t = .7066: 3.841459 x .7066 x .2934 / .0025 = 318.6.
    expect(why).toContain('it would hold to within 5 points from 319 independent items on');
    expect(Object.values(measures).map(({ kind }) => kind)).toEqual(['published']);
  });

  it('of which only a larger whole is published is never supported, and inconclusive where even that is too few', () => {
    expect(score('value: 0.7566', 'n: { atMost: 12182 }').status).toBe('not-testable');
    expect(score('value: 0.7566', 'n: { atMost: 100 }').status).toBe('inconclusive');
    expect(score('value: 0.7566', 'n: { atMost: 100 }').measures).not.toHaveProperty('wilson');
  });

  it('that no whole number of right answers gives is not taken at its word', () => {
    // 62 / 70 = .8857, 63 / 70 = .9.
    expect(score('value: 0.8992', 'n: 70')).toMatchObject({
      status: 'inconclusive',
      why: 'No whole number of right answers out of 70 gives 89.92%: 62 give 88.57%, 63 give 90%.',
    });
    expect(score('value: 0.8992', 'n: 70').measures).not.toHaveProperty('wilson');
    // Graded answers need no whole number.
    expect(score('value: 0.8992', 'n: 70', 'graded: true').why).toContain('has a 95% interval');
  });

  it('below what it is said to reach contradicts itself', () => {
    expect(score('value: 0.82', 'atLeast: 0.85', 'n: 1000').status).toBe('contradicted');
    expect(score('atLeast: 0.85', 'n: 1000').status).toBe('not-testable');
  });

  it('at an end, or on one item, still has an interval', () => {
    expect(score('value: 1', 'n: 1').status).toBe('inconclusive');
    expect(score('value: 0', 'n: 5')).toMatchObject({
      status: 'supported',
      measures: { wilson: { interval: { lower: 0 } } },
    });
  });
});

describe('a subset without a score of its own', () => {
  const subset = (...keys: readonly string[]) =>
    check('kind: subset', 'text: T.', 'model: ours', 'subset: { column: a, value: b }', ...keys);

  it('is not testable, and is told what its items could show', () => {
    const { status, why, tables, measures } = subset('n: 70', 'suppose: 0.8992');
    expect(status).toBe('not-testable');
    expect(why).toContain('63 right answers would be nearest');
    expect(measures).toEqual({});
    // Connor at psi .1, .2, .3, .4 for n = 70: not detectable, 14.7, 18.0, 20.8 points.
    expect(tables.at(-1)?.rows.map(({ detectable }) => detectable)).toEqual([
      'none',
      '14.7 points',
      '18 points',
      '20.8 points',
    ]);
  });

  it('without a number of items says only that', () => {
    expect(subset().why).toBe('No score of ours, a b is published.');
  });
});

describe('a lead', () => {
  // 71.4% and 60.4%: d = .11, discordance .11 to 2 - .714 - .604 = .682; Connor: 69 to 441 items.
  const pathology = 'scores: { model: 0.714, over: 0.604 }';

  it('without its number of items is told what it takes', () => {
    const { status, why, measures } = gap(pathology);
    expect(status).toBe('not-testable');
    expect(why).toContain('from 69 independent items on where the models differ as little');
    expect(why).toContain('from 441 independent items on however they differ');
    expect(measures).toMatchObject({
      lead: { kind: 'published', value: 0.11, arithmetic: '71.4% − 60.4%' },
      leastDiscordance: { value: expect.closeTo(0.11, 12), arithmetic: '|71.4% − 60.4%|' },
      mostDiscordance: {
        value: expect.closeTo(0.682, 12),
        arithmetic: '200% − (71.4% + 60.4%)',
      },
    });
    expect(measures).not.toHaveProperty('flipsToTie');
  });

  it.each([
    [441, 'supported'],
    [440, 'inconclusive'],
    [69, 'inconclusive'],
    [68, 'inconclusive'],
  ])('on %d items is %s', (n, status) => {
    expect(gap(pathology, `n: ${n}`).status).toBe(status);
  });

  it('says up to which discordance it shows, and when it never does', () => {
    // psi = .1779: 1.959964 x .42178 + .841621 x sqrt(.1779 - .0121) = .82668 + .34270 = 1.16938;
    // / sqrt(113) = .1100.
    expect(gap(pathology, 'n: 113').why).toBe(
      'On 113 items the lead of 11.0 points shows only where the share of items on which one model alone is right is no more than 17.79%, and the scores allow up to 68.2%.',
    );
    expect(gap(pathology, 'n: 68').why).toContain('does not show however little the models differ');
  });

  it('counts the answers that carry it', () => {
    // .11 x 113 = 12.43: 12 answers; 6 that change sides.
    expect(gap(pathology, 'n: 113').measures).toMatchObject({
      flipsToTie: { value: 12, of: 113 },
      switchesToTie: { value: 6, of: 113 },
    });
  });

  it('of graded scores may rest on less discordance, never on more', () => {
    // Mean square at least .1627^2 = .0265, at most 2 - .6811 - .5184 = .8005.
    const { measures, why, needs } = gap(
      'graded: true',
      'scores: { model: 0.6811, over: 0.5184 }',
      'n: 70',
    );
    expect(measures).toMatchObject({
      leastDiscordance: { value: expect.closeTo(0.02647129, 8) },
      mostDiscordance: { value: expect.closeTo(0.8005, 12) },
    });
    expect(measures).not.toHaveProperty('flipsToTie');
    expect(why).toContain('mean squared difference of the item scores is no more than 24.42%');
    expect(needs[0]).toBe('Publish the scores of both models item by item.');
  });

  it('that its scores do not give is contradicted', () => {
    // .7566 - .6821 = .0745; each score is rounded to .00005, so up to .0746 is the same lead.
    const scores = 'scores: { model: 0.7566, over: 0.6821 }';
    expect(gap(scores, 'value: 0.0745', 'n: 1000').status).toBe('supported');
    expect(gap(scores, 'value: 0.0746', 'n: 1000').status).toBe('supported');
    expect(gap(scores, 'value: 0.080', 'n: 1000')).toMatchObject({
      status: 'contradicted',
      why: 'The published scores give 7.45 points (75.66% − 68.21%), less than the 8 points that are claimed.',
    });
    expect(gap(scores, 'atLeast: 0.10', 'n: 1000').status).toBe('contradicted');
    expect(gap('scores: { model: 0.60, over: 0.70 }', 'n: 1000').status).toBe('contradicted');
  });

  it('within the rounding of its scores is none that can be told', () => {
    expect(gap('scores: { model: 0.71, over: 0.70 }', 'n: 100000').status).toBe('inconclusive');
    expect(gap('scores: { model: 0.70, over: 0.70 }', 'n: 100000').status).toBe('inconclusive');
  });

  it('without scores is weighed as if the models could differ on every item', () => {
    // psi = 1, d = .11: (1.959964 + .841621 x sqrt(1 - .0121))^2 / .0121 = 7.82029 / .0121 = 646.3.
    expect(gap('value: 0.110', 'n: 647').status).toBe('supported');
    expect(gap('value: 0.110', 'n: 646').status).toBe('inconclusive');
  });

  it('of which only a bound is published can not be tested', () => {
    expect(gap('atLeast: 0.25', 'n: 1000').status).toBe('not-testable');
    expect(gap('n: 1000').status).toBe('not-testable');
  });

  it('is held against what is claimed at least where the scores are known', () => {
    // d - a = .05; (1.959964 + .841621)^2 x (.682 - .0121) / .05^2 = 2103.2.
    expect(gap(pathology, 'atLeast: 0.06', 'n: 2104').status).toBe('supported');
    expect(gap(pathology, 'atLeast: 0.06', 'n: 2103').status).toBe('inconclusive');
  });

  it('never weakens with more items, and is never supported by a bound on their number', () => {
    const proportion = fc.integer({ min: 0, max: 1000 }).map((digits) => digits / 1000);
    const rank = ['contradicted', 'inconclusive', 'supported'];
    fc.assert(
      fc.property(
        proportion,
        proportion,
        fc.integer({ min: 1, max: 5000 }),
        fc.integer({ min: 0, max: 5000 }),
        fc.boolean(),
        (model, over, n, more, graded) => {
          const at = (items: string) =>
            gap(
              `scores: { model: ${model.toFixed(3)}, over: ${over.toFixed(3)} }`,
              `graded: ${graded}`,
              `n: ${items}`,
            ).status;
          const fewer = rank.indexOf(at(String(n)));
          expect(fewer).toBeGreaterThanOrEqual(0);
          expect(rank.indexOf(at(String(n + more)))).toBeGreaterThanOrEqual(fewer);
          expect(at(`{ atMost: ${n} }`)).not.toBe('supported');
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('comparators', () => {
  const closed = [
    'kind: comparator',
    'text: T.',
    'model: ours',
    'baseline: sft',
    'cold: gpt',
    'track: closed',
  ];
  const taken = (scores: string, ...keys: readonly string[]) => {
    const text = `version: 1\ntitle: T\nsource: S\nclaims:\n  c:\n${[...closed, scores, ...keys].map((key) => `    ${key}\n`).join('')}`;
    return checkClaims(readLedger('claims.yaml', text));
  };

  it('take the lead apart by plain arithmetic', () => {
    // .7566 - .5400 = .2166; .7566 - .6821 = .0745; (.6821 - .5400) / .2166 = .1421 / .2166 = .65605.
    const { leads } = taken('scores: { model: 0.7566, baseline: 0.6821, cold: 0.5400 }');
    expect(leads).toMatchObject([
      {
        claim: 'c',
        advertised: { kind: 'published', value: 0.2166, arithmetic: '75.66% − 54.00%' },
        fair: { value: 0.0745, arithmetic: '75.66% − 68.21%' },
        notArchitecture: {
          value: expect.closeTo(0.65605, 5),
          arithmetic: '(68.21% − 54.00%) / (75.66% − 54.00%)',
        },
        caveat: expect.stringContaining('untouched backbone’s score is not published'),
      },
    ]);
    expect(leads[0]?.caveat).not.toMatch(/due to training/);
  });

  it('hold only where both leads do', () => {
    const scores = 'scores: { model: 0.7566, baseline: 0.6821, cold: 0.5400 }';
    // The fair lead takes 792 items, the advertised one 101.
    const status = (n: number) => taken(scores, `n: ${n}`).claims[0]?.status;
    expect([status(792), status(791)]).toEqual(['supported', 'inconclusive']);
    const behind = taken('scores: { model: 0.70, baseline: 0.75, cold: 0.54 }', 'n: 5000');
    expect(behind.claims[0]?.status).toBe('contradicted');
  });

  it('say what the backbone’s score adds where it is published, and share out no lead that is none', () => {
    const { leads } = taken('scores: { model: 0.75, baseline: 0.70, cold: 0.54, backbone: 0.50 }');
    expect(leads[0]?.caveat).toContain('its score rose by 20 points in training');
    const none = taken('scores: { model: 0.50, baseline: 0.52, cold: 0.54 }');
    expect(none.leads[0]?.notArchitecture.kind).toBe('unavailable');
  });

  it('without scores can not be tested', () => {
    expect(taken('').leads).toEqual([]);
    expect(taken('').claims[0]?.status).toBe('not-testable');
  });
});

describe('a sentence without a figure', () => {
  const words = (requirement: string) =>
    check('kind: qualitative', 'text: T.', `holds: [${requirement}]`);

  it('is decided by a published setting', () => {
    const setting = (is: string) =>
      words(`{ setting: s, mustBe: true, is: ${is}, location: code }`);
    expect(setting('false')).toMatchObject({
      status: 'contradicted',
      why: 'The setting s is false (code), and would have to be true.',
    });
    expect(setting('true').status).toBe('supported');
  });

  it('about measurements needs them', () => {
    expect(words('{ measure: image-reuse/sharedPatients, atMost: 0 }')).toMatchObject({
      status: 'not-testable',
      needs: ['Measure image-reuse/sharedPatients: run image-reuse on the benchmark.'],
    });
    expect(words('{ audit: image-reuse, verdict: pass }').status).toBe('not-testable');
  });
});

it('an unclear claim is told first what to say', () => {
  expect(gap('unclear: Say what is meant.', 'value: 0.1').needs[0]).toBe('Say what is meant.');
});
