import { describe, expect, it } from 'vitest';
import { testItem } from '../../../test/test-item.ts';
import type { Item, Split } from '../../benchmark/benchmark.ts';
import { distinctQuestions } from './distinct-questions.ts';
import { matchQuestions } from './match-questions.ts';

type Row = readonly [prompt: string, answer: string];

function items(split: Split, rows: readonly Row[]): Item[] {
  return rows.map(([prompt, answer], index) =>
    testItem({ key: `${split}/${index + 1}`, split, prompt, answer }),
  );
}

function match(test: readonly Row[], train: readonly Row[]) {
  const benchmark = { test: items('test', test), train: items('train', train) };
  return [...matchQuestions(distinctQuestions(benchmark), { seed: 0 }).values()];
}

describe('matchQuestions', () => {
  it('calls a question exact up to case and normalised up to punctuation', () => {
    const found = match(
      [
        ['is it a mass?', 'yes'],
        ['Is it a cyst ?', 'no'],
        ['Why?', 'no'],
      ],
      [
        ['Is it a mass? ', 'No'],
        ['Is it a cyst', 'No.'],
      ],
    );
    expect(found).toEqual([
      { testKey: 'test/2', trainKey: 'train/2', level: 'normalised', jaccard: 1, sameAnswer: true },
      { testKey: 'test/1', trainKey: 'train/1', level: 'exact', jaccard: 1, sameAnswer: false },
    ]);
  });

  it('names a train row with the same answer where there is one', () => {
    const found = match(
      [['Is it a mass?', 'yes']],
      [
        ['Is it a mass?', 'no'],
        ['Is it a mass?', 'yes'],
      ],
    );
    expect(found).toMatchObject([{ trainKey: 'train/2', sameAnswer: true }]);
  });

  it('keeps the strictest level, though the same answer stands under other punctuation', () => {
    const found = match(
      [['Is it a mass?', 'yes']],
      [
        ['Is it a mass', 'yes'],
        ['Is it a mass?', 'no'],
      ],
    );
    expect(found).toMatchObject([{ trainKey: 'train/2', level: 'exact', sameAnswer: true }]);
  });

  it('finds a nearly equal question and says how near it is', () => {
    const found = match(
      [['Is there evidence of a pleural effusion?', 'yes']],
      [['Is there evidence of a pleural effusions?', 'yes']],
    );
    expect(found).toMatchObject([{ level: 'near', trainKey: 'train/1', sameAnswer: true }]);
    expect(found[0]?.jaccard).toBeGreaterThan(0.8);
    expect(found[0]?.jaccard).toBeLessThan(1);
  });

  it('compares the wording of chosen options, not their letters', () => {
    const options = (...texts: string[]) =>
      texts.map((text, index) => ({ label: 'AB'[index] as string, text }));
    const test = testItem({ answer: 'A', options: options('CT', 'MRI') });
    const train = testItem({
      key: 'train/1',
      split: 'train',
      answer: 'B',
      options: options('MRI', 'CT'),
    });
    const questions = distinctQuestions({ test: [test], train: [train] });
    expect(matchQuestions(questions, { seed: 0 }).get('test/1')?.sameAnswer).toBe(true);
  });

  it('matches nothing without words and nothing without train', () => {
    expect(match([['?!', 'yes']], [['?!', 'yes']])).toEqual([]);
    expect(match([['Is it a mass?', 'yes']], [])).toEqual([]);
  });
});
