import { describe, expect, it } from 'vitest';
import { mergeTemplates } from './merge-templates.ts';

const template = (text: string) => ({ shape: text.split(' '), members: [] });

describe('mergeTemplates', () => {
  it('joins templates that differ only in the length of a slot to the one with most rows', () => {
    const templates = ['is there a <*>', 'is there a <*> <*>', 'where is the <*>'].map(template);
    expect(mergeTemplates(templates, [3, 8, 5], 0.8)).toEqual([1, 1, 2]);
  });

  it('does not chain: what joined another template attracts no third', () => {
    // Jaccard of neighbours is 4/5, of the first and the third 4/6.
    const templates = ['a b c d', 'a b c d e', 'a b c d e f'].map(template);
    expect(mergeTemplates(templates, [3, 2, 1], 0.8)).toEqual([0, 0, 2]);
  });

  it('leaves templates without fixed words alone', () => {
    const templates = ['<*> <*>', '<side> <*>'].map(template);
    expect(mergeTemplates(templates, [1, 1], 0.8)).toEqual([0, 1]);
  });
});
