import { AuditError } from '../errors.ts';
import type { ConfigDocument } from './config-document.ts';
import type { AuditConfig } from './config-schema.ts';
import type { JudgmentColumn, JudgmentFiles } from './grading-config.ts';
import type { GraderConfig } from './model-config.ts';

type Path = readonly PropertyKey[];

/**
 * Checks what graders and files of judgments need of each other and of the models.
 *
 * @throws {AuditError} one line naming file and line.
 */
export function checkGrading(config: AuditConfig, document: ConfigDocument): void {
  const refuse = (path: Path, problem: string, remedy: string): never => {
    throw new AuditError({
      code: 'config-value',
      location: document.locate(path),
      problem,
      remedy,
    });
  };
  checkGraders(config, refuse);
  for (const [index, files] of config.judgments.entries()) {
    checkTable(files, ['judgments', index], refuse);
  }
}

type Refuse = (path: Path, problem: string, remedy: string) => never;

/** Each grader can be asked in one way, and no two are the same one. */
function checkGraders({ graders, models }: AuditConfig, refuse: Refuse): void {
  const names = new Map<string, string>();
  for (const [name, grader] of Object.entries(graders)) {
    const path = ['graders', name];
    if (grader.path !== undefined && grader.endpoint !== undefined)
      refuse(
        [...path, 'endpoint'],
        `"graders.${name}" has both a "path" and an "endpoint"`,
        'name the checkpoint and the server as two graders',
      );
    const { family: _family, endpoint: _endpoint, path: checkpoint, ...options } = grader;
    const [useless] = Object.keys(options);
    if (checkpoint === undefined && useless !== undefined)
      refuse(
        [...path, useless],
        `"graders.${name}.${useless}" is for a checkpoint, and "graders.${name}" has no "path"`,
        'add the path of its checkpoint, or take the key out',
      );
    const place =
      placeOf(grader) ??
      placeOf(models[name]) ??
      refuse(
        path,
        `"graders.${name}" has neither a "path" nor an "endpoint", and no model of that name has one`,
        'add one of the two, or the name of a model that can be asked',
      );
    const other = names.get(place);
    if (other !== undefined)
      refuse(
        path,
        `"graders.${name}" and "graders.${other}" ask the same model: one grader under two names`,
        'take one of the two out; it would agree with itself',
      );
    names.set(place, name);
  }
}

/** What tells one model that is asked from another. */
function placeOf(grader: GraderConfig | undefined): string | undefined {
  if (grader?.path !== undefined)
    return JSON.stringify(['path', grader.path.trim().replace(/^\.\/|\/+$/g, '')]);
  if (grader?.endpoint === undefined) return undefined;
  const { url, model } = grader.endpoint;
  return JSON.stringify(['endpoint', url.trim().replace(/\/+$/, ''), model.trim()]);
}

/** A table says who judged what, and either a score or a winner. */
function checkTable(
  { format, columns, grader, labels }: JudgmentFiles,
  path: Path,
  refuse: Refuse,
) {
  const has = (column: JudgmentColumn): boolean => columns[column] !== undefined;
  const isTable = format === 'table' || Object.keys(columns).length > 0;
  if (!isTable) return;
  const at = [...path, 'columns'];
  if (format !== 'table' && format !== 'auto')
    refuse(at, `"columns" are for tables, and the format is ${format}`, 'take one of the two out');
  const need = (isThere: boolean, what: string, remedy: string): void => {
    if (!isThere) refuse(at, `"judgments.columns" names no ${what}`, remedy);
  };
  need(has('item'), 'item', 'add the column that tells the items apart: { item: question_id }');
  need(
    has('grader') || grader !== undefined || labels,
    'grader',
    'add the column that says who judged, or grader: name beside "columns"',
  );
  if (has('score') === has('winner'))
    refuse(
      at,
      '"judgments.columns" needs either a score or a winner',
      'add { candidate: …, score: … } for judgments of one answer, { first: …, second: …, winner: … } of two',
    );
  need(
    !has('score') || has('candidate'),
    'candidate',
    'add the column that says whose answer it is',
  );
  need(
    has('first') === has('second'),
    has('first') ? 'second' : 'first',
    'add the column of the other answer, or take both out: they count as answer 1 and answer 2 then',
  );
}
