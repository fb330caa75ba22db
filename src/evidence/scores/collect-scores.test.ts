import { describe, expect, it } from 'vitest';
import { testItem } from '../../../test/test-item.ts';
import type { Benchmark, Item, Response } from '../../benchmark/benchmark.ts';
import { silentProgress } from '../../progress.ts';
import { collectScores } from './collect-scores.ts';

const options = [
  { label: 'A', text: 'CT' },
  { label: 'B', text: 'MRI' },
];

function response(itemKey: string, text: string, model = 'm', condition = 'real'): Response {
  return { model, condition, itemKey, text, truncated: false, source: { file: 'r', line: 1 } };
}

const benchmark: Benchmark = {
  name: 'small',
  test: [
    testItem({ key: 'test/1', track: 'closed', options, answer: 'A' }),
    testItem({ key: 'test/2', track: 'closed', options, answer: 'B' }),
    testItem({ key: 'test/3', track: 'closed', options, answer: 'B' }),
    testItem({ key: 'test/4', track: 'closed', options, answer: 'PET' }),
    testItem({ key: 'test/5', track: 'open', answer: 'left lung' }),
    testItem({ key: 'test/6', track: 'grounding', boxes: [[0, 0, 2, 2]], answer: '' }),
  ],
  train: [],
  models: [],
  responses: [
    response('test/2', 'It is MRI'),
    response('test/1', 'B'),
    response('test/1', 'The answer is A'),
    response('test/4', 'A'),
    response('test/5', 'left'),
    response('test/5', 'left lung', 'm', 'blank'),
    response('test/6', '[0, 0, 2, 1]', 'n'),
  ],
  media: 'absent',
  subsets: [],
  ledger: [],
  inputs: [],
};

const scoring = { closed: 'accuracy', open: 'token-f1', grounding: 'iou' };

describe('collectScores', () => {
  const { itemScores } = collectScores(benchmark, { scoring, progress: silentProgress });
  const find = (model: string, condition: string, metric: string, extractor = 'none') =>
    itemScores.find(
      (one) =>
        one.model === model &&
        one.condition === condition &&
        one.metric === metric &&
        one.extractor === extractor,
    );

  it('scores the last response to an item, in the order of the items', () => {
    expect(find('m', 'real', 'accuracy', 'lenient')).toEqual({
      model: 'm',
      condition: 'real',
      track: 'closed',
      metric: 'accuracy',
      extractor: 'lenient',
      primary: true,
      itemKeys: ['test/1', 'test/2'],
      values: [1, 1],
      // Item 3 has no response, item 4 no usable reference.
      unansweredKeys: ['test/3', 'test/4'],
      unparsed: 0,
      unparsedKeys: [],
    });
  });

  it('counts what an extractor can not read and scores it 0', () => {
    expect(find('m', 'real', 'accuracy', 'strict-letter')).toMatchObject({
      primary: false,
      values: [0, 0],
      unparsed: 2,
      unparsedKeys: ['test/1', 'test/2'],
    });
    expect(find('m', 'real', 'accuracy', 'option-text')).toMatchObject({ values: [0, 1] });
  });

  it('keeps conditions, tracks and models apart', () => {
    // 1 common token of 1 and 2: 2/3.
    expect(find('m', 'real', 'token-f1')).toMatchObject({ primary: true, values: [2 / 3] });
    expect(find('m', 'blank', 'token-f1')).toMatchObject({ values: [1], itemKeys: ['test/5'] });
    expect(find('n', 'real', 'iou')).toMatchObject({ primary: true, values: [1 / 2] });
    expect(find('n', 'real', 'accuracy', 'lenient')).toBeUndefined();
  });

  it('has exactly one headline for each model, condition and track', () => {
    const headlines = itemScores.filter((one) => one.primary);
    expect(headlines.map(({ model, condition, track }) => [model, condition, track])).toEqual([
      ['m', 'real', 'closed'],
      ['m', 'real', 'open'],
      ['m', 'blank', 'open'],
      ['n', 'real', 'grounding'],
    ]);
  });

  it('takes the headline metric from the config and refuses an unknown one', () => {
    const collect = (closed: string) =>
      collectScores(benchmark, { scoring: { ...scoring, closed }, progress: silentProgress });
    const headline = collect('exact-match').itemScores.find((one) => one.primary);
    expect(headline).toMatchObject({ metric: 'exact-match', extractor: 'none' });
    expect(() => collect('acuracy')).toThrow('scoring.closed: there is no metric "acuracy"');
  });

  it('has nothing to score without responses', () => {
    const silent = { ...benchmark, responses: [] };
    expect(collectScores(silent, { scoring, progress: silentProgress })).toEqual({
      itemScores: [],
      answers: [],
    });
  });
});

