import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The state of this build's code.
 *
 * @param folders Names under src/ whose code decides what is computed; tests do not count.
 * @returns 16 hex digits.
 */
export async function buildHash(folders: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const folder of folders) {
    const root = join(import.meta.dirname, '..', folder);
    const entries = await readdir(root, { recursive: true });
    for (const name of entries.sort()) {
      if (!/\.[jt]s$/.test(name) || /\.test\.|\.d\.ts$/.test(name)) continue;
      hash.update(name).update(await readFile(join(root, name)));
    }
  }
  return hash.digest('hex').slice(0, 16);
}
