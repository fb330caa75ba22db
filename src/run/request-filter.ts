import type { Journal } from './journal.ts';
import type { ModelRequest } from './request.ts';
import { isInShard, type Shard } from './shard.ts';

/** Which of a plan's requests are asked now; all that have no outcome by default. */
export interface RequestFilter {
  readonly models?: readonly string[];
  readonly conditions?: readonly string[];
  readonly shard?: Shard;
  /** Ask again what failed. */
  readonly retryFailed?: boolean;
}

/** Whether a request is to be asked now: it has no outcome yet, and the filter lets it pass. */
export function isWanted(
  request: ModelRequest,
  journal: Pick<Journal, 'rowOf'>,
  filter: RequestFilter,
): boolean {
  const known = journal.rowOf(request.key);
  const isOpen = known === undefined || (filter.retryFailed === true && known.answer === undefined);
  return isOpen && isInFilter(request, filter);
}

/** Whether a filter lets a request pass, asked already or not. */
export function isInFilter(
  { key, model, condition }: ModelRequest,
  { models, conditions, shard }: RequestFilter,
): boolean {
  return (
    (models?.includes(model) ?? true) &&
    (conditions?.includes(condition) ?? true) &&
    (shard === undefined || isInShard(key, shard))
  );
}
