import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { testItem } from '../../test/test-item.ts';
import type { Item } from '../benchmark/benchmark.ts';
import type { ConditionContext, ConditionId, Stimulus } from './condition.ts';
import { prepareConditions } from './prepare-conditions.ts';

const options = [
  { label: 'A', text: 'Mass' },
  { label: 'B', text: 'Cyst' },
];
const trainItem = (number: number, fields: Partial<Item>): Item =>
  testItem({ key: `train/${number}`, split: 'train', patient: `P${number}`, ...fields });

const asked = testItem({ track: 'closed', prompt: 'What is it?', options, answer: 'A' });
const choice = { track: 'closed', prompt: 'What is it?', options, answer: 'Cyst' } as const;
const three = [1, 2, 3].map((number) => trainItem(number, choice));

function contextOf(train: readonly Item[], items: readonly Item[] = [asked]): ConditionContext {
  const templateOf = new Map([...items, ...train].map(({ key, prompt }) => [key, prompt]));
  return { seed: 7, items, templateOf: new Map(), train: { items: train, templateOf } };
}

function textOf(id: ConditionId, item: Item, context: ConditionContext): string {
  const stimuli = prepareConditions([id], context).get(id)!(item);
  return 'reason' in stimuli ? `not applicable: ${stimuli.reason}` : stimuli[0]!.text;
}

const without = (items: readonly Item[] = [asked]): ConditionContext => {
  const { train: _train, ...rest } = contextOf([], items);
  return rest;
};

describe('format', () => {
  test.each<[string, Partial<Item>, string]>([
    [
      'options',
      { options, answer: 'A' },
      'Answer with the letter of the right option and nothing else.',
    ],
    ['yes or no', { answer: 'no' }, 'Answer with yes or no and nothing else.'],
    [
      'other words',
      { answer: 'left lung' },
      'Answer with a word or a short phrase and nothing else.',
    ],
  ])('names the answer of a closed question with %s, without train', (_, fields, sentence) => {
    const item = testItem({ track: 'closed', ...fields });
    expect(textOf('format', item, without())).toMatch(new RegExp(`\n${sentence}$`));
  });

  test('leaves medium, system message and question as they are', () => {
    const item = {
      ...asked,
      system: 'Be brief.',
      media: [{ path: 'a.png', kind: 'image' }] as const,
    };
    const prepared = prepareConditions(['real', 'format'], without());
    const [real] = prepared.get('real')!(item) as readonly [Stimulus];
    const sentence = 'Answer with the letter of the right option and nothing else.';
    expect(prepared.get('format')!(item)).toEqual([{ ...real, text: `${real.text}\n${sentence}` }]);
  });

  test('tells how long open answers of the template are, by the lower median of train', () => {
    const lengths = ['one two', 'a b c d e f', 'one two three'];
    const train = [
      ...lengths.map((answer, place) => trainItem(place, { prompt: 'Describe it.', answer })),
      trainItem(9, { prompt: 'Why?', answer: 'because' }),
    ];
    const open = testItem({ prompt: 'Describe it.' });
    // Of 2, 3 and 6 words the middle is 3; with none of the template, of 1, 2, 3 and 6 the lower one.
    expect(textOf('format', open, contextOf(train, [open]))).toBe(
      'Describe it.\nAnswer in about 3 words.',
    );
    const other = testItem({ key: 'test/2', prompt: 'Where?' });
    expect(textOf('format', other, contextOf(train, [other]))).toBe(
      'Where?\nAnswer in about 2 words.',
    );
  });

  test('does not apply to open questions without train, nor to boxes', () => {
    expect(textOf('format', testItem(), without())).toMatch(/^not applicable: how long/);
    const empty = contextOf([trainItem(1, { answer: ' ' })]);
    expect(textOf('format', testItem(), empty)).toMatch(/^not applicable: how long/);
    expect(textOf('format', testItem({ track: 'grounding' }), without())).toMatch(
      /^not applicable: how boxes/,
    );
  });
});

describe('few-shot', () => {
  test('shows three train questions of the template with their letters, then the item', () => {
    const example = 'Question: What is it?\nA. Mass\nB. Cyst\nAnswer: B';
    expect(textOf('few-shot', asked, contextOf(three))).toBe(
      [
        'Questions with their answers, without their images; answer the last one.',
        example,
        example,
        example,
        'Question: What is it?\nA. Mass\nB. Cyst\nAnswer:',
      ].join('\n\n'),
    );
  });

  test('prefers the template, then the task, then whatever wants such an answer', () => {
    const open = (number: number, prompt: string, task: string) =>
      trainItem(number, { prompt, task, answer: `answer ${number}` });
    const train = [
      open(1, 'Why?', 'other'),
      open(2, 'Where?', 'report'),
      open(3, 'What?', 'report'),
      open(4, 'What?', 'other'),
      trainItem(5, choice),
    ];
    const item = testItem({ prompt: 'What?', task: 'report' });
    const shown = [...textOf('few-shot', item, contextOf(train, [item])).matchAll(/Answer: (.*)/g)];
    expect(new Set(shown.slice(0, 2).map(([, answer]) => answer))).toEqual(
      new Set(['answer 3', 'answer 4']),
    );
    expect(shown[2]![1]).toBe('answer 2');
  });

  test.each<[string, ConditionContext, Partial<Item>]>([
    ['there is no train split', without(), {}],
    ['train has fewer than 3', contextOf(three.slice(1)), {}],
    ['train has fewer than 3 questions of other patients', contextOf(three), { patient: 'P2' }],
    ['boxes say nothing', contextOf(three), { track: 'grounding' }],
  ])('does not apply where %s', (reason, context, fields) => {
    const item = { ...asked, ...fields };
    expect(textOf('few-shot', item, { ...context, items: [item] })).toContain(
      `not applicable: ${reason}`,
    );
  });

  test('never shows an item of the same patient, whatever the order of train and the seed', () => {
    const many = Array.from({ length: 9 }, (_, number) =>
      trainItem(number, { prompt: `Number ${number}?`, answer: `answer ${number}` }),
    );
    const item = testItem({ patient: 'P4' });
    fc.assert(
      fc.property(fc.shuffledSubarray(many, { minLength: 9 }), fc.nat(1000), (train, seed) => {
        const text = textOf('few-shot', item, { ...contextOf(train, [item]), seed });
        expect(text).not.toContain('Number 4?');
        expect(text).toBe(textOf('few-shot', item, { ...contextOf(many, [item]), seed }));
      }),
      { numRuns: 60 },
    );
  });

  test('hangs on the seed', () => {
    const many = Array.from({ length: 9 }, (_, number) =>
      trainItem(number, { answer: `answer ${number}` }),
    );
    const texts = [1, 2, 3, 4].map((seed) =>
      textOf('few-shot', testItem(), { ...contextOf(many), seed }),
    );
    expect(new Set(texts).size).toBeGreaterThan(1);
  });
});
