import { tokenise } from './normalise.ts';

/** A word of a question. `shape` is the word itself, or the kind of slot that it fills. */
export interface MaskedToken {
  readonly shape: string;
  readonly text: string;
}

const number = String.raw`[-+]?\d+(?:[.,]\d+)*`;
const unit = `(?:mm|cm|μm|um|ml|cc|hu|mg|kg|%|°|years?|yrs?|毫米|厘米|岁)`;

/** What fills a slot by its looks alone, tried in this order. Written for lower-case NFKC text. */
const slotPatterns: readonly (readonly [shape: string, pattern: string])[] = [
  [
    '<box>',
    String.raw`<(?:bbox|box|ref-object)>|\[\s*${number}(?:\s*[,;]\s*${number}){1,5}\s*\]|\(\s*${number}(?:\s*,\s*${number}){1,5}\s*\)`,
  ],
  ['<quote>', String.raw`"[^"\n]{1,80}"|“[^”\n]{1,80}”|「[^」\n]{1,80}」|『[^』\n]{1,80}』`],
  ['<bi-rads>', String.raw`\bbi-?rads\s*(?:category|grade)?\s*[:-]?\s*[0-6][abc]?(?![\d.])`],
  [
    '<size>',
    String.raw`(?<![a-z\d])(?:${number}(?:\s*[x×*]\s*${number}){1,2}(?:\s*${unit})?|${number}\s*${unit}(?![a-z]))`,
  ],
  ['<number>', String.raw`(?<![a-z\d])${number}(?![a-z\d])`],
  ['<side>', String.raw`\b(?:left|right|bilateral)(?:-sided)?\b|双侧|两侧|左侧|右侧|左|右`],
];

const slots = new RegExp(slotPatterns.map(([, pattern]) => `(${pattern})`).join('|'), 'gu');

/**
 * Splits a question into words and marks those that fill a slot by their looks: boxes,
 * quoted strings, BI-RADS categories, sizes, numbers and sides. Chinese and Japanese
 * script is taken by character.
 *
 * @param text One question or sentence.
 * @returns Words in order. A slot is one token, whatever its length.
 * @example
 * maskSlots('Is the left mass 3.5 cm?').map((token) => token.shape);
 * // ['is', 'the', '<side>', 'mass', '<size>']
 */
export function maskSlots(text: string): MaskedToken[] {
  const folded = text.normalize('NFKC').toLowerCase();
  const masked: MaskedToken[] = [];
  let from = 0;
  for (const match of folded.matchAll(slots)) {
    pushWords(masked, folded.slice(from, match.index));
    const kind = match.slice(1).findIndex((group) => group !== undefined);
    masked.push({ shape: slotPatterns[kind]![0], text: match[0] });
    from = match.index + match[0].length;
  }
  pushWords(masked, folded.slice(from));
  return masked;
}

function pushWords(masked: MaskedToken[], text: string): void {
  // "is/are" and "heart/lung" are two words here, not one.
  for (const word of tokenise(text.replace(/[/\\|_]/g, ' ')))
    masked.push({ shape: word, text: word });
}

/** The slot that comparing texts finds, as opposed to those that show by their looks. */
export const anySlot = '<*>';

const slotShapes = new Set([anySlot, ...slotPatterns.map(([shape]) => shape)]);

/** Whether a shape stands for a slot rather than a word. */
export function isSlot(shape: string): boolean {
  return slotShapes.has(shape);
}
