import { describe, expect, it } from 'vitest';
import { check, ours, scored } from '../../test/claimed-run.ts';
import {
  deflationOf,
  estimateAt,
  measuredRun,
  resultOf,
  scoreOf,
} from '../../test/measured-run.ts';

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
