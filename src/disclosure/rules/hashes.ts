import type { Hashes } from '../facts.ts';
import { type ComparedFact, given, type Observed, type Rule } from './rule.ts';

/** D14: the files of checkpoints are those that are named. */
export const checkpointHashes: Rule<'D14'> = ({ checkpoints }, { cards }) => {
  const seen = cards.flatMap(({ name, checkpoint }) =>
    checkpoint?.status === 'opened'
      ? checkpoint.fingerprint.files.map(({ file, sha256 }) => [`${name}/${file}`, sha256] as const)
      : [],
  );
  return [compared('checkpoints', checkpoints, new Map(seen), 'file of a checkpoint')];
};

/** D28: the files that were read are those that are published. */
export const fileHashes: Rule<'D28'> = ({ files }, { inputs }) => {
  const seen = inputs
    .filter(({ role }) => ['test', 'train', 'predictions', 'judgments'].includes(role))
    .map(({ path, sha256 }) => [path, sha256] as const);
  return [compared('files', files, new Map(seen), 'data file')];
};

function compared(
  key: string,
  said: Hashes | undefined,
  seen: ReadonlyMap<string, string>,
  noun: string,
): ComparedFact {
  return { key, said: given(said), observed: observe(said ?? {}, seen, noun) };
}

function observe(said: Hashes, seen: ReadonlyMap<string, string>, noun: string): Observed {
  if (seen.size === 0) return { missing: `no ${noun} was read` };
  const names = Object.keys(said);
  const other = names.filter((name) => seen.has(name) && seen.get(name) !== said[name]);
  const absent = names.filter((name) => !seen.has(name));
  if (names.length === 0) return { missing: 'no hash is given to compare with' };
  if (other.length > 0)
    return { holds: false, reading: `another content than published: ${other.join(', ')}` };
  if (absent.length > 0)
    return { holds: undefined, reading: `not among the files read: ${absent.join(', ')}` };
  return { holds: true, reading: `${names.length} of ${seen.size} files compared, all equal` };
}
