import { parseConditionName } from '../conditions/condition-name.ts';
import { AuditError } from '../errors.ts';
import type { ConfigDocument } from './config-document.ts';
import type { AuditConfig, FieldSource } from './config-schema.ts';
import { didYouMean } from './did-you-mean.ts';
import { checkGrading } from './grading-check.ts';

/**
 * Checks what a schema can't say: names that must exist elsewhere, regular expressions.
 *
 * @param auditIds Audits that exist; undefined skips that check.
 * @throws {AuditError} one line naming file and line.
 */
export function checkConfig(
  config: AuditConfig,
  document: ConfigDocument,
  auditIds: readonly string[] | undefined,
): void {
  for (const id of Object.keys(config.audits)) {
    if (auditIds && !auditIds.includes(id))
      throw document.unknownKey(['audits'], id, auditIds, 'unknown audit');
  }
  checkSplits(config, document);
  checkSubsets(config.subsets, document);
  checkModelOptions(config, document);
  const models = Object.keys(config.models);
  config.predictions.forEach(({ model }, index) => {
    if (models.includes(model)) return;
    const path = ['predictions', index, 'model'];
    if (didYouMean(model, models))
      throw document.unknownKey(path, model, models, 'undeclared model');
    throw new AuditError({
      code: 'config-model',
      location: document.locate(path),
      problem: `undeclared model "${model}"`,
      remedy: `declare it under "models": ${model}: { role: candidate }`,
    });
  });
  checkBattery(config, document);
  checkGrading(config, document);
  for (const name of ['patient', 'exam'] as const) {
    for (const source of config.ids[name]) {
      if (isPattern(source)) compilePattern(source, ['ids', name], document, name);
    }
  }
  for (const [name, sources] of Object.entries(config.fields)) {
    for (const source of sources) checkSource(source, ['fields', name], document);
  }
}

/** Without a test split there are recorded judgments, claims or disclosures to audit, or nothing. */
function checkSplits(config: AuditConfig, document: ConfigDocument): void {
  const { splits, judgments, claims, disclosure } = config;
  const others = [claims, disclosure].some((file) => file !== undefined);
  if (splits.parent !== undefined && splits.parentCounts !== undefined) {
    throw new AuditError({
      code: 'config-value',
      location: document.locate(['splits', 'parentCounts']),
      problem: '"splits" has both "parent" and "parentCounts"',
      remedy: 'keep the files: counts are for a parent that is not at hand',
    });
  }
  if (splits.test.length > 0 || judgments.length > 0 || others) return;
  throw new AuditError({
    code: 'config-value',
    location: document.locate(['splits']),
    problem:
      '"splits" names no test files, and there are no "judgments", "claims" or "disclosure" to audit without',
    remedy: 'add splits: { test: your-test.jsonl }',
  });
}

/** What only a checkpoint can follow is not ignored where there is none. */
function checkModelOptions({ models, engineCheck }: AuditConfig, document: ConfigDocument): void {
  const none = Object.values(models).every(({ path }) => path === undefined);
  if (engineCheck.items > 0 && none) {
    throw new AuditError({
      code: 'config-value',
      location: document.locate(['engineCheck', 'items']),
      problem: '"engineCheck.items" is for checkpoints, and no model has a "path"',
      remedy: 'add the path of a checkpoint under "models", or take the key out',
    });
  }
  for (const [name, model] of Object.entries(models)) {
    const {
      role: _role,
      family: _family,
      endpoint: _endpoint,
      declared: _declared,
      path,
      ...options
    } = model;
    const [useless] = Object.keys(options);
    if (path !== undefined || useless === undefined) continue;
    const at = ['models', name, useless];
    throw new AuditError({
      code: 'config-value',
      location: document.locate(at),
      problem: `"${at.join('.')}" is for a checkpoint, and "models.${name}" has no "path"`,
      remedy: 'add the path of its checkpoint, or take the key out',
    });
  }
}

/** Answers of one model under one condition come from one place. */
function checkBattery(
  { models, battery, predictions }: AuditConfig,
  document: ConfigDocument,
): void {
  for (const [name, { path, endpoint }] of Object.entries(models)) {
    if (path === undefined || endpoint === undefined) continue;
    throw new AuditError({
      code: 'config-value',
      location: document.locate(['models', name, 'endpoint']),
      problem: `"models.${name}" has both a "path" and an "endpoint"`,
      remedy: 'name the checkpoint and the server as two models',
    });
  }
  if (battery === undefined) return;
  for (const [index, { model, condition }] of predictions.entries()) {
    const { path, endpoint } = models[model]!;
    const isAsked = path !== undefined || endpoint !== undefined;
    const recorded = parseConditionName(condition)?.id;
    if (!isAsked || !battery.conditions.some((id) => id === recorded)) continue;
    throw new AuditError({
      code: 'config-value',
      location: document.locate(['predictions', index]),
      problem: `"${model}" has recorded answers under "${condition}", and the battery asks it the same`,
      remedy: 'give the recorded answers a model name of their own, so that both can be compared',
    });
  }
}

/** Ids are clusters: a subset of one patient says nothing, and would put its id into every table. */
function checkSubsets(subsets: readonly string[], document: ConfigDocument): void {
  for (const [index, column] of subsets.entries()) {
    if (column !== 'patient' && column !== 'exam') continue;
    throw new AuditError({
      code: 'config-value',
      location: document.locate(['subsets', index]),
      problem: `"${column}" is an id, not a subset`,
      remedy: 'name columns with few values, such as modality, stage or task',
    });
  }
}

/** Whether an id source is a regular expression (it has a named group) rather than a column name. */
export function isPattern(source: string): boolean {
  return source.includes('(?<');
}

function checkSource(source: FieldSource, path: readonly string[], document: ConfigDocument): void {
  const { map: _map, ...origins } = source;
  if (Object.keys(origins).length !== 1) {
    throw new AuditError({
      code: 'config-value',
      location: document.locate(path),
      problem: `"${path.join('.')}" needs exactly one of file, media, system and column, got ${Object.keys(origins).length}`,
      remedy: 'write a list to try several sources in order',
    });
  }
  const pattern = source.file ?? source.media ?? source.system;
  if (pattern !== undefined) compilePattern(pattern, path, document);
}

function compilePattern(
  pattern: string,
  path: readonly string[],
  document: ConfigDocument,
  group?: string,
): void {
  let problem: string | undefined;
  try {
    new RegExp(pattern);
    if (group && !pattern.includes(`(?<${group}>`))
      problem = `the pattern has no group (?<${group}>…)`;
  } catch (cause) {
    problem = cause instanceof Error ? cause.message : String(cause);
  }
  if (problem === undefined) return;
  throw new AuditError({
    code: 'config-value',
    location: document.locate(path),
    problem: `"${path.join('.')}": ${problem}`,
    remedy: 'mend the regular expression',
  });
}
