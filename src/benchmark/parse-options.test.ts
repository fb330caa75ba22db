import { expect, test } from 'vitest';
import { parseOptions, spelledOptions } from './parse-options.ts';

const shortForm = (text: string, answer: string): string[] =>
  parseOptions(text, answer).map((option) => `${option.label}=${option.text}`);

test.each([
  ['Is there a mass? A. Yes B. No', 'A', ['A=Yes', 'B=No']],
  ['Which side?\n(A) Left\n(B) Right\nAnswer with the letter.', '(B)', ['A=Left', 'B=Right']],
  ['Which? A) CT B) MRI C) US', 'mri', ['A=CT', 'B=MRI', 'C=US']],
  ['Which? A: CT, B: MRI', 'A: CT', ['A=CT', 'B=MRI']],
  ['哪一侧？A、左 B、右', 'A', ['A=左', 'B=右']],
  ['Which apply? A. CT B. MRI C. US', 'A, C', ['A=CT', 'B=MRI', 'C=US']],
  ['Patient A. Smith was scanned. Which? A. CT B. MRI', 'B', ['A=CT', 'B=MRI']],
])('finds the options of %j', (text, answer, options) => {
  expect(shortForm(text, answer)).toEqual(options);
});

test.each([
  ['Does hepatitis A. B cells play a role?', 'No'],
  ['Describe. A. Left breast B. Right breast', 'There is a mass in the left breast.'],
  ['Which? A. CT C. US', 'A'],
  ['Which? B. CT C. US', 'B'],
  ['Which? A. B. C.', 'A'],
  ['Which? A. CT B. MRI', 'C'],
  ['A. Only one', 'A'],
])('finds no options in %j answered %j', (text, answer) => {
  expect(shortForm(text, answer)).toEqual([]);
});

test('tells where the wording of each option stands', () => {
  const text = 'Which side?\n(A)  Left ;\n(B) Right  \nAnswer with the letter.';
  const spans = spelledOptions(text, 'B');
  expect(spans.map(({ start, end }) => text.slice(start, end))).toEqual(['Left', 'Right']);
});
