import { conditionIds } from '../conditions/condition.ts';

const names = conditionIds.map((id) => (id === 'rotated' || id === 'sampled' ? `${id}-\\d+` : id));
const suffix = new RegExp(`[-_. @](${names.join('|')})$`, 'i');

/**
 * The control condition at the end of a recording's name: `ours-none.jsonl` holds what the model
 * `ours` answered without the image.
 *
 * @param stem A file's name without its ending.
 * @returns The name without the condition, and the condition; `real` where none is named.
 */
export function nameCondition(stem: string): { readonly name: string; readonly condition: string } {
  const condition = suffix.exec(stem)?.[1];
  if (condition === undefined) return { name: stem, condition: 'real' };
  return { name: stem.slice(0, -condition.length - 1), condition: condition.toLowerCase() };
}
