import { expect, test } from 'vitest';
import { decidedRun } from '../../reports/fixtures/decided-run.ts';
import { sampleRun } from '../../reports/fixtures/sample-run.ts';
import { explain } from '../explain/explain-run.ts';
import { explanationText } from './explain-text.ts';

const told = (id: string, run = decidedRun()) =>
  explain(run, id, 'latest').map(explanationText).join('\n');

const finding = sampleRun().audits[0]!.findings[1]!;

test('tells a finding in full', () => {
  expect(told(finding.id)).toMatchInlineSnapshot(`
    "DEFECT c9e3096b2ae7: image-reuse, verified pair, Mammography, closed-vqa
    The same picture, flipped, is in train and test.

    Where
      test media  data/test/sampled_Mammography-SWIFT_RESIZED_Screening_Closed_VQA_Test.json:88  RSNA/20041_773.png
        “<script>alert(1)</script> Is a mass visible? A. Yes B. No”
      train media  data/train/Mammography_Train.json:1202  RSNA/11874_210.png
        “图像中是否可见肿块？请用一个词回答。”

    Values
      correlation           0.9931
      pHash distance bits   2
      symmetry              flipped-horizontally
      expected false pairs  0.0131

    Why it counts
      Image reuse: Are pictures of the test split also in train, or used again within test?
      Files and decoded pixels are compared byte by byte; look-alikes found by perceptual hashes over the eight symmetries are aligned and verified by zero-mean normalised cross-correlation. Thresholds come from pairs of different patients of the same modality.
      Options in force: minimumCorrelation 0.97, maximumExpectedFalsePairs 1, symmetries true, layers ["bytes","content","perceptual"].
      A defect counts towards a failing verdict.
      Fail: 112 of 1,204 test items (9.3%) show a picture that is also in train: 41 exact pairs, 18 verified pairs, 6 patients.
      4 more findings of this audit in findings.jsonl.

    What does not follow
      A picture that was cropped to less than half, or drawn over, can escape. Two exposures of one patient in one position look alike without being a copy: they stay candidates.

    What would make it go away
      Take the rows out of one of the two splits, or report the score without the test rows.
    "
  `);
});

test('tells an audit with its measures and what was found', () => {
  const text = told('image-reuse');
  expect(text).toMatch(/^FAIL image-reuse: Image reuse\n112 of 1,204 test items/);
  expect(text).toContain('  Exact pairs across the split: 41\n');
  expect(text).toContain('Exams in both splits: not available: no row carries an exam id');
  // Three defects, a suspect and a note are planted in the sample.
  expect(text).toContain('Findings\n  3 defects, 1 suspect, 1 note; findings.jsonl lists them');
  expect(text).toContain('Sources\n  Buslaev et al. 2020');
});

test('tells a waived check with who answers for it', () => {
  expect(told('audit:image-reuse')).toContain(
    'Waived\n  By bench-team@example.org until 2027-01-31: The split is repaired in version 2.\n',
  );
});

test('tells a claim with why, what the gate made of it and what is needed', () => {
  expect(told('pathology-gain')).toBe(`INCONCLUSIVE claim:pathology-gain
“Pathology gains 11 points.”

Why
  113 items can show 12 points or more, not 11.
  It was derived again from the measurements of this run.

The gate
  INCONCLUSIVE: The claim is inconclusive.

What would make it firmer
  the answers of both models, item by item
`);
});

test('tells answers with whose they are and their grades', () => {
  const run = sampleRun();
  const answers = run.audits
    .flatMap(({ findings }) => findings)
    .find(({ subjects }) => subjects.some(({ role, grades }) => role === 'answer' && grades));
  const text = told(answers!.id, run);
  const answer = answers!.subjects.find(({ role }) => role === 'answer')!;
  expect(text).toContain(`${answer.model} on ${answer.key}`);
  expect(text).toMatch(/same family: \S/);
});
