import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where quantised weights and parity records are kept unless told otherwise. */
export function defaultCacheFolder(): string {
  return join(homedir(), '.cache', 'touchstone');
}
