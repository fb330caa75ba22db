import type { ReusePair, Symmetry } from '../evidence.ts';
import { cropWindows } from './crop-windows.ts';
import { hashOffset, hashWords, windowWords } from './fingerprint-picture.ts';
import { hammingDistance, nearestSymmetry, searchHamming } from './hamming-search.ts';
import { NearestHits } from './nearest-hits.ts';
import { hashColumn, type PictureIndex } from './picture-index.ts';
import { inverseSymmetry, symmetries } from './symmetry.ts';
import type { PictureWindow } from './window-average.ts';

/** Window hashes this close are looked at: measured to find nearly all crops of 70 to 95%. */
const windowRadiusBits = 10;
/** Nearest crops kept for each picture and direction. */
const cropsPerPicture = 16;
const whole: PictureWindow = { left: 0, top: 0, width: 1, height: 1 };

/** Two pictures to compare pixel by pixel. Numbers are indices among all media. */
export interface LookAlike {
  readonly first: number;
  readonly second: number;
  readonly scope: ReusePair['scope'];
  /** How the second is turned to match the first. */
  readonly symmetry: Symmetry;
  /** Which of the two is laid on the other: the one that may be a crop. */
  readonly laid: 'first' | 'second';
  /** Where it lies on the other. */
  readonly window: PictureWindow;
  /** pHash distance of the whole pictures; absent for crops. */
  readonly hashDistanceBits?: number;
}

interface Hit {
  readonly partner: number;
  readonly score: number;
  readonly symmetry: number;
}

/** What the search for whole look-alikes is told. */
export interface WholeSearch {
  /** Within test both sides are one set, and each pair is taken once. */
  readonly scope: ReusePair['scope'];
  /** pHash radius of each picture of `first`. */
  readonly radiusOf: (position: number) => number;
  readonly partnersPerPicture: number;
}

/**
 * Pictures of `second` that look like one of `first` under any symmetry: pHash within the radius,
 * the best few by the sum of pHash, dHash and blockHash distance. dHash and blockHash find nothing
 * that pHash misses but tell copies from look-alikes of equal pHash distance.
 */
export async function wholeLookAlikes(
  first: PictureIndex,
  second: PictureIndex,
  { scope, radiusOf, partnersPerPicture }: WholeSearch,
): Promise<LookAlike[]> {
  const radii = first.media.map((_, position) => radiusOf(position));
  const search = {
    queries: hashColumn(first, 'pHash', 8),
    hashes: 8,
    targets: hashColumn(second, 'pHash', 1),
    radiusBits: Math.max(0, ...new Set(radii)),
  } as const;
  const best = new NearestHits<Hit & { distanceBits: number }>(partnersPerPicture);
  await searchHamming(search, (query, target) => {
    if (scope === 'within-test' && target <= query) return;
    if (first.media[query] === second.media[target]) return;
    const near = nearestSymmetry(search.queries, 16 * query, search.targets, 2 * target);
    if (near.distanceBits > radii[query]!) return;
    const score = near.distanceBits + otherDistances(first, query, second, target, near.symmetry);
    best.offer(query, { partner: target, score, ...near });
  });
  return best.entries().flatMap(([query, hits]) =>
    hits.map(({ partner, symmetry, distanceBits }) => ({
      first: first.media[query]!,
      second: second.media[partner]!,
      scope,
      symmetry: inverseSymmetry(symmetries[symmetry]!),
      laid: 'first' as const,
      window: whole,
      hashDistanceBits: distanceBits,
    })),
  );
}

function otherDistances(
  first: PictureIndex,
  query: number,
  second: PictureIndex,
  target: number,
  symmetry: number,
): number {
  let sum = 0;
  for (const offset of [hashOffset.dHash, hashOffset.blockHash]) {
    const atFirst = query * hashWords + offset + 2 * symmetry;
    sum += hammingDistance(first.hashes, atFirst, second.hashes, target * hashWords + offset);
  }
  return sum;
}

/**
 * Pairs of which one picture may be a crop of the other: its hash lies near one of the other's
 * crop windows. The nearest 16 for each picture of `first`, in each direction.
 *
 * @param upright Whether turned and mirrored crops are left out, which costs an eighth.
 */
export async function cropLookAlikes(
  first: PictureIndex,
  second: PictureIndex,
  { scope, upright }: { readonly scope: ReusePair['scope']; readonly upright: boolean },
): Promise<LookAlike[]> {
  const inSecond = await nearestWindows(first, second, upright, 'query');
  const found = inSecond.map(({ owner, partner, symmetry, window }) => ({
    first: first.media[owner]!,
    second: second.media[partner]!,
    scope,
    symmetry: inverseSymmetry(symmetry),
    laid: 'first' as const,
    window,
  }));
  // Within one set the first direction has already seen every picture as crop and as whole.
  if (scope === 'within-test') return found;
  const inFirst = await nearestWindows(second, first, upright, 'target');
  return [
    ...found,
    ...inFirst.map(({ owner, partner, symmetry, window }) => ({
      first: first.media[owner]!,
      second: second.media[partner]!,
      scope,
      symmetry,
      laid: 'second' as const,
      window,
    })),
  ];
}

interface WindowHit {
  readonly owner: number;
  readonly partner: number;
  readonly symmetry: Symmetry;
  readonly window: PictureWindow;
}

/** Windows of `wholes` near `crops`, the best few for each picture of the owning side. */
async function nearestWindows(
  crops: PictureIndex,
  wholes: PictureIndex,
  upright: boolean,
  owner: 'query' | 'target',
): Promise<WindowHit[]> {
  const hashes = upright ? 1 : 8;
  const queries = hashColumn(crops, 'windowKey', 8);
  const search = {
    queries: upright ? hashColumn(crops, 'windowKey', 1) : queries,
    hashes,
    targets: wholes.windows,
    radiusBits: windowRadiusBits,
  } as const;
  const windowsEach = windowWords / 2;
  const best = new NearestHits<Hit & { window: number }>(cropsPerPicture);
  await searchHamming(search, (query, target) => {
    const picture = Math.floor(target / windowsEach);
    if (crops.media[query] === wholes.media[picture]) return;
    const near = upright
      ? {
          symmetry: 0,
          distanceBits: hammingDistance(queries, 16 * query, wholes.windows, 2 * target),
        }
      : nearestSymmetry(queries, 16 * query, wholes.windows, 2 * target);
    const hit = { score: near.distanceBits, symmetry: near.symmetry, window: target % windowsEach };
    if (owner === 'query') best.offer(query, { ...hit, partner: picture });
    else best.offer(picture, { ...hit, partner: query });
  });
  return best.entries().flatMap(([position, hits]) =>
    hits.map(({ partner, symmetry, window }) => ({
      owner: position,
      partner,
      symmetry: symmetries[symmetry]!,
      window: cropWindows[window]!,
    })),
  );
}
