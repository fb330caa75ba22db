import type { AuditConfig } from '../benchmark/config-schema.ts';
import type { ModelConfig } from '../benchmark/model-config.ts';
import { AuditError } from '../errors.ts';

/**
 * The graders of a config as models: each with a path or an endpoint of its own, or those of the model
 * of the same name.
 *
 * @throws {AuditError} for one that has neither.
 */
export function resolveGraders({
  graders,
  models,
}: Pick<AuditConfig, 'graders' | 'models'>): Readonly<Record<string, ModelConfig>> {
  const resolved = Object.entries(graders).map(([name, grader]) => {
    const { path, endpoint, family } = grader;
    if (path !== undefined || endpoint !== undefined)
      return [name, { role: 'other', ...grader }] as const;
    const model = models[name];
    if (model?.path === undefined && model?.endpoint === undefined) throw nobody(name, model);
    return [name, { ...model, ...(family !== undefined && { family }) }] as const;
  });
  return Object.fromEntries(resolved);
}

function nobody(name: string, model: ModelConfig | undefined): AuditError {
  return new AuditError({
    code: 'grader-unknown',
    location: `graders.${name}`,
    problem:
      model === undefined
        ? 'has no "path" and no "endpoint", and no model has this name'
        : `has no "path" and no "endpoint", and neither has the model "${name}"`,
    remedy: 'name a checkpoint or a server, or take the grader out: recorded judgments need none',
  });
}
