/** What the two answers of a pair are called where a file names no candidates. */
export const placeNames = { first: 'answer 1', second: 'answer 2' } as const;

/** Whether a candidate's name tells only where its answer stood, not who wrote it. */
export function isPlaceName(name: string): boolean {
  return name === placeNames.first || name === placeNames.second;
}
