import type { AuditConfig } from '../benchmark/config-schema.ts';
import type { ModelConfig } from '../benchmark/model-config.ts';

/**
 * The graders of a config as models: each with a path or an endpoint of its own, or those of the model
 * of the same name, which `checkConfig` has seen to.
 */
export function resolveGraders({
  graders,
  models,
}: Pick<AuditConfig, 'graders' | 'models'>): Readonly<Record<string, ModelConfig>> {
  const resolved = Object.entries(graders).map(([name, grader]): [string, ModelConfig] => {
    const { path, endpoint, family } = grader;
    if (path !== undefined || endpoint !== undefined) return [name, { role: 'other', ...grader }];
    return [name, { ...models[name]!, ...(family !== undefined && { family }) }];
  });
  return Object.fromEntries(resolved);
}
