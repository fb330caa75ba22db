import { describe, expect, it } from 'vitest';
import { testItem } from '../../../test/test-item.ts';
import { distinctQuestions } from './distinct-questions.ts';
import { questionTemplates } from './question-templates.ts';

const train = [
  'Is there a 5 mm mass in the left breast?',
  'Is there a 12 mm cyst in the left breast?',
  'Is there a large cyst in the right breast?',
].map((prompt, index) => testItem({ key: `train/${index + 1}`, split: 'train', prompt }));
const test = ['Is there a 9 mm node in the right breast?', 'What modality is this?', '?'].map(
  (prompt, index) => testItem({ key: `test/${index + 1}`, prompt }),
);

describe('questionTemplates', () => {
  const questions = distinctQuestions({ test, train });
  const found = questionTemplates(questions);

  it('mines templates across both splits and counts their rows', () => {
    expect(found.templates).toEqual([
      { id: 't1', pattern: 'is there a <*> <*> in the <side> breast', trainCount: 3, testCount: 1 },
      { id: 't2', pattern: 'what modality is this', trainCount: 0, testCount: 1 },
    ]);
  });

  it('gives every item with words its template', () => {
    expect(Object.fromEntries(found.templateOf)).toEqual({
      'test/1': 't1',
      'test/2': 't2',
      'train/1': 't1',
      'train/2': 't1',
      'train/3': 't1',
    });
  });

  it('takes apart what stands in the slots', () => {
    const runsOf = (prompt: string) =>
      found.slotRuns[questions.findIndex((question) => question.text === prompt)];
    expect(runsOf('Is there a 9 mm node in the right breast?')).toEqual([
      ['9', 'mm', 'node'],
      ['right'],
    ]);
    expect(runsOf('What modality is this?')).toEqual([]);
  });

  it('does not depend on the order of rows', () => {
    const reversed = distinctQuestions({ test: [...test].reverse(), train: [...train].reverse() });
    expect(questionTemplates(reversed).templates).toEqual(found.templates);
  });

  it('finds Chinese templates by character', () => {
    const chinese = ['左肺有结节吗？', '右肺有结节吗？', '左肺有肿块吗？'].map((prompt, index) =>
      testItem({ key: `test/${index}`, prompt }),
    );
    const { templates } = questionTemplates(distinctQuestions({ test: chinese, train: [] }));
    expect(templates).toEqual([
      { id: 't1', pattern: '<side> 肺 有 <*> <*> 吗', trainCount: 0, testCount: 3 },
    ]);
  });
});
