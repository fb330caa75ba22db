import type { Question } from '../question.ts';
import type { Relation } from '../relations.ts';

/** Whose favour for which answers. */
export interface FavourTerm {
  /** `self`, `self/qwen`, `family`, `family/qwen`; `kin` for a grader's own answers and its family's together. */
  readonly name: string;
  /** "A grader", "A grader of family qwen", "qwen-max". */
  readonly grader: string;
  /** "its own answers", "answers of its family". */
  readonly answers: string;
  /** Whose favours it averages; one where it is told by itself. */
  readonly pools: readonly string[];
  readonly holds: (grader: number, candidate: number) => boolean;
}

/** What can be asked of the graders and candidates at hand. */
export interface FavourTerms {
  /** The terms that may decide together, the finest distinction first. */
  readonly sets: readonly (readonly FavourTerm[])[];
  /** All kinship in one term. */
  readonly together: FavourTerm;
}

/** The terms that occur: favour of each grader for its own answers, of each family, and averages. */
export function favourTerms(question: Question): FavourTerms {
  const { relations, graders, judgments } = question;
  const related = (holds: readonly Relation[]): FavourTerm['holds'] => {
    return (grader, candidate) => holds.includes(relations.of[grader]![candidate]!);
  };
  const [isSelf, isKin] = [related(['self']), related(['kin'])];
  const byRelation = (relation: Relation): number[] =>
    graders.filter((grader) => relations.of[grader]!.includes(relation));
  const selves = byRelation('self').map(
    (own): FavourTerm => ({
      name: `self/${judgments.graders[own]}`,
      grader: judgments.graders[own]!,
      answers: 'its own answers',
      pools: [judgments.graders[own]!],
      holds: (grader, candidate) => grader === own && isSelf(grader, candidate),
    }),
  );
  const families = [
    ...new Set(byRelation('kin').map((grader) => relations.graderFamilies[grader]!)),
  ]
    .sort()
    .map(
      (name): FavourTerm => ({
        name: `family/${name}`,
        grader: `A grader of ${relations.by} ${name}`,
        answers: `answers of its ${relations.by}`,
        pools: [name],
        holds: (grader, candidate) =>
          isKin(grader, candidate) && relations.graderFamilies[grader] === name,
      }),
    );
  const average = (name: string, answers: string, parts: readonly FavourTerm[]): FavourTerm => ({
    name,
    grader: 'On average a grader',
    answers,
    pools: parts.flatMap(({ pools }) => pools),
    holds: (grader, candidate) => parts.some((part) => part.holds(grader, candidate)),
  });
  const one = (parts: readonly FavourTerm[], pooled: FavourTerm): readonly FavourTerm[] =>
    parts.length > 1 ? [pooled] : parts;
  const self = one(selves, average('self', 'its own answers', selves));
  const family = one(families, average('family', `answers of its ${relations.by}`, families));
  const all = [...selves, ...families];
  const kin = average('kin', `its own answers and those of its ${relations.by}`, all);
  const sets = [all, [...self, ...families], [...self, ...family], one(all, kin)];
  const namesOf = (terms: readonly FavourTerm[]): string => terms.map(({ name }) => name).join();
  return {
    sets: sets.filter((terms, at) => at === 0 || namesOf(terms) !== namesOf(sets[at - 1]!)),
    together: one(all, kin)[0] ?? kin,
  };
}
