/** What stands where a name was. */
const HIDDEN = '[name removed]';
/** One letter is an article or an option more often than a name. */
const SHORTEST = 2;

/**
 * Hides names in a text, whole words only, in whatever case; of names that overlap the longest. Letters
 * of scripts without spaces do not make a word longer.
 *
 * @returns The text, and whether it held one.
 * @example
 * hideNames('I am Qwen3-VL, by Alibaba.', ['qwen3-vl']); // { text: 'I am [name removed], by Alibaba.', held: true }
 */
export function hideNames(
  text: string,
  names: readonly string[],
): { readonly text: string; readonly held: boolean } {
  const long = names.filter((name) => name.length >= SHORTEST);
  if (long.length === 0) return { text, held: false };
  const alternatives = long
    .toSorted((one, other) => other.length - one.length)
    .map((name) => name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  const letter = '[\\p{Script=Latin}\\p{Script=Greek}\\p{Script=Cyrillic}\\p{N}]';
  const pattern = new RegExp(`(?<!${letter})(?:${alternatives.join('|')})(?!${letter})`, 'giu');
  const hidden = text.replace(pattern, HIDDEN);
  return { text: hidden, held: hidden !== text };
}

/** The names that a model may call itself by: as declared, as a server knows it, and the last part of each. */
export function namesOf(name: string, served?: string): readonly string[] {
  const given = served === undefined ? [name] : [name, served];
  return [...new Set(given.flatMap((each) => [each, each.slice(each.lastIndexOf('/') + 1)]))];
}
