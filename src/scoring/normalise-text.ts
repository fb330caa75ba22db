const whitespace = /\s+/gu;
/** Dashes that stand for a hyphen or a minus sign. */
const dashes = /[\u2010-\u2015\u2212\uFE58\uFE63\uFF0D]/gu;
/** Punctuation, unless it belongs to a number: "1.5", "2-3", "-50". */
const punctuation = /(?<!\d)(?!(?<![^\s])-\d)\p{P}|\p{P}(?!\d)/gu;
const cjkCharacter = /([\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])/gu;

/**
 * The form in which two short texts are compared: width and compatibility forms folded
 * (NFKC), lower case, punctuation dropped, white space collapsed.
 *
 * Punctuation that belongs to a number stays ("1.5 cm" is not "15 cm", "-50 HU" is not
 * "50 HU"), and so do symbols ("<5" is not ">5"). Articles stay: "a" may be an option.
 *
 * Sources: Rajpurkar et al. 2016, arXiv:1606.05250 (normalisation of short answers, there
 * with articles dropped).
 *
 * @param text Any text.
 * @returns The normalised text, possibly empty.
 * @example
 * normaliseText('X-ray, Chest (1.5 cm)'); // 'xray chest 1.5 cm'
 */
export function normaliseText(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(dashes, '-')
    .replace(punctuation, '')
    .replace(whitespace, ' ')
    .trim();
}

/**
 * Words of the normalised text. Chinese and Japanese script has no spaces, so there every
 * character is a token.
 *
 * @param text Any text.
 * @returns Tokens in order of occurrence; empty for a text without any.
 * @example
 * tokenise('CT 显示结节'); // ['ct', '显', '示', '结', '节']
 */
export function tokenise(text: string): string[] {
  const spaced = normaliseText(text).replace(cjkCharacter, ' $1 ');
  return spaced.split(' ').filter((token) => token !== '');
}