describe('items that can not be asked under a condition', () => {
  const three = [...options, { label: 'C', text: 'PET' }];
  const tied = [...options, { label: 'C', text: 'Both A and B' }];
  const shownTo = (patient: string) => ({
    patient,
    media: [{ path: `${patient}.png`, kind: 'image' }] as const,
  });
  const closed = (key: string, fields: Partial<Item>) =>
    testItem({ key, track: 'closed', options: three, answer: 'A', ...fields });

  it.each<[condition: string, fields: Partial<Item>]>([
    // Options that refer to others can't be moved; a modality that isn't known has no other.
    ['rotated-1', { options: tied }],
    ['wrong-modality', shownTo('P3')],
    ['blank', {}],
  ])('are not unanswered there: under %s', (condition, fields) => {
    const asked = [
      closed('test/1', { ...shownTo('P1'), modality: 'CT' }),
      closed('test/2', { ...shownTo('P2'), modality: 'MRI' }),
    ];
    const { itemScores } = collectScores(
      {
        ...benchmark,
        test: [...asked, closed('test/3', fields)],
        responses: [response('test/1', 'A', 'm', condition)],
      },
      { scoring, progress: silentProgress },
    );
    expect(itemScores.find(({ primary }) => primary)?.unansweredKeys).toEqual(['test/2']);
  });
});

/** The scores of one model's responses to closed items, and its answers. */
function closedScores(test: readonly Item[], responses: readonly Response[]) {
  const { itemScores, answers } = collectScores(
    { ...benchmark, test, responses },
    { scoring, progress: silentProgress },
  );
  return {
    headline: itemScores.find((one) => one.primary),
    likelihood: itemScores.find((one) => one.extractor === 'likelihood'),
    answers,
  };
}

describe('moved options', () => {
  const three = [...options, { label: 'C', text: 'PET' }];
  /** Under `rotated-1` C's wording stands behind A, A's behind B. */
  const shown = [
    { label: 'A', text: 'PET' },
    { label: 'B', text: 'CT' },
    { label: 'C', text: 'MRI' },
  ];
  const item = testItem({ key: 'test/1', track: 'closed', options: three, answer: 'A' });

  it('counts an answer against the options as they were shown', () => {
    const reply = (text: string) => ({
      ...response('test/1', text, 'm', 'rotated-1'),
      shownOptions: shown,
    });
    // CT is right; it stands behind B.
    expect(closedScores([item], [reply('B')]).headline?.values).toEqual([1]);
    expect(closedScores([item], [reply('A')]).headline?.values).toEqual([0]);
    expect(closedScores([item], [reply('It is CT')]).headline?.values).toEqual([1]);
  });

  it('takes recorded answers that do not say what was shown by the name of their condition', () => {
    const keep = closedScores([item], [response('test/1', 'B', 'm', 'rotated-1')]);
    expect(keep.headline?.values).toEqual([1]);
    // Two places on, CT stands behind C.
    const further = closedScores([item], [response('test/1', 'C', 'm', 'rotated-2')]);
    expect(further.headline?.values).toEqual([1]);
  });

  it.each(['A', 'CT', 'A. CT', '0'])(
    'follows the content of a reference given as "%s"',
    (answer) => {
      const given = { ...item, answer };
      const scores = closedScores([given], [response('test/1', 'B', 'm', 'rotated-1')]);
      expect(scores.headline?.values).toEqual([1]);
    },
  );

  it('moves the labels among the alternatives too', () => {
    const given = { ...item, alternatives: ['C'] };
    // PET is accepted; under rotated-1 it stands behind A.
    const scores = closedScores([given], [response('test/1', 'A', 'm', 'rotated-1')]);
    expect(scores.headline?.values).toEqual([1]);
  });

  it('keeps content and place of each answer', () => {
    const real = response('test/1', 'A');
    const moved = response('test/1', 'A', 'm', 'rotated-1');
    const { answers } = closedScores([item], [real, moved]);
    expect(answers.map(({ contentOf }) => contentOf.get('test/1'))).toEqual(['ct', 'pet']);
    expect(answers.map(({ placeOf }) => placeOf.get('test/1'))).toEqual([0, 0]);
  });
});

