import type { ProvenancePart } from '../../src/benchmark/provenance-config.ts';
import { type Bond, bonds } from './options.ts';
import type { Origin } from './origins.ts';

/** What two parts have in common in one respect. */
export interface Tie {
  readonly bond: Bond;
  /** `apart`: both are known and share nothing; `unknown`: one of them is not fully known. */
  readonly state: 'shared' | 'apart' | 'unknown';
  readonly shared: readonly string[];
}

/** Two parts and what links them. */
export interface Pair {
  readonly first: ProvenancePart;
  readonly second: ProvenancePart;
  readonly ties: readonly Tie[];
  /**
   * `absent`: one of the parts does not exist here; `independent`: nothing is shared, and that much
   * is known that it could have been seen.
   */
  readonly standing: 'linked' | 'independent' | 'unknown' | 'absent';
  /** Whether kinship of the two can raise the candidate's score; the others are listed only. */
  readonly decides: boolean;
}

const parts = ['train', 'test', 'references', 'graders', 'candidate'] as const;

/** Parts that judge the candidate. */
export const judgingParts = ['test', 'references', 'graders'] as const;

/** That a candidate is trained on its makers' data, or one benchmark made by one team, is not what is asked. */
const deciding: ReadonlySet<string> = new Set([
  'train+test',
  'train+references',
  'test+candidate',
  'references+graders',
  'references+candidate',
  'graders+candidate',
]);

/** The ten pairs of train, test, references, graders and candidate. */
export function pairsOf(
  origins: ReadonlyMap<ProvenancePart, Origin>,
  counted: readonly Bond[],
): Pair[] {
  return parts.flatMap((first, position) =>
    parts.slice(position + 1).map((second) => {
      const [one, other] = [origins.get(first)!, origins.get(second)!];
      const ties = tiesOf(one, other, counted);
      return {
        first,
        second,
        ties,
        standing: standingOf(one, other, ties),
        decides: deciding.has(`${first}+${second}`),
      };
    }),
  );
}

/** What two parts have in common, respect by respect. */
export function tiesOf(one: Origin, other: Origin, counted: readonly Bond[]): Tie[] {
  return bonds
    .filter((bond) => counted.includes(bond))
    .map((bond) => {
      const [mine, theirs] = [one.of[bond], other.of[bond]];
      if (mine === undefined || theirs === undefined) return { bond, state: 'unknown', shared: [] };
      const known = new Set(theirs.names.map(fold));
      const shared = mine.names.filter((name) => known.has(fold(name)));
      if (shared.length > 0) return { bond, state: 'shared', shared };
      const complete = mine.complete && theirs.complete;
      return { bond, state: complete ? 'apart' : 'unknown', shared };
    });
}

/** Independent are parts of other people and other models; train and test also of other sources. */
export function standingOf(one: Origin, other: Origin, ties: readonly Tie[]): Pair['standing'] {
  if (!one.exists || !other.exists) return 'absent';
  if (ties.some(({ state }) => state === 'shared')) return 'linked';
  /** Whether these are counted and none of them is known to differ. */
  const isOpen = (...which: readonly Bond[]): boolean => {
    const counted = ties.filter(({ bond }) => which.includes(bond));
    return counted.length > 0 && counted.every(({ state }) => state !== 'apart');
  };
  const isSplit = [one, other].every(({ part }) => part === 'train' || part === 'test');
  if (isOpen('team', 'vendor') || isOpen('family') || (isSplit && isOpen('sources')))
    return 'unknown';
  return ties.some(({ state }) => state === 'apart') ? 'independent' : 'unknown';
}

/** Case, width and spaces do not make another name. */
function fold(name: string): string {
  return name
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, ' ');
}
