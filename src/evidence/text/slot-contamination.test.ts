import { describe, expect, it } from 'vitest';
import { testItem } from '../../../test/test-item.ts';
import type { Question } from './distinct-questions.ts';
import { slotContamination } from './slot-contamination.ts';

function question(split: 'train' | 'test', number: number): Question {
  const row = testItem({ key: `${split}/${number}`, split });
  const rows = { train: split === 'train' ? [row] : [], test: split === 'test' ? [row] : [] };
  return { text: `${split} ${number}`, normalised: `${split} ${number}`, ...rows };
}

const words = (text: string) => text.split(' ');

describe('slotContamination', () => {
  it('compares short runs whole and long ones by n-gram', () => {
    const questions = [question('train', 1), question('test', 1), question('test', 2)];
    const runs = [
      [words('left lung'), words('a large round opacity')],
      [words('left lung'), words('left')],
      [words('one large round opacity')],
    ];
    const found = slotContamination(questions, runs);
    expect(found.ngramLength).toBe(3);
    // "left lung" is known, "left" alone is not: 2 of 3 words.
    // Of "one large round opacity" the 3-gram "large round opacity" is known: 3 of 4 words.
    expect([...found.share]).toEqual([
      ['test/1', 2 / 3],
      ['test/2', 3 / 4],
    ]);
  });

  it('takes what stands in more than ten train questions for vocabulary', () => {
    const contaminated = (trainQuestions: number) => {
      const train = Array.from({ length: trainQuestions }, (_, index) => question('train', index));
      const questions = [...train, question('test', 1)];
      return slotContamination(
        questions,
        questions.map(() => [['lung']]),
      ).share.get('test/1');
    };
    expect([contaminated(0), contaminated(1), contaminated(10), contaminated(11)]).toEqual([
      0, 1, 1, 0,
    ]);
  });

  it('sets n to the fifth percentile of run lengths, at most 13', () => {
    const long = Array.from({ length: 40 }, (_, index) => `w${index}`);
    const ngramLength = (run: string[]) =>
      slotContamination([question('test', 1)], [[run]]).ngramLength;
    expect([ngramLength(long.slice(0, 7)), ngramLength(long)]).toEqual([7, 13]);
  });

  it('says nothing about questions without slots', () => {
    expect(slotContamination([question('test', 1)], [[]]).share.size).toBe(0);
  });
});