describe('the parent of the test split', () => {
  const beyond = testItem({ key: 'parent/9', track: 'closed', options, answer: 'B' });
  const items = [beyond, ...benchmark.test];
  const collect = (responses: readonly Response[]) =>
    collectScores(
      { ...benchmark, parent: { items, missing: [], responses } },
      { scoring, progress: silentProgress },
    );

  it('is scored by the headline metrics, its items beyond the test split among the others', () => {
    const scores = collect([response('parent/9', 'B'), response('parent/9', 'A', 'm', 'blank')]);
    const whole = collectScores(benchmark, { scoring, progress: silentProgress });
    expect(scores.itemScores).toEqual(whole.itemScores);
    expect(
      scores.parentScores?.map(({ model, track, condition, itemKeys, values }) => ({
        ...{ model, track, condition, itemKeys, values },
      })),
    ).toEqual([
      {
        ...{ model: 'm', track: 'closed', condition: 'real' },
        itemKeys: ['parent/9', 'test/1', 'test/2'],
        values: [1, 1, 1],
      },
      {
        ...{ model: 'm', track: 'open', condition: 'real' },
        itemKeys: ['test/5'],
        // "left" against "left lung": precision 1, recall 1/2.
        values: [expect.closeTo(2 / 3, 12)],
      },
      {
        ...{ model: 'n', track: 'grounding', condition: 'real' },
        itemKeys: ['test/6'],
        values: [0.5],
      },
    ]);
  });

  it('is not scored without answers beyond the test split', () => {
    expect(collect([]).parentScores).toBeUndefined();
  });
});

describe('answers by likelihood', () => {
  const choice = testItem({ key: 'test/1', track: 'closed', options, answer: 'A' });
  const binary = testItem({ key: 'test/2', track: 'closed', answer: 'No' });
  const words = testItem({ key: 'test/3', track: 'closed', answer: 'left lung' });
  const scored = (itemKey: string, text: string, labels: readonly string[], logs: number[]) => ({
    ...response(itemKey, text),
    optionScores: labels.map((label, index) => ({ label, logLikelihood: logs[index] as number })),
  });

  it('stand beside those by generation and are never the headline there', () => {
    const { headline, likelihood, answers } = closedScores(
      [choice, binary, words],
      [
        scored('test/1', 'B', ['A', 'B'], [-0.1, -2.3]),
        scored('test/2', 'No', ['yes', 'no'], [-0.2, -1.8]),
        response('test/3', 'Left lung'),
      ],
    );
    expect(headline).toMatchObject({ extractor: 'lenient', values: [0, 1, 1] });
    // Words have no candidates: that item was not answered by likelihood.
    expect(likelihood).toMatchObject({
      primary: false,
      metric: 'accuracy',
      itemKeys: ['test/1', 'test/2'],
      values: [1, 0],
      unansweredKeys: ['test/3'],
    });
    expect(answers.map(({ extractor, contentOf }) => [extractor, ...contentOf.values()])).toEqual([
      ['lenient', 'mri', 'no', 'left lung'],
      ['likelihood', 'ct', 'yes'],
    ]);
  });

  it('are the headline where no text was asked for; words are read as text', () => {
    const { headline, likelihood } = closedScores(
      [choice, binary, words],
      [
        scored('test/1', '', ['A', 'B'], [-0.1, -2.3]),
        scored('test/2', '', ['yes', 'no'], [-1.8, -0.2]),
        response('test/3', 'Right lung'),
      ],
    );
    expect(headline).toBe(likelihood);
    expect(headline).toMatchObject({ values: [1, 1, 0], unansweredKeys: [], unparsed: 0 });
  });

  it('are none on a tie, and none beyond the labels that are offered', () => {
    const { likelihood } = closedScores(
      [choice],
      [scored('test/1', 'A', ['A', 'B', 'C'], [-0.7, -0.7, -0.1])],
    );
    expect(likelihood).toMatchObject({ values: [0], unparsedKeys: ['test/1'] });
  });
});
