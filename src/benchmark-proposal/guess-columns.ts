import type { ColumnMeaning } from '../benchmark/config-schema.ts';
import type { GoodRecord } from '../benchmark/readers/records.ts';

/** Words in column names, the meaning that is told most surely first. */
const telling: readonly (readonly [ColumnMeaning, RegExp])[] = [
  ['prediction', /predict|model_?(answer|output|response)|generated|completion/i],
  ['question', /question|query|prompt|instruction/i],
  ['answer', /answer|reference|ground_?truth|gold|target|label/i],
  ['image', /image|img|picture|photo|file_?name|file_?path|scan/i],
  ['id', /(^|_)(id|uid|idx|index)$/i],
];

/**
 * Guesses what columns under uncommon names mean: "Question (English)" is a question.
 *
 * @param records Rows of one file.
 * @returns The first column for each meaning; a column stands for one meaning only.
 */
export function guessColumns(
  records: readonly GoodRecord[],
): Readonly<Partial<Record<ColumnMeaning, string>>> {
  const names = Object.keys(records[0]?.value ?? {});
  const guesses: Partial<Record<ColumnMeaning, string>> = {};
  const taken = new Set<string>();
  for (const [meaning, pattern] of telling) {
    const name = names.find((one) => pattern.test(one) && !taken.has(one));
    if (name === undefined) continue;
    guesses[meaning] = name;
    taken.add(name);
  }
  return guesses;
}
