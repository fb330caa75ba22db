import { AuditError } from '../errors.ts';

/**
 * The names in a comma-separated list of the command line, each once.
 *
 * @param problemOf what is wrong with a name that is not known.
 * @throws {AuditError} with the code, for a name that is not known.
 */
export function namesIn<Name extends string>(
  [option, list]: readonly [option: string, list: string],
  known: readonly Name[],
  { code, problemOf }: { readonly code: string; readonly problemOf: (name: string) => string },
): readonly Name[] {
  const names = [...new Set(list.split(',').map((name) => name.trim()))];
  const isKnown = (name: string): name is Name => (known as readonly string[]).includes(name);
  const unknown = names.find((name) => !isKnown(name));
  if (unknown === undefined) return names.filter(isKnown);
  throw new AuditError({
    code,
    location: `${option} ${list}`,
    problem: problemOf(unknown),
    remedy: `choose from ${known.join(', ')}`,
  });
}
