import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { MediaKind, MediaReference } from './benchmark.ts';
import { Memo } from './memo.ts';

const kinds: readonly (readonly [RegExp, MediaKind])[] = [
  [/\.(nii|nii\.gz|npy|mha|mhd|nrrd|mgz)$/i, 'volume'],
  [/\.(h5|hdf5|pt|npz)$/i, 'features'],
  [/\.(mp4|avi|mov|mkv|webm|m4v)$/i, 'video'],
  [/\.(wav|mp3|flac|ogg|m4a)$/i, 'audio'],
];

/**
 * The kind of a medium by its file name; a picture unless the ending says otherwise. A .npy holds
 * voxels: BreastGPT's template reads it in the place of a NIfTI file, and takes features as HDF5 alone.
 */
export function mediaKind(path: string): MediaKind {
  return kinds.find(([pattern]) => pattern.test(path))?.[1] ?? 'image';
}

const inlinePrefix = 'inline:';
const web = /^[a-z]+:\/\//i;

/** Names, resolves and stores media. */
export class MediaLibrary {
  readonly #root: string | undefined;
  readonly #cacheDir: string;
  readonly #prefix: string;
  readonly #lists = new Memo<readonly MediaReference[]>();
  readonly #inlineFiles = new Map<string, string>();

  /**
   * @param root Absolute folder of the media; undefined when they are absent.
   * @param cacheDir Folder for pictures that data files hold themselves; made when needed.
   * @param prefix Put before the name of every file of this root, so that equal paths under
   *   different roots stay different media.
   */
  constructor(root: string | undefined, cacheDir: string, prefix = '') {
    this.#root = root;
    this.#cacheDir = cacheDir;
    this.#prefix = prefix;
  }

  /**
   * Stores the bytes of a picture under their SHA-256, once.
   *
   * @returns The medium's name, `inline:<16 hex>`.
   */
  storeInline(bytes: Buffer): string {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const name = inlinePrefix + sha256.slice(0, 16);
    if (this.#root === undefined || this.#inlineFiles.has(name)) return name;
    const file = join(this.#cacheDir, sha256);
    this.#inlineFiles.set(name, file);
    if (existsSync(file)) return name;
    mkdirSync(this.#cacheDir, { recursive: true });
    writeFileSync(`${file}.part`, bytes);
    renameSync(`${file}.part`, file);
    return name;
  }

  /**
   * References to the media of a row, by the paths it gives.
   *
   * `\` becomes `/`, a leading `./` goes, and an absolute path inside the media root counts from
   * there. Rows that show one and the same medium share one list.
   */
  references(written: readonly string[]): readonly MediaReference[] {
    if (written.length === 1) return this.#single(written[0]!);
    return written.map((path) => this.#single(path)[0]!);
  }

  #single(written: string): readonly MediaReference[] {
    return this.#lists.get(written, () => {
      const path = this.#name(written);
      const file = this.#file(path);
      const kind = mediaKind(path);
      if (file === undefined) return [{ path, kind }];
      const name = path.startsWith(inlinePrefix) ? path : this.#prefix + path;
      return [{ path: name, kind, file }];
    });
  }

  /** A medium's path as its row writes it: the name without this library's prefix. */
  pathInRow(name: string): string {
    return name.startsWith(this.#prefix) ? name.slice(this.#prefix.length) : name;
  }

  #name(written: string): string {
    const path = written.replaceAll('\\', '/').replace(/^(?:\.\/)+/, '');
    if (this.#root === undefined || !isAbsolute(path)) return path;
    const inside = relative(this.#root, path).split(sep).join('/');
    return inside.startsWith('../') ? path : inside;
  }

  #file(path: string): string | undefined {
    if (path.startsWith(inlinePrefix)) return this.#inlineFiles.get(path);
    if (this.#root === undefined || web.test(path)) return undefined;
    if (isAbsolute(path)) return path;
    return path.startsWith('../') || path.includes('/../')
      ? resolve(this.#root, path)
      : `${this.#root}/${path}`;
  }
}
