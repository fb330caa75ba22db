import type { Progress } from '../progress.ts';
import type { MovedFolders } from './places.ts';

/** Something that is not as it was when the run was written. */
export interface Change {
  readonly part: 'output' | 'input' | 'media' | 'checkpoint' | 'result' | 'signature';
  /** `contradicts`: two files of the run do not agree. */
  readonly kind: 'changed' | 'missing' | 'added' | 'contradicts';
  /** As the result or the run's folder names it. */
  readonly file: string;
  /** One sentence. */
  readonly detail: string;
}

/** What a check found, and what it could not look at. */
export interface Checked {
  readonly changes: readonly Change[];
  /** One sentence each: why something was not checked. */
  readonly unchecked: readonly string[];
  /** Files that were compared. */
  readonly compared: number;
}

/** Options of the checks on files. */
export interface CheckOptions {
  /** Where the benchmark's folders lie now. */
  readonly moved?: MovedFolders;
  readonly progress?: Progress;
}

/** Enough of a hash to tell two apart. */
export function shortHash(sha256: string): string {
  return `${sha256.slice(0, 12)}…`;
}
