import type { AnswerOption, Item } from '../benchmark/benchmark.ts';
import { spelledOptions } from '../benchmark/parse-options.ts';
import type { Condition, Inapplicable, Stimulus } from './condition.ts';
import { itemStimulus, NO_OPTIONS, optionLines, optionsApart } from './item-stimulus.ts';
import { whyNotRotatable } from './rotatable.ts';

/**
 * Circular evaluation: with the item as it is, every option stands once behind every label.
 *
 * Source: Liu et al. 2023, MMBench, arXiv:2307.06281, "CircularEval".
 */
export const rotated: Condition = {
  id: 'rotated',
  title: 'Options rotated',
  shows: 'The item with the wording of its options moved on by 1, 2 … places; labels stay.',
  prepare: () => stimuli,
};

function stimuli(item: Item): readonly Stimulus[] | Inapplicable {
  if (item.options.length < 2) return NO_OPTIONS;
  const reason = whyNotRotatable(item);
  if (reason !== undefined) return { reason };
  return item.options.slice(1).map((_, index) => rotatedBy(index + 1, item));
}

function rotatedBy(rotation: number, item: Item): Stimulus {
  const options = moved(item.options, rotation);
  const text = optionsApart(item)
    ? `${item.prompt}\n${optionLines(options)}`
    : rewritten(item, rotation);
  return { ...itemStimulus(item), rotation, text, options };
}

/** Labels in their places, the wording `places` further on: that of A stands behind B first. */
function moved(options: readonly AnswerOption[], places: number): AnswerOption[] {
  return options.map(({ label }, place) => ({ label, text: options.at(place - places)!.text }));
}

/** The question's text with other wording behind each label and all else as it was. */
function rewritten({ prompt, answer }: Item, rotation: number): string {
  const slots = optionSlots(prompt, answer);
  let text = '';
  let end = 0;
  for (const [place, slot] of slots.entries()) {
    const wording = slots.at(place - rotation)!;
    text += prompt.slice(end, slot.start) + prompt.slice(wording.start, wording.end);
    end = slot.end;
  }
  return text + prompt.slice(end);
}

/** Where wordings stand. A full stop or question mark that only the last one has ends the sentence. */
function optionSlots(
  prompt: string,
  answer: string,
): readonly { readonly start: number; readonly end: number }[] {
  const spelled = spelledOptions(prompt, answer);
  const last = spelled.at(-1)!;
  const mark = /[.?。？]$/.exec(last.text)?.[0];
  if (mark === undefined || spelled.slice(0, -1).some(({ text }) => /[.?。？]$/.test(text)))
    return spelled;
  return spelled.with(-1, { ...last, end: last.end - mark.length });
}
