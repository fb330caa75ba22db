import { type FileHandle, open, rm } from 'node:fs/promises';
import { AuditError } from '../errors.ts';

/** What every such file begins with. */
const TITLE = 'touchstone tile features ';
const HEADER_BYTES = 256;

/**
 * Features computed so far, kept beside the output so that an interrupted run loses nothing that
 * was written: one line with the key, then one row of float32 a tile, only ever appended to. Half
 * a row at the end, and all rows under another key, are dropped.
 */
export class PartFile {
  readonly #file: FileHandle;
  readonly #path: string;
  readonly #width: number;
  readonly #start: number;
  #rows: number;

  private constructor(
    file: FileHandle,
    path: string,
    layout: { readonly width: number; readonly start: number; readonly rows: number },
  ) {
    this.#file = file;
    this.#path = path;
    this.#width = layout.width;
    this.#start = layout.start;
    this.#rows = layout.rows;
  }

  /**
   * Opens the file, or makes it.
   *
   * @param key Says what the rows belong to, in at most 200 characters: a hash of slide, encoder and
   *   settings.
   * @param width Numbers of a row.
   * @throws {AuditError} if it can not be written, or is a file of another kind.
   */
  static async open(path: string, key: string, width: number): Promise<PartFile> {
    const file = await open(path, 'a+').catch((cause: unknown) => {
      throw unwritable(path, 'can not be written', 'name a folder that is there with --out', cause);
    });
    const line = Buffer.from(`${TITLE}${key}\n`);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, 0);
    const found = buffer.subarray(0, bytesRead);
    if (bytesRead > 0 && !found.toString('latin1').startsWith(TITLE)) {
      await file.close();
      throw unwritable(path, 'is there and holds something else', 'move it away');
    }
    if (!found.subarray(0, line.length).equals(line)) {
      await file.truncate(0);
      await file.appendFile(line);
    }
    const { size } = await file.stat();
    const rows = Math.floor((size - line.length) / (4 * width));
    await file.truncate(line.length + rows * 4 * width);
    return new PartFile(file, path, { width, start: line.length, rows });
  }

  /** Whole rows in the file. */
  get rows(): number {
    return this.#rows;
  }

  /** @param features f32[rows, width] */
  async append(features: Float32Array): Promise<void> {
    const { buffer, byteOffset, byteLength } = features;
    await this.#file.appendFile(new Uint8Array(buffer, byteOffset, byteLength));
    this.#rows += features.length / this.#width;
  }

  /** @returns f32[rows, width] */
  async read(): Promise<Float32Array> {
    const features = new Float32Array(this.#rows * this.#width);
    const bytes = new Uint8Array(features.buffer);
    for (let done = 0; done < bytes.length; ) {
      const length = Math.min(bytes.length - done, 2 ** 28);
      const { bytesRead } = await this.#file.read(bytes, done, length, this.#start + done);
      if (bytesRead === 0) throw new Error(`${this.#path}: was cut while it was read`);
      done += bytesRead;
    }
    return features;
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  /** Closes the file and removes it. */
  async remove(): Promise<void> {
    await this.close();
    await rm(this.#path, { force: true });
  }
}

function unwritable(
  location: string,
  problem: string,
  remedy: string,
  cause?: unknown,
): AuditError {
  return new AuditError({ code: 'file-unwritable', location, problem, remedy, cause });
}
