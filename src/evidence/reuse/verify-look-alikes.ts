import type { ProgressTask } from '../../progress.ts';
import type { PairVerdict } from '../evidence.ts';
import { coarseGates, comparePictures, type PictureComparison } from './compare-pictures.ts';
import { judgeComparison } from './judge-comparison.ts';
import type { LookAlike } from './look-alikes.ts';
import { turnPyramid } from './pyramid.ts';
import type { PyramidStore } from './pyramid-store.ts';
import { inverseSymmetry } from './symmetry.ts';

/** A look-alike with the verdict of its pixels. */
export interface VerifiedLookAlike extends LookAlike, PictureComparison {
  readonly verdict: Exclude<PairVerdict, 'exact'>;
}

const rank: Readonly<Record<PairVerdict, number>> = {
  exact: 3,
  verified: 2,
  candidate: 1,
  refuted: 0,
};

/**
 * Compares look-alikes pixel by pixel. A pair may come several times, first whole and then as
 * crops: the strongest verdict stands.
 */
export async function verifyLookAlikes(
  lookAlikes: readonly LookAlike[],
  store: PyramidStore,
  task: ProgressTask,
): Promise<readonly VerifiedLookAlike[]> {
  const best = new Map<string, VerifiedLookAlike>();
  const ordered = [...lookAlikes].sort((a, b) => a.first - b.first || a.second - b.second);
  for (const lookAlike of ordered) {
    task.advance();
    const key = `${lookAlike.scope} ${lookAlike.first} ${lookAlike.second}`;
    const known = best.get(key);
    if (known?.verdict === 'verified') continue;
    const judged = await compare(lookAlike, store);
    if (known === undefined || isStronger(judged, known)) {
      best.set(key, { ...judged, ...wholeDistance(judged, known) });
    }
  }
  return [...best.values()];
}

async function compare(lookAlike: LookAlike, store: PyramidStore): Promise<VerifiedLookAlike> {
  const first = await store.load(lookAlike.first);
  const second = await store.load(lookAlike.second);
  // The one that is laid on the other is turned; the other stays upright, as its windows are.
  const [template, image] =
    lookAlike.laid === 'first'
      ? [turnPyramid(first, inverseSymmetry(lookAlike.symmetry)), second]
      : [turnPyramid(second, lookAlike.symmetry), first];
  const gates = lookAlike.hashDistanceBits === undefined ? coarseGates.crop : coarseGates.whole;
  const comparison = comparePictures(template, image, lookAlike.window, gates);
  return { ...lookAlike, ...comparison, verdict: judgeComparison(comparison) };
}

function isStronger(a: VerifiedLookAlike, b: VerifiedLookAlike): boolean {
  if (a.verdict !== b.verdict) return rank[a.verdict] > rank[b.verdict];
  return (a.detail ?? 0) > (b.detail ?? 0);
}

/** The distance of the whole pictures stays known whichever comparison stands. */
function wholeDistance(
  a: LookAlike,
  b: LookAlike | undefined,
): { readonly hashDistanceBits?: number } {
  const distance = a.hashDistanceBits ?? b?.hashDistanceBits;
  return distance === undefined ? {} : { hashDistanceBits: distance };
}
