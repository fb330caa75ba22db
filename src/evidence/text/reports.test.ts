import { describe, expect, it } from 'vitest';
import { testItem } from '../../../test/test-item.ts';
import type { Item, Split } from '../../benchmark/benchmark.ts';
import { reportOverlap } from './report-overlap.ts';
import { isReport, reportTemplateShare } from './report-templates.ts';

const reports = (split: Split, answers: readonly string[]): Item[] =>
  answers.map((answer, index) => testItem({ key: `${split}/${index + 1}`, split, answer }));

describe('isReport', () => {
  it('takes free text of two sentences or more', () => {
    expect(isReport(testItem({ answer: 'No mass. No nodes.' }))).toBe(true);
    expect(isReport(testItem({ answer: 'No mass.' }))).toBe(false);
    expect(isReport(testItem({ answer: 'No mass. No nodes.', track: 'closed' }))).toBe(false);
  });
});

describe('reportTemplateShare', () => {
  const sentence = (size: number) => `There is a mass of ${size} mm.`;

  it('counts the fixed words of sentences that five train reports use', () => {
    const train = reports(
      'train',
      [1, 2, 3, 4, 5].map((size) => `${sentence(size)} Unlike ${size}.`),
    );
    const test = reports('test', [`${sentence(9)} Nothing of the kind was written before.`]);
    // "there is a mass of" are 5 fixed words; "<size>" and the 7 other words are not counted.
    expect([...reportTemplateShare(test, train, { seed: 0 })]).toEqual([['test/1', 5 / 13]]);
  });

  it('does not count a template that one report repeats five times', () => {
    const train = reports('train', [[1, 2, 3, 4, 5].map(sentence).join(' ')]);
    const test = reports('test', [`${sentence(9)} No nodes.`]);
    expect([...reportTemplateShare(test, train, { seed: 0 })]).toEqual([['test/1', 0]]);
  });

  it('looks for support among test reports where train has none', () => {
    const test = reports(
      'test',
      [1, 2, 3, 4, 5].map((size) => `${sentence(size)} ${sentence(size)}`),
    );
    // 5 of 6 words, in each of two sentences.
    expect(reportTemplateShare(test, [], { seed: 0 }).get('test/1')).toBe(10 / 12);
  });
});

describe('reportOverlap', () => {
  it('finds a copied report nearer to train than to test', () => {
    const train = reports('train', ['The lungs are clear. No mass.', 'Large heart. Normal lungs.']);
    const test = reports('test', ['The lungs are clear. No mass.', 'Fracture of a rib. No air.']);
    const overlap = reportOverlap(test, train, { seed: 0 });
    // One train report is drawn, because there is one other test report.
    expect(overlap?.pool).toBe(1);
    const toTest = overlap?.byItem.get('test/1')?.toTest;
    // "no" is common to both: 2 x 1 / (6 + 6).
    expect(toTest).toBe(2 / 12);
    const wide = reportOverlap(
      [...test, ...reports('test', ['A. B.']).map((item) => ({ ...item, key: 'test/3' }))],
      train,
      { seed: 0 },
    );
    expect(wide?.pool).toBe(2);
    expect(wide?.byItem.get('test/1')?.toTrain).toBe(1);
  });

  it('does not depend on the order of rows', () => {
    const train = reports('train', ['A b. C d.', 'E f. G h.', 'I j. K l.']);
    const test = reports('test', ['A b. X.', 'E f. Y.', 'Z z. I j.']);
    const overlap = reportOverlap([...test].reverse(), [...train].reverse(), { seed: 4 });
    expect(overlap).toEqual(reportOverlap(test, train, { seed: 4 }));
  });

  it('needs two test reports and a train report', () => {
    const two = reports('test', ['A. B.', 'C. D.']);
    expect(reportOverlap(two, [], { seed: 0 })).toBeUndefined();
    expect(reportOverlap(two.slice(1), reports('train', ['A. B.']), { seed: 0 })).toBeUndefined();
  });
});
