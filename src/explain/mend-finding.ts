import type { Finding } from '../audit/audit.ts';

/** What would make a finding go away, one sentence; what it is about decides. */
export function mendFinding({ severity, subjects }: Finding): string {
  if (severity === 'note') return 'It is for information: nothing has to change.';
  const has = (role: string) => subjects.some((subject) => subject.role === role);
  const splits = new Set(subjects.map(({ split }) => split));
  if (has('answer'))
    return 'Have the answers given or graded again, or report the score without these items.';
  if (splits.has('test') && splits.has('train'))
    return 'Take the rows out of one of the two splits, or report the score without the test rows.';
  if (has('patient') || has('exam'))
    return 'Keep all that belongs together in one split, or report the score without its test rows.';
  if (has('subset')) return 'Enlarge the subset, or do not report it on its own.';
  if (has('template'))
    return 'Vary or remove the test questions of this template, or report the score without them.';
  return 'Mend or remove the rows, or report the score without them.';
}
