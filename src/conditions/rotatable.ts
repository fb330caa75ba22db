import type { AnswerOption, Item } from '../benchmark/benchmark.ts';
import { type SpelledOption, spelledOptions } from '../benchmark/parse-options.ts';
import { escapePattern } from '../escape-pattern.ts';

/** "all of the above", "以上都是". */
const references: readonly RegExp[] = [
  /\b(?:all|none|any|both|either|neither|each|one|two|some)(?:\s+of)?(?:\s+the)?\s+(?:above|below|preceding|following|foregoing|others?)\b/i,
  /以上|上述/,
];

/** "both A and B", "option C": by letters that are labels, so that "H&E" is a stain. */
function labelReferences(options: readonly AnswerOption[]): readonly RegExp[] {
  const label = `(?:${options.map((option) => escapePattern(option.label)).join('|')})`;
  return [
    new RegExp(`\\b${label}\\s*(?:and|or|&|/|,|、|和|或|与|及)\\s*${label}\\b`),
    new RegExp(`\\b(?:option|choice|answer|statement)s?\\s+\\(?${label}\\b`, 'i'),
  ];
}

/** Words of instructions that may follow the last option in its line. */
const instruction = /\b(?:answer|choose|select|reply|respond|pick|letter|option)\b|请|回答|选择/i;

const conjunctionBehind = /[\s,，](?:or|and|或|和)$/i;
const sentenceInside = /[.?!]\s+\S|[。？！]\s*\S/;
const optionsBefore = /(?:^|[\s(?.:])A[.):、．：）].*?[\s()]B[.):、．：）]/s;

/**
 * Why the options of an item can't be moved with certainty that it stays the same question;
 * undefined if they can.
 *
 * @param item with two options or more.
 */
export function whyNotRotatable({ prompt, options, answer }: Item): string | undefined {
  const wordings = options.map(({ text }) => text.trim());
  if (new Set(wordings).size < wordings.length) return 'two options have the same wording';
  const all = [...references, ...labelReferences(options)];
  if (wordings.some((text) => all.some((reference) => reference.test(text))))
    return 'an option refers to others by letter or place';
  const spelled = spelledOptions(prompt, answer);
  return spelled.length === 0 ? undefined : whyNotRewritable(prompt, spelled, options);
}

function whyNotRewritable(
  prompt: string,
  spelled: readonly SpelledOption[],
  options: readonly AnswerOption[],
): string | undefined {
  const others =
    spelled.length !== options.length ||
    spelled.some(({ text }, place) => text !== options[place]!.text.trim());
  if (others) return 'the question spells out other options than the row gives';
  if (optionsBefore.test(prompt.slice(0, spelled[0]!.start)))
    return 'the question spells out options twice';
  if (spelled.slice(0, -1).some(({ text }) => conjunctionBehind.test(text)))
    return 'the options are part of a sentence';
  const last = spelled.at(-1)!.text;
  const isInline = spelled.some(
    ({ end }, place) =>
      spelled[place + 1] && !prompt.slice(end, spelled[place + 1]!.start).includes('\n'),
  );
  // On a line of its own an option ends with the line; behind others, a sentence may follow it.
  if (isInline && (sentenceInside.test(last) || instruction.test(last)))
    return 'it is not certain where the last option ends';
  return undefined;
}
