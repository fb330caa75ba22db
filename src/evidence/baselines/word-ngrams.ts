import { tokenise } from '../../scoring/index.ts';

/** Distinct words and neighbouring pairs of words of a text, in order of occurrence. */
export function wordNgrams(text: string): string[] {
  const words = tokenise(text);
  const ngrams = new Set(words);
  for (let index = 1; index < words.length; index++)
    ngrams.add(`${words[index - 1]} ${words[index]}`);
  return [...ngrams];
}

/** Keeps the latest results of a function of a text: questions repeat a lot. */
export function remembered<Result>(compute: (text: string) => Result): (text: string) => Result {
  const known = new Map<string, Result>();
  return (text) => {
    const earlier = known.get(text);
    if (earlier !== undefined) return earlier;
    const result = compute(text);
    known.set(text, result);
    return result;
  };
}
