import type { Split } from '../../benchmark/benchmark.ts';
import { contentKey } from './content-groups.ts';
import type { Medium } from './distinct-media.ts';
import type { MediumFingerprint } from './medium-fingerprint.ts';
import { indexPictures, type PictureIndex } from './picture-index.ts';

/** Media with what is known of their files. */
export interface FingerprintedMedia {
  readonly media: readonly Medium[];
  readonly fingerprints: readonly MediumFingerprint[];
  /** See `contentGroups`. */
  readonly groups: ReadonlyMap<string, readonly number[]>;
}

/** Pictures to search, one for each distinct content. */
export interface PictureSides {
  /** Test pictures without an exact partner in train: proven pictures are not searched again. */
  readonly open: PictureIndex;
  readonly test: PictureIndex;
  readonly train: PictureIndex;
  readonly all: PictureIndex;
}

/** Indexes the pictures of each side. */
export function pictureSides({ media, fingerprints, groups }: FingerprintedMedia): PictureSides {
  const inSplit = (split: Split) => (index: number) => media[index]!.splits.includes(split);
  const pack = (members: (group: readonly number[]) => number | undefined): PictureIndex => {
    const chosen = new Set([...groups.values()].map(members));
    return indexPictures(media, fingerprints, (_, index) => chosen.has(index));
  };
  return {
    open: pack((group) => (group.some(inSplit('train')) ? undefined : group[0])),
    test: pack((group) => group.find(inSplit('test'))),
    train: pack((group) => group.find(inSplit('train'))),
    all: pack((group) => group[0]),
  };
}

/** The media that hold the same as one of them, itself included, in one split. */
export function sameContent(
  { media, fingerprints, groups }: FingerprintedMedia,
  index: number,
  split: Split,
): readonly number[] {
  const group = groups.get(contentKey(fingerprints[index]!)!) ?? [index];
  return group.filter((member) => media[member]!.splits.includes(split));
}
