import type { Judgments } from '../../src/judgments/judgments.ts';
import { areKin } from '../../src/judgments/kinship/are-kin.ts';
import { sameModel } from '../../src/judgments/kinship/canonical-name.ts';
import { kinOf } from '../../src/judgments/kinship/kin-of.ts';
import type { KinshipDeclaration } from '../../src/judgments/kinship/kinship.ts';

/** `self`: one model; `kin`: two of one family; `unknown`: the family of one of them is not known. */
export type Relation = 'self' | 'kin' | 'other' | 'unknown';

/** What kin have in common, of several of them. */
export const kinPlurals = { family: 'families', vendor: 'vendors' } as const;

/** How graders and candidates are related. */
export interface Relations {
  readonly by: 'family' | 'vendor';
  /** By position of the grader, then of the candidate. */
  readonly of: readonly (readonly Relation[])[];
  /** Family (or vendor) of each grader and candidate; undefined where it is not known. */
  readonly graderFamilies: readonly (string | undefined)[];
  readonly candidateFamilies: readonly (string | undefined)[];
}

/** Who is kin to whom. A model is related to itself even where its family is not known. */
export function relationsOf(
  { graders, candidates }: Pick<Judgments, 'graders' | 'candidates'>,
  kinship: KinshipDeclaration,
  by: 'family' | 'vendor',
): Relations {
  const kin = (name: string): ReturnType<typeof kinOf> => kinOf(name, kinship);
  const relation = (grader: string, candidate: string): Relation => {
    if (sameModel(grader, candidate)) return 'self';
    const related = areKin(kin(grader), kin(candidate), by);
    if (related === undefined) return 'unknown';
    return related ? 'kin' : 'other';
  };
  return {
    by,
    of: graders.map((grader) => candidates.map((candidate) => relation(grader, candidate))),
    graderFamilies: graders.map((name) => kin(name)[by]),
    candidateFamilies: candidates.map((name) => kin(name)[by]),
  };
}
