import type { ReusePair } from '../evidence.ts';
import type { Medium } from './distinct-media.ts';
import type { MediumFingerprint } from './medium-fingerprint.ts';

const isIn = (medium: Medium, split: 'test' | 'train'): boolean => medium.splits.includes(split);

/** Pairs by name alone: media that both splits show under one path. */
export function namePairs(media: readonly Medium[]): ReusePair[] {
  return media.filter((medium) => isIn(medium, 'test') && isIn(medium, 'train')).map(namePair);
}

function namePair(medium: Medium): ReusePair {
  return exactPair(medium, medium, 'train-test', 'name', 1);
}

/**
 * Pairs of equal name, bytes or content. A test medium is listed with one train medium, the one
 * of the strongest layer whose path sorts first, and the number of its copies there; within test,
 * each copy is listed with the first of its group. Fifty copies here and there are fifty pairs,
 * not 2,500.
 */
export function exactPairs(
  media: readonly Medium[],
  fingerprints: readonly MediumFingerprint[],
  groups: ReadonlyMap<string, readonly number[]>,
): ReusePair[] {
  const unread = media.filter((_, index) => fingerprints[index]!.sha256 === undefined);
  const pairs = namePairs(unread);
  for (const group of groups.values()) {
    const test = group.filter((index) => isIn(media[index]!, 'test'));
    const train = group.filter((index) => isIn(media[index]!, 'train'));
    for (const index of test) {
      const partner = strongestPartner(index, train, fingerprints);
      if (partner === undefined) continue;
      const layer = layerOf(index, partner, fingerprints);
      pairs.push(exactPair(media[index]!, media[partner]!, 'train-test', layer, train.length));
    }
    for (const index of test.slice(1)) {
      const layer = layerOf(test[0]!, index, fingerprints);
      pairs.push(exactPair(media[test[0]!]!, media[index]!, 'within-test', layer, 1));
    }
  }
  return pairs;
}

function strongestPartner(
  index: number,
  train: readonly number[],
  fingerprints: readonly MediumFingerprint[],
): number | undefined {
  const sameBytes = (other: number): boolean =>
    fingerprints[other]!.sha256 === fingerprints[index]!.sha256;
  return train.find((other) => other === index) ?? train.find(sameBytes) ?? train[0];
}

function layerOf(
  first: number,
  second: number,
  fingerprints: readonly MediumFingerprint[],
): ReusePair['layer'] {
  if (first === second) return 'name';
  return fingerprints[first]!.sha256 === fingerprints[second]!.sha256 ? 'bytes' : 'content';
}

function exactPair(
  first: Medium,
  second: Medium,
  scope: ReusePair['scope'],
  layer: ReusePair['layer'],
  copies: number,
): ReusePair {
  const { kind, modality } = first;
  return {
    ...{ first: first.path, second: second.path, scope, verdict: 'exact', layer, kind },
    ...(modality !== undefined && { modality }),
    ...(copies > 1 && { copies }),
  };
}
