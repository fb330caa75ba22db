/** A file of an option that may be repeated, after those before it. */
export function collectFiles(file: string, before: readonly string[] = []): readonly string[] {
  return [...before, file];
}
