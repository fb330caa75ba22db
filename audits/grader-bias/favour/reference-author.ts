import { kinOf } from '../../../src/judgments/kinship/kin-of.ts';
import type { Question } from '../question.ts';

/**
 * The family (or vendor) of who wrote an item's reference answer: of the one author that the config
 * names, or of the one that the item's column names.
 */
export function referenceFamilyOf({
  judgments,
  kinship,
  relations,
  evidence,
}: Pick<Question, 'judgments' | 'kinship' | 'relations' | 'evidence'>): (
  item: number,
) => string | undefined {
  const { references, referenceColumn } = kinship;
  const familyOf = (name: string): string | undefined => kinOf(name, kinship)[relations.by];
  if (referenceColumn === undefined) {
    const families = new Set(references.map(familyOf));
    const [only] = families;
    return () => (families.size === 1 ? only : undefined);
  }
  const authors = new Map(
    evidence.benchmark.test.map(({ key, attributes }) => [key, attributes[referenceColumn]]),
  );
  const byItem = judgments.items.map(({ key }) => {
    const author = authors.get(key);
    return author === undefined ? undefined : familyOf(author);
  });
  return (item) => byItem[item];
}
