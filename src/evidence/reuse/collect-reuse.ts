import type { Benchmark } from '../../benchmark/benchmark.ts';
import type { Progress } from '../../progress.ts';
import type { MediaFingerprint, ReuseEvidence, ReusePair } from '../evidence.ts';
import { contentGroups } from './content-groups.ts';
import { distinctMedia, type Medium } from './distinct-media.ts';
import { exactPairs, namePairs } from './exact-pairs.ts';
import { fingerprintMedia } from './fingerprint-media.ts';
import type { MediumFingerprint } from './medium-fingerprint.ts';
import { affordableCropSearch, type CropSearch, perceptualPairs } from './perceptual-pairs.ts';

/** Options of `collectReuse`. */
export interface ReuseOptions {
  readonly progress: Progress;
  readonly seed: number;
  /** Folder for fingerprints of earlier runs; without one nothing is remembered. */
  readonly cacheDir?: string;
  /** Different-patient pairs that make a calibration (default 10,000, a starting point). */
  readonly minimumNullPairs?: number;
}

/**
 * Finds out which media of a benchmark are the same picture: by name, by bytes, by decoded content
 * and, for pictures, by looks that their pixels then confirm or refute. Volumes and feature bags
 * are compared by bytes and content, other kinds by bytes.
 *
 * Without media only names are compared.
 */
export async function collectReuse(
  benchmark: Benchmark,
  { progress, seed, cacheDir, minimumNullPairs = 10_000 }: ReuseOptions,
): Promise<ReuseEvidence> {
  const media = distinctMedia(benchmark);
  if (benchmark.media === 'absent') return namesOnly(media);
  const crops = cropSearchFor(media);
  const fingerprints = await fingerprintMedia(media, {
    ...{ progress, windows: crops !== 'none' },
    ...(cacheDir !== undefined && { cacheDir }),
  });
  const groups = contentGroups(media, fingerprints);
  const input = { media, fingerprints, groups };
  const perceptual = await perceptualPairs(input, { crops, seed, minimumNullPairs, progress });
  const unreadable = media.flatMap(({ path }, index) => {
    const reason = fingerprints[index]!.problem;
    return reason === undefined ? [] : [{ path, reason }];
  });
  return {
    mode: 'pixels',
    media: media.map((medium, index) => toFingerprint(medium, fingerprints[index]!)),
    unreadable,
    pairs: sortPairs([...exactPairs(media, fingerprints, groups), ...perceptual.pairs]),
    calibration: perceptual.calibration,
    featureless: media
      .filter((_, index) => fingerprints[index]!.picture?.featureless)
      .map(({ path }) => path),
    notes: notesOn(media, crops),
  };
}

function namesOnly(media: readonly Medium[]): ReuseEvidence {
  return {
    mode: 'names',
    media: media.map((medium) => toFingerprint(medium, {})),
    unreadable: [],
    pairs: sortPairs(namePairs(media)),
    calibration: [],
    featureless: [],
    notes: ['Media are absent: only names and ids were compared, every pixel layer is not-run.'],
  };
}

function cropSearchFor(media: readonly Medium[]): CropSearch {
  const count = (split: 'test' | 'train'): number =>
    media.filter(({ kind, splits }) => kind === 'image' && splits.includes(split)).length;
  return affordableCropSearch(count('test'), count('train'));
}

function toFingerprint(
  { path, kind, splits, itemKeys, modality }: Medium,
  { sha256, contentHash, widthPx, heightPx }: MediumFingerprint,
): MediaFingerprint {
  return {
    ...{ path, kind, splits, itemKeys },
    ...(modality !== undefined && { modality }),
    ...(sha256 !== undefined && { sha256 }),
    ...(contentHash !== undefined && { contentHash }),
    ...(widthPx !== undefined && { widthPx }),
    ...(heightPx !== undefined && { heightPx }),
  };
}

const cropNotes: Readonly<Record<CropSearch, readonly string[]>> = {
  'all-symmetries': [],
  upright: [
    'The set is so large that turned or mirrored crops were not searched, only upright ones.',
  ],
  none: ['The set is so large that crops were not searched, only whole pictures.'],
};

function notesOn(media: readonly Medium[], crops: CropSearch): string[] {
  const others = media.filter(({ kind }) => kind !== 'image').length;
  return [
    ...cropNotes[crops],
    ...(others > 0
      ? [`${others} media are no pictures: they were compared by bytes and content, not by looks.`]
      : []),
  ];
}

/** Train x test first, then by the paths of both. */
function sortPairs(pairs: readonly ReusePair[]): readonly ReusePair[] {
  const key = ({ scope, first, second }: ReusePair): string => `${scope}\n${first}\n${second}`;
  return [...pairs].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
