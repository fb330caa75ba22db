import { expect, test } from 'vitest';
import { sampleGrading } from '../../reports/fixtures/sample-grading.ts';
import { sampleRun } from '../../reports/fixtures/sample-run.ts';
import { runSummary } from './run-summary.ts';

test('a grading that is not complete is told beside the verdict', () => {
  const lines = runSummary({ ...sampleRun(), grading: sampleGrading }, 'report.html').split('\n');
  const verdict = lines.findIndex((line) => line.startsWith('FAIL: '));
  expect(lines[verdict + 1]).toBe('Grading is not complete: 1,212 of 3,630 judgments are open.');
});

test('kept judgments that are not used are told by outcome', () => {
  expect(runSummary(sampleRun(), 'report.html')).toContain(
    '\ngraded/notes.csv: 360 rows read, 351 kept; 182 out-of-range, 18 unparsed, 9 unknown-item, the highest of 216 labels is 5 on a scale that ends at 10: is "scale" missing?\n',
  );
});
