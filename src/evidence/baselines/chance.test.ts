import { describe, expect, it } from 'vitest';
import { row } from '../../../test/small-splits.ts';
import type { Item } from '../../benchmark/benchmark.ts';
import { chanceScores } from './chance.ts';
import { textRow } from './text-row.ts';

describe('chanceScores', () => {
  const rowsOf = (items: readonly Item[], templates: Readonly<Record<string, string>> = {}) =>
    items.map((item) =>
      textRow(item, { templateOf: new Map(Object.entries(templates)) }, { clusterOf: new Map() }),
    );

  it('follows from options, polarity and the answers of the template', () => {
    const train = rowsOf(
      [
        row('train', 0, { answer: 'left' }),
        row('train', 1, { answer: 'right' }),
        row('train', 2, { answer: 'CT' }),
      ],
      { 'train/0': 'side', 'train/1': 'side', 'train/2': 'modality' },
    );
    const options = [1, 2, 3, 4].map((number) => ({
      label: `${number}`,
      text: `option ${number}`,
    }));
    const test = rowsOf(
      [
        row('test', 0, { options, answer: '1' }),
        row('test', 1, { answer: 'No' }),
        row('test', 2, { answer: 'left' }),
        row('test', 3, { answer: 'left' }),
        row('test', 4, { track: 'open' }),
      ],
      { 'test/2': 'side', 'test/3': 'new' },
    );
    expect([...chanceScores(train, test).values()]).toEqual([1 / 4, 1 / 2, 1 / 2, 1 / 3, 0]);
  });
});
