import { describe, expect, it } from 'vitest';
import { testItem } from '../../test/test-item.ts';
import {
  answerContent,
  answerKind,
  referenceAnswer,
  referencePolarity,
} from './reference-answer.ts';

const modalities = [
  { label: 'A', text: 'CT' },
  { label: 'B', text: 'MRI' },
  { label: 'C', text: 'Ultrasound' },
];
const polar = [
  { label: 'A', text: 'No' },
  { label: 'B', text: 'Yes' },
];

describe('referenceAnswer', () => {
  it.each([
    ['B', 'B'],
    ['b', 'B'],
    ['(B)', 'B'],
    ['B.', 'B'],
    ['mri', 'B'],
    ['B. MRI', 'B'],
    ['1', 'B'],
    ['0', 'A'],
  ])('resolves %j beside options', (answer, label) => {
    expect(referenceAnswer(testItem({ options: modalities, answer }))).toBe(label);
  });

  it.each(['PET', '3', 'A, B', ''])('finds no option for %j', (answer) => {
    expect(referenceAnswer(testItem({ options: modalities, answer }))).toBeNull();
  });

  it('reads a label before an index', () => {
    const options = [
      { label: '1', text: 'left' },
      { label: '2', text: 'right' },
    ];
    expect(referenceAnswer(testItem({ options, answer: '1' }))).toBe('1');
  });

  it('reads a number that is an option before an index', () => {
    const options = [
      { label: 'A', text: '1' },
      { label: 'B', text: '0' },
    ];
    expect(referenceAnswer(testItem({ options, answer: '0' }))).toBe('B');
  });

  it('finds a boolean among yes and no', () => {
    expect(referenceAnswer(testItem({ options: polar, answer: 'true' }))).toBe('B');
  });

  it.each([
    ['Yes.', 'yes'],
    ['False', 'no'],
    ['Left lung', 'left lung'],
    ['-', null],
  ])('normalises %j without options', (answer, reference) => {
    expect(referenceAnswer(testItem({ answer }))).toBe(reference);
  });
});

describe('answerKind', () => {
  it('tells choices, yes or no and words apart', () => {
    expect(answerKind(testItem({ options: modalities, answer: 'A' }))).toBe('choice');
    expect(answerKind(testItem({ answer: 'No' }))).toBe('yes-no');
    expect(answerKind(testItem({ answer: 'No mass' }))).toBe('text');
  });
});

describe('referencePolarity', () => {
  it('reads a yes or no with and without options', () => {
    expect(referencePolarity(testItem({ options: polar, answer: 'B' }))).toBe('yes');
    expect(referencePolarity(testItem({ answer: 'No' }))).toBe('no');
    expect(referencePolarity(testItem({ options: modalities, answer: 'A' }))).toBeNull();
    expect(referencePolarity(testItem({ answer: 'CT' }))).toBeNull();
  });
});

describe('answerContent', () => {
  it('gives the wording behind a label', () => {
    expect(answerContent(testItem({ options: modalities }), 'C')).toBe('ultrasound');
    expect(answerContent(testItem(), 'left lung')).toBe('left lung');
  });
});
