import type { EvidenceTable } from '../../../src/audit/audit.ts';
import { kinOf } from '../../../src/judgments/kinship/kin-of.ts';
import type { Question } from '../question.ts';

/** Where a family is known from, in words. */
const sources = { config: 'the config', name: 'its name', unknown: 'nothing' } as const;

/** Everybody who had a part in the scores, with family and vendor. */
export function kinTable({
  judgments,
  kinship,
  graders,
  duplicates,
  relations,
}: Question): EvidenceTable {
  const rolesOf = new Map<string, string[]>();
  const add = (names: readonly string[], role: string): void => {
    for (const name of names) rolesOf.set(name, [...(rolesOf.get(name) ?? []), role]);
  };
  add(judgments.candidates, 'candidate');
  add(
    graders.map((grader) => judgments.graders[grader]!),
    'grader',
  );
  add(
    duplicates.map(({ grader }) => judgments.graders[grader]!),
    'grader, left out as listed twice',
  );
  add(kinship.references, 'author of references');
  add(kinship.data, 'generator of data');
  // A name that the config misspells would change nothing, unseen.
  add(
    Object.keys(kinship.models).filter((name) => !rolesOf.has(name)),
    'none in these judgments',
  );
  return {
    title: 'Who is kin to whom',
    columns: [
      { key: 'name', title: 'Name' },
      { key: 'role', title: 'Part' },
      { key: 'family', title: 'Family' },
      { key: 'vendor', title: 'Vendor' },
      { key: 'source', title: 'Known from' },
    ],
    rows: Array.from(rolesOf, ([name, roles]) => {
      const { family, vendor, source } = kinOf(name, kinship);
      return {
        name,
        role: [...new Set(roles)].join(', '),
        family: family ?? 'not known',
        vendor: vendor ?? 'not known',
        source: sources[source],
      };
    }),
    note: `Kin are models of one ${relations.by}. The config’s "kin" wins over what a name tells; what neither tells stays unknown, and takes no part in the favour.`,
  };
}
