import type { Estimate, MatrixFigure } from '../../src/audit/audit.ts';
import type { CandidateScores } from './candidate-scores.ts';
import type { Question } from './question.ts';

/** Graders by candidates as a heat map: families (vendors) side by side, own and kin cells outlined. */
export function scoreFigure(
  { kind, graders, candidates, cells }: CandidateScores,
  { judgments, relations }: Question,
): MatrixFigure {
  const rows = byFamily(graders, relations.graderFamilies);
  const columns = byFamily(candidates, relations.candidateFamilies);
  const isKin = (grader: number, candidate: number): boolean =>
    ['self', 'kin'].includes(relations.of[grader]![candidate]!);
  return {
    kind: 'matrix',
    title:
      kind === 'scores'
        ? 'Mean score of each candidate under each grader'
        : 'Share of comparisons won by each candidate under each grader',
    rowTitle: 'Grader',
    columnTitle: 'Candidate',
    rows: rows.map((place) => label(graders[place]!, judgments.graders, relations.graderFamilies)),
    columns: columns.map((place) =>
      label(candidates[place]!, judgments.candidates, relations.candidateFamilies),
    ),
    cells: rows.map((row) =>
      columns.map((column) => {
        const cell = cells[row]![column];
        if (cell === undefined) return null;
        return { estimate: cell.estimate, marked: isKin(graders[row]!, candidates[column]!) };
      }),
    ),
    mark: `grader and candidate of one ${relations.by}, or one model`,
    range:
      kind === 'scores'
        ? range(cells.flat().flatMap((cell) => (cell === undefined ? [] : [cell.estimate])))
        : { lower: 0, middle: 0.5, upper: 1 },
    note: 'A row is light or dark as its grader is strict or lenient; what counts is whether outlined cells stand out of their row and column.',
  };
}

/** Positions sorted so that a family stands together, families in the order in which they first come, unknown last. */
function byFamily(members: readonly number[], families: readonly (string | undefined)[]): number[] {
  const order = [...new Set(members.map((member) => families[member]))];
  const known = order.filter((family) => family !== undefined);
  return [...known, undefined].flatMap((family) =>
    [...members.keys()].filter((place) => families[members[place]!] === family),
  );
}

function label(
  member: number,
  names: readonly string[],
  families: readonly (string | undefined)[],
): MatrixFigure['rows'][number] {
  const group = families[member];
  return { label: names[member]!, ...(group !== undefined && { group }) };
}

/** Tenths that enclose the values: colours that tell cells apart. */
function range(estimates: readonly Estimate[]): MatrixFigure['range'] {
  const values = estimates.map(({ value }) => value);
  const lower = Math.max(0, Math.floor(10 * Math.min(...values)) / 10);
  const upper = Math.min(1, Math.ceil(10 * Math.max(...values)) / 10);
  return lower < upper ? { lower, upper } : { lower: 0, upper: 1 };
}
