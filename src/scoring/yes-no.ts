import { normaliseText } from './normalise-text.ts';

export type YesNo = 'yes' | 'no';

/**
 * Words that answer a yes/no question by themselves. "Positive", "negative", "present" and
 * "absent" are left out: whether they mean yes depends on how the question is put.
 */
const answerOfWord: ReadonlyMap<string, YesNo> = new Map([
  ...(
    [
      'yes',
      'yeah',
      'yep',
      'true',
      'correct',
      'affirmative',
      '是',
      '是的',
      '有',
      '对',
      '正确',
    ] as const
  ).map((word) => [word, 'yes'] as const),
  ...(['no', 'nope', 'false', 'incorrect', '否', '不是', '没有', '无', '不', '错误'] as const).map(
    (word) => [word, 'no'] as const,
  ),
]);

/**
 * Reads a text that is nothing but a yes or a no.
 *
 * @returns `yes`, `no`, or null for any other text.
 * @example
 * yesNo('True.'); // 'yes'
 */
export function yesNo(text: string): YesNo | null {
  return answerOfWord.get(normaliseText(text)) ?? null;
}
