import { describe, expect, test } from 'vitest';
import { testItem } from '../../test/test-item.ts';
import type { Benchmark, Item, Response } from '../benchmark/benchmark.ts';
import type { GradingConfig } from '../benchmark/grading-config.ts';
import { type GradingPlan, planGrading } from './plan-grading.ts';

const models: Benchmark['models'] = [
  { name: 'acme/ours-9b', role: 'candidate' },
  { name: 'rival-7b', role: 'baseline' },
  { name: 'third-7b', role: 'cold' },
];

function items(count: number): Item[] {
  return Array.from({ length: count }, (_, index) =>
    testItem({ key: `test/${index}`, prompt: `What is in view ${index}?` }),
  );
}

function answer(model: string, item: number, text: string, condition = 'real'): Response {
  const source = { file: 'preds.jsonl', line: item + 1 };
  return { model, condition, itemKey: `test/${item}`, text, truncated: false, source };
}

/** Every model's own answer to every item. */
function answers(count: number): Response[] {
  return models.flatMap(({ name, role }) =>
    Array.from({ length: count }, (_, item) => answer(name, item, `${role} view of ${item}`)),
  );
}

const grading: GradingConfig = {
  prompts: ['score-10-reference'],
  tracks: ['open'],
  pairs: 'candidate',
  swap: true,
  repeats: 1,
  maxNewTokens: 256,
};

interface Settings extends Partial<GradingConfig> {
  readonly test?: readonly Item[];
  readonly responses?: readonly Response[];
  readonly graders?: readonly string[];
  readonly seed?: number;
}

function plan(settings: Settings = {}): GradingPlan {
  const { test: asked = items(3), responses = answers(3), graders = ['g'], seed = 0 } = settings;
  return planGrading(
    { test: asked, models, responses },
    graders.map((name) => ({ name, identity: ['endpoint', name] })),
    {
      grading: { ...grading, ...settings },
      seed,
      namesOf: (name) => [name, name.split('/').at(-1)!],
    },
  );
}

const textOf = ({ requests }: GradingPlan, index = 0): string => requests[index]!.stimulus.text;
const pairsOf = ({ judgments }: GradingPlan): string[] =>
  judgments.map(({ item, candidates }) => [item.key, ...candidates].join(' '));

describe('scores', () => {
  test('every grader judges every answer to a graded track, with every prompt, as often as wanted', () => {
    const closed = testItem({ key: 'test/closed', track: 'closed' });
    const { requests, judgments } = plan({
      test: [...items(3), closed],
      responses: [...answers(3), { ...answer('rival-7b', 0, 'Yes'), itemKey: 'test/closed' }],
      prompts: ['score-10', 'score-1'],
      repeats: 2,
      graders: ['g', 'h'],
    });
    expect(judgments).toHaveLength(2 * 2 * 2 * 9);
    expect(new Set(requests.map(({ key }) => key)).size).toBe(72);
    expect([...new Set(requests.map(({ condition }) => condition))]).toEqual([
      'graded:score-10',
      'graded:score-10#2',
      'graded:score-1',
      'graded:score-1#2',
    ]);
    expect(new Set(requests.map(({ model }) => model))).toEqual(new Set(['g', 'h']));
  });

  test('answers with the same text to one item share a request, and both get the judgment', () => {
    const responses = [
      answer('acme/ours-9b', 0, 'A cyst.'),
      answer('rival-7b', 0, ' A cyst.\n'),
      answer('third-7b', 0, 'A mass.'),
    ];
    const { requests, judgments } = plan({ responses, repeats: 2 });
    expect(requests).toHaveLength(4);
    const [ours, rival, third] = judgments;
    expect(ours!.key).toBe(rival!.key);
    expect(third!.key).not.toBe(ours!.key);
  });

  test('an empty answer is judged without being sent', () => {
    const responses = [
      answer('rival-7b', 0, '<think>Hm.</think>\n'),
      answer('rival-7b', 1, 'Cyst'),
    ];
    const { requests, judgments } = plan({ responses });
    expect(judgments.map(({ key }) => key)).toEqual([undefined, requests[0]!.key]);
  });

  test('what the models said under other conditions, or first, is not judged', () => {
    const responses = [
      answer('rival-7b', 0, 'first'),
      answer('rival-7b', 0, 'blind', 'none'),
      answer('rival-7b', 0, 'last'),
    ];
    const planned = plan({ responses });
    expect(planned.requests).toHaveLength(1);
    expect(textOf(planned)).toContain('\nlast\n');
  });

  test('an item without a reference is left out of prompts that need one, and counted', () => {
    const test = items(2).map((item) => ({ ...item, answer: ' ' }));
    const prompts = ['score-10-reference', 'score-10', 'pair-reference'] as const;
    const { judgments, notGraded } = plan({ test, prompts, responses: answers(2), repeats: 2 });
    expect(new Set(judgments.map(({ prompt }) => prompt))).toEqual(new Set(['score-10']));
    const reason = 'the item has no reference answer';
    expect(notGraded).toEqual([
      { grader: 'g', prompt: 'score-10-reference', judgments: 12, reason },
      { grader: 'g', prompt: 'pair-reference', judgments: 16, reason },
    ]);
  });

  test('options stand in question and reference with their wording', () => {
    const options = [
      { label: 'A', text: 'cyst' },
      { label: 'B', text: 'mass' },
    ];
    const test = [
      testItem({ key: 'test/0', track: 'closed', prompt: 'Which?', options, answer: 'b' }),
    ];
    const text = textOf(
      plan({ test, tracks: ['closed'], responses: [answer('rival-7b', 0, 'A')] }),
    );
    expect(text).toContain('Which?\nA. cyst\nB. mass\n');
    expect(text).toMatch(/\[Begin reference answer \w+\]\nB\. mass\n/);
  });

  test('a candidate’s own name is hidden in its answer and counted, another’s is not', () => {
    const responses = [
      answer('acme/ours-9b', 0, 'As OURS-9B I see more than rival-7b.'),
      answer('rival-7b', 0, 'Nothing.'),
    ];
    const planned = plan({ responses });
    expect(textOf(planned)).toContain('As [name removed] I see more than rival-7b.');
    expect(planned.namesHidden).toEqual({ 'acme/ours-9b': 1 });
  });
});

