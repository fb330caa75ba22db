import { type ConditionId, conditionIds } from './condition.ts';

/** What the name says under which answers were recorded. */
export interface NamedCondition {
  readonly id: ConditionId;
  /** Of `rotated`: by how many places the contents of the options moved. */
  readonly rotation?: number;
  /** Of `sampled`: which answer, from 1. */
  readonly repeat?: number;
}

/**
 * Reads the name that answers and journals give a condition: its id, and for rotated options
 * how far they moved.
 *
 * @param name As it stands in a response or a config.
 * @returns Undefined for a name of the user's own.
 * @example
 * parseConditionName('none'); // { id: 'none' }
 * parseConditionName('rotated-2'); // { id: 'rotated', rotation: 2 }
 * parseConditionName('at-night'); // undefined
 */
export function parseConditionName(name: string): NamedCondition | undefined {
  const places = /^rotated-(\d+)$/.exec(name)?.[1];
  if (places !== undefined) return { id: 'rotated', rotation: Number(places) };
  const repeat = /^sampled-(\d+)$/.exec(name)?.[1];
  if (repeat !== undefined) return { id: 'sampled', repeat: Number(repeat) };
  const id = conditionIds.find((one) => one === name);
  return id === undefined ? undefined : { id };
}

/** The name that answers and journals give a condition, as `parseConditionName` reads it. */
export function conditionName({
  id,
  rotation,
  repeat,
}: Pick<NamedCondition, 'rotation' | 'repeat'> & { readonly id: string }): string {
  const number = rotation ?? repeat;
  return number === undefined ? id : `${id}-${number}`;
}
