import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { testItem } from '../../test/test-item.ts';
import { parseOptions } from '../benchmark/parse-options.ts';
import type { Inapplicable, Stimulus } from './condition.ts';
import { rotated } from './rotated.ts';

const prepared = rotated.prepare({ seed: 0, items: [], templateOf: new Map() });
const labelled = (texts: readonly string[]) =>
  texts.map((text, place) => ({ label: 'ABCDEFGHIJ'[place]!, text }));

function stimuliOf(
  prompt: string,
  texts?: readonly string[],
  answer = 'A',
): readonly Stimulus[] | Inapplicable {
  const options = texts === undefined ? parseOptions(prompt, answer) : labelled(texts);
  return prepared(testItem({ prompt, options, answer }));
}

const textsOf = (stimuli: readonly Stimulus[] | Inapplicable): string[] =>
  (stimuli as readonly Stimulus[]).map(({ text }) => text);

test('moves wordings on, keeps labels, and says what is shown', () => {
  expect(stimuliOf('Which?', ['x', 'y', 'z'])).toEqual([
    {
      rotation: 1,
      media: [],
      text: 'Which?\nA. z\nB. x\nC. y',
      options: labelled(['z', 'x', 'y']),
    },
    {
      rotation: 2,
      media: [],
      text: 'Which?\nA. y\nB. z\nC. x',
      options: labelled(['y', 'z', 'x']),
    },
  ]);
});

test.each([
  ['Is there a mass? A. Yes B. No', 'Is there a mass? A. No B. Yes'],
  ['A mass? A. Yes, B. No.', 'A mass? A. No, B. Yes.'],
  ['A mass? A. Yes. B. No.', 'A mass? A. No. B. Yes.'],
  ['Is it A: left; B: right?', 'Is it A: right; B: left?'],
  [
    'Which side?\n(A)  Left\n\n(B) Right  \nAnswer with the letter.',
    'Which side?\n(A)  Right\n\n(B) Left  \nAnswer with the letter.',
  ],
  ['Which size?\nA) 1.5 cm\nB) 2.5 cm', 'Which size?\nA) 2.5 cm\nB) 1.5 cm'],
  ['哪一侧？A、左 B、右', '哪一侧？A、右 B、左'],
  ['A. Yes\nB. No\nIs there a mass?', 'A. No\nB. Yes\nIs there a mass?'],
])('rewrites options inside the text of %j', (prompt, text) => {
  expect(textsOf(stimuliOf(prompt))).toEqual([text]);
});

test('rewrites the text where the row gives the same options apart as well', () => {
  expect(textsOf(stimuliOf('A mass? A. Yes B. No', ['Yes', 'No']))).toEqual([
    'A mass? A. No B. Yes',
  ]);
});

describe('is not applicable where', () => {
  test.each([
    [['x', 'x', 'y'], 'two options have the same wording'],
    [['CT', 'MRI', 'Both A and B'], 'an option refers to others by letter or place'],
    [['CT', 'MRI', 'None of the above'], 'an option refers to others by letter or place'],
    [['左', '右', '以上都是'], 'an option refers to others by letter or place'],
  ])('options are %j', (texts, reason) => {
    expect(stimuliOf('Which?', texts)).toEqual({ reason });
  });

  test.each([
    ['Which? A. CT B. MRI Answer with the letter.', 'it is not certain where the last option ends'],
    ['Which? A. CT B. MRI. Be brief', 'it is not certain where the last option ends'],
    ['Which? A. CT, or B. MRI', 'the options are part of a sentence'],
    ['E.g. A. one B. two. Which? A. CT B. MRI', 'the question spells out options twice'],
  ])('the text is %j', (prompt, reason) => {
    expect(stimuliOf(prompt)).toEqual({ reason });
  });

  test('the question spells out other options than the row gives', () => {
    expect(stimuliOf('Which? A. CT B. MRI', ['CT', 'US'])).toEqual({
      reason: 'the question spells out other options than the row gives',
    });
  });
});

const wording = fc.stringMatching(/^[a-z]{3,8}( [a-z]{3,8}){0,2}$/);
const wordings = fc.uniqueArray(wording, { minLength: 2, maxLength: 10 });

test('with the item as it is, every wording stands once behind every label', () => {
  fc.assert(
    fc.property(wordings, (texts) => {
      const options = labelled(texts);
      const stimuli = stimuliOf('Which?', texts) as readonly Stimulus[];
      const shown = [options, ...stimuli.map((stimulus) => stimulus.options)];
      const pairs = shown.flatMap((each) => each.map(({ label, text }) => `${label}. ${text}`));
      expect(new Set(pairs).size).toBe(texts.length ** 2);
    }),
  );
});

test('reads the options that it says are shown out of the text it wrote, in any layout', () => {
  const layout = fc.constantFrom(
    (texts: readonly string[]) => texts.map((text, i) => `${'ABCDEFGHIJ'[i]}. ${text}`).join('\n'),
    (texts: readonly string[]) => texts.map((text, i) => `(${'ABCDEFGHIJ'[i]}) ${text}`).join(', '),
    (texts: readonly string[]) => texts.map((text, i) => `${'ABCDEFGHIJ'[i]}) ${text};`).join(' '),
  );
  fc.assert(
    fc.property(wordings, layout, (texts, write) => {
      const stimuli = stimuliOf(`Which is it? ${write(texts)}`);
      // Wordings such as "please answer" look like an instruction.
      fc.pre('length' in stimuli);
      for (const { text, options } of stimuli as readonly Stimulus[])
        expect(parseOptions(text, 'A')).toEqual(options);
    }),
  );
});