describe('pairs', () => {
  const prompts = ['pair'] as const;

  test('the candidate’s answer stands beside each other one, in both orders', () => {
    expect(pairsOf(plan({ prompts, test: items(1) }))).toEqual([
      'test/0 acme/ours-9b rival-7b',
      'test/0 rival-7b acme/ours-9b',
      'test/0 acme/ours-9b third-7b',
      'test/0 third-7b acme/ours-9b',
    ]);
  });

  test('or all stand beside all', () => {
    const pairs = pairsOf(plan({ prompts, test: items(1), pairs: 'all' }));
    expect([pairs.length, pairs.includes('test/0 third-7b rival-7b')]).toEqual([6, true]);
  });

  test('the order is that in which they are shown', () => {
    const planned = plan({ prompts, test: items(1) });
    expect(textOf(planned, 1)).toMatch(
      /answer A \w+\]\nbaseline view[\s\S]*answer B \w+\]\ncandidate view/,
    );
  });

  test('without swap one order is drawn, the same for every grader, and neither always', () => {
    const settings = { prompts, swap: false, test: items(200), responses: answers(200) };
    const pairs = pairsOf(plan({ ...settings, graders: ['g', 'h'] }));
    expect(pairs).toHaveLength(800);
    expect(pairs.slice(400)).toEqual(pairs.slice(0, 400));
    const oursFirst = pairs.slice(0, 400).filter((pair) => pair.includes(' acme/ours-9b ')).length;
    // Four standard deviations of 400 fair draws are 40.
    expect(Math.abs(oursFirst - 200)).toBeLessThan(40);
    expect(pairsOf(plan({ ...settings, seed: 1 }))).not.toEqual(pairs.slice(0, 400));
  });

  test('nothing is asked where one of the two is empty or missing', () => {
    const responses = [answer('acme/ours-9b', 0, 'Cyst'), answer('rival-7b', 0, ' ')];
    const { requests, judgments } = plan({ prompts, responses });
    expect([requests.length, judgments.length]).toEqual([0, 2]);
  });
});

describe('the key of a request', () => {
  const keyOf = (settings: Settings): string =>
    plan({ test: items(1), ...settings }).requests[0]!.key;
  const own = keyOf({});

  test.each<[string, Settings]>([
    ['grader', { graders: ['h'] }],
    ['prompt', { prompts: ['score-10'] }],
    ['longest judgment', { maxNewTokens: 255 }],
    ['answer', { responses: [answer('acme/ours-9b', 0, 'other')] }],
    ['question', { test: [testItem({ key: 'test/0', prompt: 'What else?' })] }],
    ['reference', { test: [{ ...items(1)[0]!, answer: 'cyst' }] }],
  ])('is another for another %s', (_, settings) => {
    expect(keyOf(settings)).not.toBe(own);
  });

  test('is the same whatever else is asked, and whoever gave the answer', () => {
    expect(keyOf({ tracks: ['open', 'closed'], swap: false, seed: 7, test: items(3) })).toBe(own);
    expect(keyOf({ responses: [answer('third-7b', 0, 'candidate view of 0')] })).toBe(own);
  });
});
