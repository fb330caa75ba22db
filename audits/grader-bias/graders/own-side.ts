import type { Relation } from '../relations.ts';

/** Relations that make an answer the grader's own: its very own, its family's, or both. */
export type OwnRelations = readonly ('self' | 'kin')[];

export const anyKin: OwnRelations = ['self', 'kin'];

/**
 * Which of two answers is the grader's own, where the other is of another family; undefined where
 * neither is, both are, or a family is not known.
 */
export function ownSide(
  first: Relation,
  second: Relation,
  own: OwnRelations,
): 'first' | 'second' | undefined {
  const isOwn = (relation: Relation): boolean => own.some((each) => each === relation);
  if (isOwn(first) && second === 'other') return 'first';
  return isOwn(second) && first === 'other' ? 'second' : undefined;
}
