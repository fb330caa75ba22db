import type { Kin } from './kinship.ts';

/** What makes two models kin. */
export type KinBy = 'family' | 'vendor';

/** Whether two models share a family or a vendor; undefined where that of either is unknown. */
export function areKin(first: Kin, second: Kin, by: KinBy): boolean | undefined {
  const [one, other] = [first[by], second[by]];
  return one === undefined || other === undefined ? undefined : one === other;
}
