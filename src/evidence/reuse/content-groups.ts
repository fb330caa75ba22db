import type { Medium } from './distinct-media.ts';
import type { MediumFingerprint } from './medium-fingerprint.ts';

/**
 * Indices of media by what they hold: decoded content where there is any, else the file's bytes.
 * Media that could not be read have no group. Members are sorted by path.
 */
export function contentGroups(
  media: readonly Medium[],
  fingerprints: readonly MediumFingerprint[],
): ReadonlyMap<string, readonly number[]> {
  const groups = new Map<string, number[]>();
  const byPath = media.map((_, index) => index);
  byPath.sort((a, b) => (media[a]!.path < media[b]!.path ? -1 : 1));
  for (const index of byPath) {
    const key = contentKey(fingerprints[index]!);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group) group.push(index);
    else groups.set(key, [index]);
  }
  return groups;
}

/** What a medium's group is called; undefined when it could not be read. */
export function contentKey({ contentHash, sha256 }: MediumFingerprint): string | undefined {
  return contentHash ?? sha256;
}
