import type {
  ClusterEvidence,
  MediaFingerprint,
  PairVerdict,
  ReuseEvidence,
  ReusePair,
} from '../../src/evidence/evidence.ts';

/** A test medium with its best partner in train. */
export interface ReusedMedium {
  readonly best: ReusePair;
  /** Train media of the same standing, copies of the best one included. */
  readonly partners: number;
}

/** What the audit counts, in one place. */
export interface ReuseTally {
  readonly testMedia: readonly MediaFingerprint[];
  readonly trainMedia: number;
  /** Test media with an exact or verified partner in train. */
  readonly proven: readonly ReusedMedium[];
  /** Test media with an undecided partner in train and no proven one. */
  readonly undecided: readonly ReusedMedium[];
  /** Proven and undecided pairs of different test media. */
  readonly withinTest: readonly ReusePair[];
  readonly unreadable: ReuseEvidence['unreadable'];
  /** Test items that show proven ones. */
  readonly reusedItems: number;
  readonly sharedPatients: readonly string[];
  readonly sharedExams: readonly string[];
}

const order: Readonly<Record<PairVerdict, number>> = {
  exact: 0,
  verified: 1,
  candidate: 2,
  refuted: 3,
};

/** Counts each test medium once, by its best partner in train. */
export function tallyReuse(reuse: ReuseEvidence, clusters: ClusterEvidence): ReuseTally {
  const reused = reusedMedia(reuse.pairs);
  return {
    testMedia: reuse.media.filter(({ splits }) => splits.includes('test')),
    trainMedia: reuse.media.filter(({ splits }) => splits.includes('train')).length,
    proven: reused.filter(({ best }) => best.verdict !== 'candidate'),
    undecided: reused.filter(({ best }) => best.verdict === 'candidate'),
    withinTest: reuse.pairs.filter(
      ({ scope, verdict }) => scope === 'within-test' && verdict !== 'refuted',
    ),
    unreadable: reuse.unreadable,
    reusedItems: clusters.reusedTestItems.size,
    sharedPatients: clusters.patientsInBothSplits,
    sharedExams: clusters.examsInBothSplits,
  };
}

function reusedMedia(pairs: readonly ReusePair[]): readonly ReusedMedium[] {
  const byMedium = new Map<string, ReusePair[]>();
  for (const pair of pairs) {
    if (pair.scope !== 'train-test' || pair.verdict === 'refuted') continue;
    const known = byMedium.get(pair.first);
    if (known) known.push(pair);
    else byMedium.set(pair.first, [pair]);
  }
  return [...byMedium.values()].map((found) => {
    const [best, ...others] = found.sort(byStrength) as [ReusePair, ...ReusePair[]];
    const equals = others.filter(({ verdict }) => verdict === best.verdict);
    const partners = [best, ...equals].reduce((sum, { copies }) => sum + (copies ?? 1), 0);
    return { best, partners };
  });
}

function byStrength(a: ReusePair, b: ReusePair): number {
  if (a.verdict !== b.verdict) return order[a.verdict] - order[b.verdict];
  const strength = ({ detail, correlation }: ReusePair): number => detail ?? correlation ?? 1;
  return strength(b) - strength(a) || (a.second < b.second ? -1 : 1);
}
