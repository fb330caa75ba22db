import type { AnswerOption, Item } from '../benchmark/benchmark.ts';
import { normaliseText } from './normalise-text.ts';
import { type YesNo, yesNo } from './yes-no.ts';

/** What kind of answer an item asks for: the label of an option, yes or no, or words. */
export type AnswerKind = 'choice' | 'yes-no' | 'text';

/** Decides the kind from the options, and without options from the reference answer. */
export function answerKind(item: Item): AnswerKind {
  if (item.options.length > 0) return 'choice';
  return yesNo(item.answer) === null ? 'text' : 'yes-no';
}

/**
 * The reference answer in the form in which extracted answers are compared: the label of
 * the right option, `yes` or `no`, or the normalised text.
 *
 * A reference given beside options is read, in this order, as a label ("B", "(b)"), as an
 * option's text, as label with text ("B. CT"), as a yes or no among the options' texts, and
 * as an index from 0.
 *
 * @param item An item of any track.
 * @returns The comparable answer; null when the reference is none of the options or empty.
 * @example
 * referenceAnswer({ ...item, options: [{ label: 'A', text: 'CT' }], answer: 'ct' }); // 'A'
 */
export function referenceAnswer(item: Item): string | null {
  if (item.options.length > 0) return optionOf(item.answer, item.options)?.label ?? null;
  const answer = yesNo(item.answer) ?? normaliseText(item.answer);
  return answer === '' ? null : answer;
}

/** The option that a text names by label, wording, both, polarity or index; undefined when none does. */
function optionOf(answer: string, options: readonly AnswerOption[]): AnswerOption | undefined {
  const wanted = normaliseText(answer);
  if (wanted === '') return undefined;
  const polarity = yesNo(answer);
  return (
    options.find((option) => normaliseText(option.label) === wanted) ??
    options.find((option) => normaliseText(option.text) === wanted) ??
    options.find((option) => normaliseText(`${option.label} ${option.text}`) === wanted) ??
    (polarity === null ? undefined : options.find((option) => yesNo(option.text) === polarity)) ??
    (/^\d+$/u.test(wanted) ? options[Number(wanted)] : undefined)
  );
}

/**
 * Whether the right answer of a yes/no question is yes, put with or without options.
 *
 * @returns null when the item is no yes/no question.
 */
export function referencePolarity(item: Item): YesNo | null {
  if (item.options.length === 0) return yesNo(item.answer);
  if (item.options.some((option) => yesNo(option.text) === null)) return null;
  const label = referenceAnswer(item);
  return label === null ? null : yesNo(answerContent(item, label));
}

/** The normalised content of an answer: an option's text for a label, else the answer itself. */
export function answerContent(item: Item, answer: string): string {
  const option = item.options.find(({ label }) => label === answer);
  return option === undefined ? answer : normaliseText(option.text);
}
