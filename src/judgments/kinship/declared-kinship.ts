import { basename } from 'node:path';
import type { AuditConfig } from '../../benchmark/config-schema.ts';
import type { GraderConfig } from '../../benchmark/model-config.ts';
import { kinByName } from './kin-of.ts';
import type { Kin, KinshipDeclaration } from './kinship.ts';

/**
 * What a config says of who made what. Of a model or grader, `kin.models` wins over its `family`,
 * and that over what its endpoint's or checkpoint's name tells.
 */
export function declaredKinship({
  kin,
  models,
  graders,
}: Pick<AuditConfig, 'kin' | 'models' | 'graders'>): KinshipDeclaration {
  const declared: Record<string, Kin> = {};
  for (const [name, model] of [...Object.entries(models), ...Object.entries(graders)])
    declared[name] = { ...declared[name], ...kinOfModel(model) };
  for (const [name, given] of Object.entries(kin.models))
    declared[name] = { ...declared[name], ...given };
  const known = Object.entries(declared).filter(([, one]) => Object.keys(one).length > 0);
  return { ...kin, models: Object.fromEntries(known) };
}

function kinOfModel({ family, endpoint, path }: GraderConfig): Kin {
  const behind = endpoint?.model ?? (path === undefined ? undefined : basename(path));
  const told = behind === undefined ? {} : kinByName(behind);
  return { ...told, ...(family !== undefined && { family }) };
}
