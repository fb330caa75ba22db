import { AuditError } from '../errors.ts';

/**
 * The names in a comma-separated list of the command line, each once.
 *
 * @param problemOf what is wrong with a name that is not known.
 * @throws {AuditError} with the code, for a name that is not known.
 */
export function namesIn(
  [option, list]: readonly [option: string, list: string],
  known: readonly string[],
  { code, problemOf }: { readonly code: string; readonly problemOf: (name: string) => string },
): readonly string[] {
  const names = [...new Set(list.split(',').map((name) => name.trim()))];
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return names;
  throw new AuditError({
    code,
    location: `${option} ${list}`,
    problem: problemOf(unknown),
    remedy: `choose from ${known.join(', ')}`,
  });
}
