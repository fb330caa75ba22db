import { variantConditionIds } from '../conditions/condition.ts';
import type { AskedModel } from './plan-battery.ts';
import type { ModelRequest } from './request.ts';

/** Whether this model is the one of its name that answers a request: some conditions want it opened otherwise. */
export function isAskedBy(
  { name, variant }: Pick<AskedModel, 'name' | 'variant'>,
  { model, condition }: Pick<ModelRequest, 'model' | 'condition'>,
): boolean {
  return name === model && variant === variantConditionIds.find((id) => id === condition);
}
