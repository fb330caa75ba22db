import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';

/** Up to this size a file is read at once: a stream costs more than a picture. */
const smallBytes = 2 ** 21;

/**
 * SHA-256 of a file's bytes; a large one is read as a stream.
 *
 * @param onBytes Told how many bytes more have been read.
 */
export async function hashFile(path: string, onBytes?: (count: number) => void): Promise<string> {
  if ((await stat(path)).size <= smallBytes) {
    const bytes = await readFile(path);
    onBytes?.(bytes.length);
    return hashBytes(bytes);
  }
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20 })) {
    hash.update(chunk as Buffer);
    onBytes?.((chunk as Buffer).length);
  }
  return hash.digest('hex');
}

/** SHA-256 of bytes or of text in UTF-8. */
export function hashBytes(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
