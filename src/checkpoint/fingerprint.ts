import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, readFile, realpath, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Progress, silentProgress } from '../progress.ts';

/** A file of a checkpoint and what is in it. */
export interface FileHash {
  readonly file: string;
  readonly sizeBytes: number;
  /** Of the content: what a hub lists beside the file. */
  readonly sha256: string;
}

/** What a checkpoint is, whatever its folder is called. */
export interface CheckpointFingerprint {
  /** First 16 hex digits of the SHA-256 over names and hashes of the files. */
  readonly id: string;
  readonly files: readonly FileHash[];
}

/** Options of `fingerprintCheckpoint`. */
export interface FingerprintOptions {
  /** Where the hashes of large files are kept, so that they are read once. */
  readonly cacheFolder: string;
  readonly progress?: Progress;
}

/** Files that decide what a model computes. */
const MODEL_FILE = /\.(safetensors|json|jinja)$/;
/** Hashes of files from this size on are kept. */
const LARGE_BYTES = 2 ** 26;

/**
 * Hashes the weights, configs, tokenizer and templates in a folder.
 * The hash of a large file is kept under its place, size and date.
 */
export async function fingerprintCheckpoint(
  folder: string,
  { cacheFolder, progress = silentProgress }: FingerprintOptions,
): Promise<CheckpointFingerprint> {
  const names = (await readdir(folder)).filter((name) => MODEL_FILE.test(name)).sort();
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const task =
    total < LARGE_BYTES ? undefined : progress.start('Hashing weights (MB)', total / 1e6);
  const files: FileHash[] = [];
  for (const [i, file] of names.entries()) {
    files.push({
      file,
      sizeBytes: sizes[i]!,
      sha256: await hashOf(join(folder, file), cacheFolder),
    });
    task?.advance(sizes[i]! / 1e6);
  }
  task?.done();
  const contents = files.map(({ file, sha256 }) => [file, sha256]);
  const id = createHash('sha256').update(JSON.stringify(contents)).digest('hex').slice(0, 16);
  return { id, files };
}

/** SHA-256 of a file; that of a large one is kept in the cache, under its place, size and date. */
export async function hashOf(path: string, cacheFolder: string): Promise<string> {
  const keptIn = join(cacheFolder, 'file-hashes');
  const { size, mtimeMs } = await stat(path);
  if (size < LARGE_BYTES) return await sha256Of(path);
  const key = JSON.stringify([await realpath(path), size, mtimeMs]);
  const kept = join(keptIn, createHash('sha256').update(key).digest('hex').slice(0, 32));
  const known = await readFile(kept, 'utf8').catch(() => '');
  if (/^[0-9a-f]{64}$/.test(known)) return known;
  const sha256 = await sha256Of(path);
  await mkdir(keptIn, { recursive: true });
  await writeFile(kept, sha256);
  return sha256;
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 22 })) hash.update(chunk);
  return hash.digest('hex');
}
