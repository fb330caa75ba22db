import type { AnswerOption, Item, Response } from '../../benchmark/benchmark.ts';
import { parseConditionName } from '../../conditions/condition-name.ts';
import { normaliseText, referenceAnswer } from '../../scoring/index.ts';

/**
 * The item as a response's model saw it: the labels in their places, each with the content that
 * it stood for, and a reference answer that followed its content.
 *
 * Recorded answers under `rotated-1`, `rotated-2` … that do not say which options were shown
 * count against the item's own with their contents that many places further on: under
 * `rotated-1` the wording of A stands behind B, that of the last option behind A.
 */
export function shownItem(item: Item, response: Response): Item {
  const options = response.shownOptions ?? rotatedOptions(item.options, response.condition);
  if (options === undefined || options.length === 0) return item;
  const moved = (answer: string): string => movedAnswer({ ...item, answer }, options);
  return {
    ...item,
    options,
    answer: moved(item.answer),
    ...(item.alternatives && { alternatives: item.alternatives.map(moved) }),
  };
}

function rotatedOptions(
  options: readonly AnswerOption[],
  condition: string,
): readonly AnswerOption[] | undefined {
  const rotation = parseConditionName(condition)?.rotation;
  if (rotation === undefined) return undefined;
  const moves = rotation % Math.max(1, options.length);
  return options.map(({ label }, place) => ({ label, text: options.at(place - moves)!.text }));
}

/** The answer's new label; as it is where it names no option or names one by its wording. */
function movedAnswer(item: Item, shown: readonly AnswerOption[]): string {
  const label = referenceAnswer(item);
  const option = item.options.find((one) => one.label === label);
  if (option === undefined || normaliseText(item.answer) === normaliseText(option.text)) {
    return item.answer;
  }
  return shown.find(({ text }) => text === option.text)?.label ?? item.answer;
}
