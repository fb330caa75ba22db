import { expect, test } from 'vitest';
import { hideNames, namesOf } from './hide-names.ts';

test.each([
  ['in any case', 'I am QWEN3-vl.', 'I am [name removed].'],
  ['every time', 'qwen3-vl, yes, Qwen3-VL', '[name removed], yes, [name removed]'],
  ['among Chinese characters', '我是Qwen3-VL模型', '我是[name removed]模型'],
  ['the longest of those that overlap', 'by Qwen3-VL-8B', 'by [name removed]'],
  ['whole words only', 'myQwen3-VL and Qwen3-VLs', 'myQwen3-VL and Qwen3-VLs'],
])('a name is hidden %s', (_, text, hidden) => {
  const found = hideNames(text, ['Qwen3-VL', 'Qwen3-VL-8B']);
  expect(found).toEqual({ text: hidden, held: hidden !== text });
});

test.each([
  ['gpt4o-mini', 'GPT-4o-mini'],
  ['gpt4o-mini', 'GPT 4o mini'],
  ['gpt-4o', 'gpt4o'],
  ['gpt-4o', 'GPT - 4o'],
  ['gpt4', 'GPT-4'],
  ['deepseek', 'Deep Seek'],
  ['llama_judge.v2', 'LlamaJudge-V2'],
  ['gpt-4o', 'GPT\u20114o'],
])('of %s, %s is only another spelling', (name, spelling) => {
  expect(hideNames(`I am ${spelling}.`, [name]).text).toBe('I am [name removed].');
});

test.each([
  ['deepseek', 'The lesion is too deep. Seek help.'],
  ['ours', 'o urs'],
  ['v.1', 'level v1'],
  ['gpt-4o', 'gpt-4'],
])('of %s, nothing is hidden in: %s', (name, text) => {
  expect(hideNames(text, [name])).toEqual({ text, held: false });
});

test('signs in a name mean themselves', () => {
  expect(hideNames('a.b aXb c++ (beta)', ['a.b', 'c++', '(beta)'])).toEqual({
    text: '[name removed] aXb [name removed] [name removed]',
    held: true,
  });
});

test('one letter is no name: every article would go', () => {
  expect(hideNames('a mass', ['a', ''])).toEqual({ text: 'a mass', held: false });
});

test('a model goes by its name, its name on the server and what follows the last slash of each', () => {
  expect(namesOf('ours')).toEqual(['ours']);
  expect(namesOf('team/ours', 'Qwen/Qwen3-VL')).toEqual([
    'team/ours',
    'ours',
    'Qwen/Qwen3-VL',
    'Qwen3-VL',
  ]);
});
