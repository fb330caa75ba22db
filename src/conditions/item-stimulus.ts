import type { AnswerOption, Item, MediaReference } from '../benchmark/benchmark.ts';
import { parseOptions } from '../benchmark/parse-options.ts';
import type { Inapplicable, Stimulus, StimulusMedium } from './condition.ts';

/** An item as it is asked: its system message, its media in their order, its question with options. */
export function itemStimulus(item: Item): Stimulus {
  return {
    ...(item.system !== undefined && { system: item.system }),
    media: asIs(item.media),
    text: optionsApart(item) ? `${item.prompt}\n${optionLines(item.options)}` : item.prompt,
    options: item.options,
  };
}

/** Media that are shown as they are. */
export function asIs(media: readonly MediaReference[]): readonly StimulusMedium[] {
  return media.map((reference) => ({ reference, treatment: 'as-is' }));
}

/** Whether an item has options that its question does not spell out: they are shown below it. */
export function optionsApart({ prompt, options, answer }: Item): boolean {
  return options.length > 0 && parseOptions(prompt, answer).length === 0;
}

/** A line for each option: "A. ...". */
export function optionLines(options: readonly AnswerOption[]): string {
  return options.map(({ label, text }) => `${label}. ${text}`).join('\n');
}

/** Of conditions that change media. */
export const NO_MEDIA: Inapplicable = { reason: 'the item has no media' };

/** The stimulus of an item with something in the place of each of its media. */
export function stimuliWithSubstitutes(
  item: Item,
  substitute: (reference: MediaReference) => StimulusMedium,
): readonly Stimulus[] | Inapplicable {
  if (item.media.length === 0) return NO_MEDIA;
  const kept = item.media.find(({ kind }) => kind === 'video' || kind === 'audio');
  if (kept !== undefined) return { reason: `nothing stands in for ${kept.kind}` };
  return [{ ...itemStimulus(item), media: item.media.map(substitute) }];
}

/** Of conditions that change options. */
export const NO_OPTIONS: Inapplicable = { reason: 'the item has no options' };
