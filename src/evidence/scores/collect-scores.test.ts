import { describe, expect, it } from 'vitest';
import { testItem } from '../../../test/test-item.ts';
import type { Benchmark, Response } from '../../benchmark/benchmark.ts';
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
    });
  });
});
