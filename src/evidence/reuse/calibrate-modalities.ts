import { deriveSeed } from '../../statistics/derive-seed.ts';
import type { NullCalibration } from '../evidence.ts';
import { contentKey } from './content-groups.ts';
import type { Medium } from './distinct-media.ts';
import { calibrate, type NullPicture } from './null-calibration.ts';
import type { FingerprintedMedia, PictureSides } from './picture-sides.ts';

/** pHash radius unless calibration asks for less: copies stay within 6 bits under every transform measured. */
const radiusBits = 10;
/** Chance neighbours of one picture that the radius may let through to the ranking. */
const chanceNeighbours = 4096;
/** Different-patient pairs measured at most. */
const mostPairs = 2_000_000;

/** The modality of a medium; `unnamed` where its items name none. */
export function modalityOf(medium: Medium): string {
  return medium.modality ?? 'unnamed';
}

/** Calibrates the distances of each modality, sorted by name. */
export function calibrateModalities(
  input: FingerprintedMedia,
  sides: PictureSides,
  options: { readonly seed: number; readonly minimumNullPairs: number },
): NullCalibration[] {
  const { media, fingerprints } = input;
  const searched = searchedPairs(media, sides);
  const pictures = new Map<string, NullPicture[]>();
  sides.all.media.forEach((index, at) => {
    const modality = modalityOf(media[index]!);
    const { patients } = media[index]!;
    const picture = { at, patients, content: contentKey(fingerprints[index]!)! };
    const known = pictures.get(modality);
    if (known) known.push(picture);
    else pictures.set(modality, [picture]);
  });
  return [...pictures.keys()].sort().map((modality) =>
    calibrate(sides.all, pictures.get(modality)!, {
      modality,
      searchedPairs: searched.get(modality) ?? 0,
      partners: Math.max(sides.train.media.length, sides.test.media.length),
      seed: deriveSeed(options.seed, `image-reuse/null-pairs/${modality}`),
      mostPairs,
      fewestPairs: options.minimumNullPairs,
      radiusBits,
      chanceNeighbours,
    }),
  );
}

/** Pairs that the search of whole pictures compares, by the modality of their test picture. */
function searchedPairs(
  media: readonly Medium[],
  { open, test, train }: PictureSides,
): ReadonlyMap<string, number> {
  const searched = new Map<string, number>();
  const add = (index: number, pairs: number): void => {
    const modality = modalityOf(media[index]!);
    searched.set(modality, (searched.get(modality) ?? 0) + pairs);
  };
  for (const index of open.media) add(index, train.media.length);
  test.media.forEach((index, position) => {
    add(index, test.media.length - 1 - position);
  });
  return searched;
}
