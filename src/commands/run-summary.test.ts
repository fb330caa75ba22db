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

test('a limit stands beside the test items, which it limits', () => {
  const { benchmark, ...run } = sampleRun();
  const judged = { judgments: 5400, items: 300, graders: 3 };
  const headOf = (contents: Partial<typeof benchmark>): string | undefined =>
    runSummary({ ...run, benchmark: { ...benchmark, ...contents } }, 'report.html').split('\n')[0];
  expect(headOf({ testItems: 50, limit: 50, judged })).toBe(
    'thorax-stage-bench: 50 test items (limited to 50), 18622 train items, 5400 judgments of 300 items by 3 graders',
  );
  expect(headOf({ testItems: 0, trainItems: 0, judged })).toBe(
    'thorax-stage-bench: 5400 judgments of 300 items by 3 graders',
  );
});
