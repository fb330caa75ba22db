import { escapePattern } from '../escape-pattern.ts';

/** What stands where a name was. */
const HIDDEN = '[name removed]';
/** One letter is an article or an option more often than a name. */
const SHORTEST = 2;
/** Letters and digits from which a name is one without its separators too: `v.1` is not `v1`. */
const SHORTEST_BARE = 3;
/** Letters and digits from which a name is one with a separator anywhere: `deepseek` is `Deep Seek`. */
const SHORTEST_SPLIT = 6;

/** What people put between the parts of a name, or leave out. */
const SEPARATOR = '[\\s\\-_.\u2010-\u2013]';

/**
 * Hides names in a text, whole words only, in whatever case and with whatever spaces, hyphens,
 * underscores and dots between their parts; of names that overlap the longest. Letters of scripts
 * without spaces do not make a word longer.
 *
 * @returns The text, and whether it held one.
 * @example
 * hideNames('I am Qwen 3 VL, by Alibaba.', ['qwen3-vl']); // { text: 'I am [name removed], by Alibaba.', held: true }
 */
export function hideNames(
  text: string,
  names: readonly string[],
): { readonly text: string; readonly held: boolean } {
  const long = names.filter((name) => name.length >= SHORTEST);
  if (long.length === 0) return { text, held: false };
  const alternatives = long.toSorted((one, other) => other.length - one.length).map(patternOf);
  const letter = '[\\p{Script=Latin}\\p{Script=Greek}\\p{Script=Cyrillic}\\p{N}]';
  const pattern = new RegExp(`(?<!${letter})(?:${alternatives.join('|')})(?!${letter})`, 'giu');
  const hidden = text.replace(pattern, HIDDEN);
  return { text: hidden, held: hidden !== text };
}

/** A name with a separator more or less: at its own, between letters and digits, anywhere in a long one. */
function patternOf(name: string): string {
  const bare = name.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  if (bare < SHORTEST_BARE) return escapePattern(name);
  const parts = name.split(new RegExp(`${SEPARATOR}+`, 'u')).filter(Boolean);
  const between = bare < SHORTEST_SPLIT ? /(?<=\p{L})(?=\p{N})|(?<=\p{N})(?=\p{L})/u : /(?:)/u;
  return parts
    .map((part) => part.split(between).map(escapePattern).join(`${SEPARATOR}?`))
    .join(`${SEPARATOR}{0,3}`);
}

/** The names that a model may call itself by: as declared, as a server knows it, and the last part of each. */
export function namesOf(name: string, served?: string): readonly string[] {
  const given = served === undefined ? [name] : [name, served];
  return [...new Set(given.flatMap((each) => [each, each.slice(each.lastIndexOf('/') + 1)]))];
}
