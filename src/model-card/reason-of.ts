/**
 * Why something could not be done, in one line. Paths of this machine give way to what they are
 * called in the result: `{ '/data/BreastGPT-8B': './BreastGPT-8B' }`.
 */
export function reasonOf(error: unknown, names: Readonly<Record<string, string>> = {}): string {
  const message = error instanceof Error ? error.message : String(error);
  const [line = ''] = message.split('\n');
  return Object.entries(names).reduce((text, [path, name]) => text.replaceAll(path, name), line);
}
