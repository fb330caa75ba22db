import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { fingerprintVersion, hashWords, windowWords } from './fingerprint-picture.ts';
import type { MediumFingerprint } from './medium-fingerprint.ts';

/** Lines written at a time: an interrupted run loses at most so many fingerprints. */
const batchLines = 64;
const newline = 0x0a;

/** One line of the cache file. */
interface CacheLine {
  readonly sha256: string;
  readonly version: number;
  readonly contentHash: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly featureless: boolean;
  /** Base64 of the words, little-endian. */
  readonly hashes: string;
  readonly windows?: string;
}

/** Where a line lies in the file. */
interface Extent {
  readonly offset: number;
  readonly length: number;
}

/**
 * Fingerprints of pictures seen before, by the SHA-256 of their files, so that an interrupted or
 * repeated run decodes nothing twice. One JSON line a picture, only ever appended to; lines that
 * are broken or of another version are passed over. Memory holds where each line lies, not the
 * line: a line has up to 2 KB, a benchmark up to a million pictures.
 */
export class FingerprintCache {
  readonly #file: FileHandle | undefined;
  readonly #extents: ReadonlyMap<string, Extent>;
  #unwritten = '';
  #unwrittenLines = 0;

  private constructor(file?: FileHandle, extents: ReadonlyMap<string, Extent> = new Map()) {
    this.#file = file;
    this.#extents = extents;
  }

  /**
   * Opens the cache of a folder; `close` it when done.
   *
   * @param folder Made if missing; undefined for a cache that forgets.
   */
  static async open(folder: string | undefined): Promise<FingerprintCache> {
    if (folder === undefined) return new FingerprintCache();
    await mkdir(folder, { recursive: true });
    const file = await open(join(folder, 'picture-fingerprints.jsonl'), 'a+');
    const { extents, endsInLine } = await indexLines(file);
    const cache = new FingerprintCache(file, extents);
    // A run that was cut off may have left half a line: what follows must start on its own.
    if (endsInLine) cache.#unwritten = '\n';
    return cache;
  }

  /** The fingerprint of the picture with these bytes; undefined when unknown, or known without the wanted windows. */
  async find(sha256: string, windows: boolean): Promise<MediumFingerprint | undefined> {
    const extent = this.#extents.get(sha256);
    if (extent === undefined || this.#file === undefined) return undefined;
    const bytes = Buffer.alloc(extent.length);
    await this.#file.read(bytes, 0, extent.length, extent.offset);
    return parseLine(bytes.toString(), sha256, windows);
  }

  /** Keeps a picture's fingerprint. */
  async add({ picture, ...facts }: MediumFingerprint): Promise<void> {
    if (this.#file === undefined || picture === undefined) return;
    const line = {
      sha256: facts.sha256,
      version: fingerprintVersion,
      ...facts,
      featureless: picture.featureless,
      hashes: encodeWords(picture.hashes),
      ...(picture.windows && { windows: encodeWords(picture.windows) }),
    };
    this.#unwritten += `${JSON.stringify(line)}\n`;
    if (++this.#unwrittenLines >= batchLines) await this.#flush();
  }

  /** Writes what is not written yet and lets go of the file. */
  async close(): Promise<void> {
    if (this.#unwrittenLines > 0) await this.#flush();
    await this.#file?.close();
  }

  async #flush(): Promise<void> {
    const text = this.#unwritten;
    this.#unwritten = '';
    this.#unwrittenLines = 0;
    await this.#file?.appendFile(text);
  }
}

/** Later lines of the same picture win: they may have the windows that earlier ones lack. */
async function indexLines(
  file: FileHandle,
): Promise<{ extents: Map<string, Extent>; endsInLine: boolean }> {
  const extents = new Map<string, Extent>();
  let rest: Buffer = Buffer.alloc(0);
  let offset = 0;
  const stream = file.createReadStream({ start: 0, autoClose: false, highWaterMark: 1 << 20 });
  for await (const chunk of stream) {
    const bytes = Buffer.concat([rest, chunk as Buffer]);
    let start = 0;
    for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, start)) {
      const sha256 = /^\{"sha256":"([0-9a-f]{64})"/.exec(
        bytes.toString('latin1', start, start + 80),
      );
      if (sha256) extents.set(sha256[1]!, { offset: offset + start, length: end - start });
      start = end + 1;
    }
    offset += start;
    rest = bytes.subarray(start);
  }
  return { extents, endsInLine: rest.length > 0 };
}

function parseLine(
  text: string,
  sha256: string,
  wantsWindows: boolean,
): MediumFingerprint | undefined {
  let line: CacheLine;
  try {
    line = JSON.parse(text) as CacheLine;
  } catch {
    return undefined;
  }
  const hashes = decodeWords(line.hashes);
  const windows = decodeWords(line.windows);
  if (line.version !== fingerprintVersion || hashes?.length !== hashWords) return undefined;
  if (wantsWindows && windows?.length !== windowWords) return undefined;
  const { contentHash, widthPx, heightPx, featureless } = line;
  const picture = { featureless, hashes, ...(wantsWindows && windows && { windows }) };
  return { sha256, contentHash, widthPx, heightPx, picture };
}

function encodeWords(words: Uint32Array): string {
  return Buffer.from(words.buffer, words.byteOffset, words.byteLength).toString('base64');
}

function decodeWords(text: string | undefined): Uint32Array | undefined {
  if (typeof text !== 'string') return undefined;
  const bytes = Uint8Array.from(Buffer.from(text, 'base64'));
  return bytes.length % 4 === 0 ? new Uint32Array(bytes.buffer) : undefined;
}
