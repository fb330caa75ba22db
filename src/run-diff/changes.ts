import type { Interval } from '../statistics/interval.ts';
import type { Difference, NamedChange } from './run-diff.ts';

/**
 * What two maps differ in, in the order of the first, then what only the second has.
 *
 * @returns The changes, and how many names have the same value in both.
 */
export function changesOf<Value>(
  before: ReadonlyMap<string, Value>,
  after: ReadonlyMap<string, Value>,
): { readonly changes: NamedChange<Value>[]; readonly same: number } {
  const changes: NamedChange<Value>[] = [];
  let same = 0;
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    const one = before.get(name);
    const other = after.get(name);
    if (one !== undefined && other !== undefined && isSame(one, other)) same += 1;
    else
      changes.push({
        name,
        ...(one !== undefined && { before: one }),
        ...(other !== undefined && { after: other }),
      });
  }
  return { changes, same };
}

/** Equal as results write them, whatever the order of keys. */
export function isSame(one: unknown, other: unknown): boolean {
  return sortedJson(one) === sortedJson(other);
}

function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );
}

/** Whether two intervals have a value in common. */
export function differenceOf(
  before: Interval | undefined,
  after: Interval | undefined,
): Difference {
  if (before === undefined || after === undefined) return 'exact';
  return before.lower <= after.upper && after.lower <= before.upper ? 'overlap' : 'apart';
}

/** Leaves of a nested value by their path: `models.ours.role`, `splits.test.0`. Empty containers are leaves. */
export function leavesOf(value: unknown, path = ''): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  const entries = Object.entries(value);
  if (entries.length === 0) return [[path, value]];
  return entries.flatMap(([key, one]) => leavesOf(one, path === '' ? key : `${path}.${key}`));
}
