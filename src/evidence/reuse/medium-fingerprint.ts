import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import type { MediaKind } from '../../benchmark/benchmark.ts';
import type { BlockHasher } from './block-hash.ts';
import { decodeImage } from './decode-image.ts';
import type { FingerprintCache } from './fingerprint-cache.ts';
import { fingerprintPicture, type PictureFingerprint } from './fingerprint-picture.ts';
import type { GreyImage } from './grey-image.ts';
import { hdf5ContentHash } from './hdf5-content.ts';
import { niftiContentHash } from './nifti-content.ts';

/** Files above this size are hashed as a stream and compared by their bytes only. */
const largestDecodedBytes = 1_500_000_000;

/** All that is known of one file. Every field but `sha256` may be missing: see `problem`. */
export interface MediumFingerprint {
  readonly sha256?: string;
  readonly contentHash?: string;
  readonly widthPx?: number;
  readonly heightPx?: number;
  readonly picture?: PictureFingerprint;
  /** Why the file could not be read or decoded. */
  readonly problem?: string;
}

/** What fingerprinting needs besides the file. */
export interface FingerprintTools {
  readonly blockHash: BlockHasher;
  readonly cache: FingerprintCache;
  /** Whether crop-window hashes are wanted. */
  readonly windows: boolean;
}

/** Fingerprints one file; never throws for what the file holds. */
export async function fingerprintMedium(
  medium: { readonly kind: MediaKind; readonly path: string; readonly file?: string },
  tools: FingerprintTools,
): Promise<MediumFingerprint> {
  const { file, kind, path } = medium;
  if (file === undefined) return { problem: 'no local file' };
  let sha256: string | undefined;
  try {
    const { size } = await stat(file);
    if (size > largestDecodedBytes) return tooLarge(await streamSha256(file), kind);
    const bytes = await readFile(file);
    sha256 = createHash('sha256').update(bytes).digest('hex');
    if (kind === 'image') return await fingerprintImage(bytes, sha256, tools);
    if (/\.nii(\.gz)?$/i.test(path)) return { sha256, contentHash: await niftiContentHash(bytes) };
    if (/\.(h5|hdf5)$/i.test(path)) return { sha256, contentHash: await hdf5ContentHash(file) };
    return { sha256 };
  } catch (error) {
    const problem = describe(error);
    return sha256 === undefined ? { problem } : { sha256, problem };
  }
}

async function fingerprintImage(
  bytes: Uint8Array,
  sha256: string,
  { blockHash, cache, windows }: FingerprintTools,
): Promise<MediumFingerprint> {
  const known = await cache.find(sha256, windows);
  if (known) return known;
  const image = await decodeImage(bytes);
  const { widthPx, heightPx } = image;
  const picture = fingerprintPicture(image, blockHash, { windows });
  const made = { sha256, contentHash: greyContentHash(image), widthPx, heightPx, picture };
  await cache.add(made);
  return made;
}

/** Hex SHA-256 over a picture's size and its 8-bit grey pixels. */
function greyContentHash({ widthPx, heightPx, pixels }: GreyImage): string {
  return createHash('sha256').update(`grey8 ${widthPx}x${heightPx}\n`).update(pixels).digest('hex');
}

function tooLarge(sha256: string, kind: MediaKind): MediumFingerprint {
  if (kind === 'video' || kind === 'audio') return { sha256 };
  return { sha256, problem: 'larger than 1.5 GB: compared by its bytes only' };
}

async function streamSha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** One line without machine paths: results must not depend on where the files lie. */
function describe(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'file not found';
  if (code === 'EISDIR') return 'is a folder, not a file';
  if (code === 'EACCES' || code === 'EPERM') return 'no permission to read the file';
  return String(message ?? error)
    .split('\n')[0]!
    .trim();
}
