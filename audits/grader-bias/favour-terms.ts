import type { Question } from './question.ts';
import type { Relation } from './relations.ts';

/** Whose favour for which answers. */
export interface FavourTerm {
  /** `self`, `family`, `family/qwen`; `kin` for a grader's own answers and its family's together. */
  readonly name: string;
  /** "A grader", "A grader of family qwen". */
  readonly grader: string;
  /** "its own answers", "answers of its family". */
  readonly answers: string;
  readonly holds: (grader: number, candidate: number) => boolean;
}

/** What can be asked of the graders and candidates at hand. */
export interface FavourTerms {
  /** The terms that may decide together, the finest distinction first. */
  readonly sets: readonly (readonly FavourTerm[])[];
  /** All kinship in one term. */
  readonly together: FavourTerm;
}

/** The terms that occur: favour for own answers, for each family, for all families alike. */
export function favourTerms(question: Question): FavourTerms {
  const { relations, graders } = question;
  const related = (holds: readonly Relation[]): FavourTerm['holds'] => {
    return (grader, candidate) => holds.includes(relations.of[grader]![candidate]!);
  };
  const found = new Set(graders.flatMap((grader) => relations.of[grader]!));
  const isKin = related(['kin']);
  const self: FavourTerm = {
    name: 'self',
    grader: 'A grader',
    answers: 'its own answers',
    holds: related(['self']),
  };
  const family: FavourTerm = {
    name: 'family',
    grader: 'A grader',
    answers: `answers of its ${relations.by}`,
    holds: isKin,
  };
  const kin: FavourTerm = {
    name: 'kin',
    grader: 'A grader',
    answers: `its own answers and those of its ${relations.by}`,
    holds: related(['self', 'kin']),
  };
  const families = kinFamilies(question).map(
    (name): FavourTerm => ({
      name: `family/${name}`,
      grader: `A grader of ${relations.by} ${name}`,
      answers: `answers of its ${relations.by}`,
      holds: (grader, candidate) =>
        isKin(grader, candidate) && relations.graderFamilies[grader] === name,
    }),
  );
  const own = found.has('self') ? [self] : [];
  if (families.length === 0) return { sets: [own], together: self };
  if (families.length === 1 && own.length === 0)
    return { sets: [families], together: families[0]! };
  const apart = [...own, family];
  return {
    sets: [...(families.length > 1 ? [[...own, ...families]] : []), apart, [kin]],
    together: own.length === 0 ? family : kin,
  };
}

/** Families of which a grader judged another model's answers, in the order of the alphabet. */
function kinFamilies({ relations, graders }: Question): string[] {
  const families = graders.flatMap((grader) => {
    const name = relations.graderFamilies[grader];
    return name !== undefined && relations.of[grader]!.includes('kin') ? [name] : [];
  });
  return [...new Set(families)].sort();
}
