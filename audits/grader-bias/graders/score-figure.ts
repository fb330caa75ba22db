import type { Estimate, MatrixFigure } from '../../../src/audit/audit.ts';
import type { Judgments } from '../../../src/judgments/judgments.ts';
import type { Question } from '../question.ts';
import { gradeOf, hasPoints } from '../scale.ts';
import type { CandidateScores } from './candidate-scores.ts';

/** Graders by candidates as a heat map: families (vendors) side by side, own and kin cells outlined. */
export function scoreFigure(
  { kind, graders, candidates, cells }: CandidateScores,
  { judgments, relations }: Question,
): MatrixFigure {
  const rows = byFamily(graders, relations.graderFamilies);
  const columns = byFamily(candidates, relations.candidateFamilies);
  const isKin = (grader: number, candidate: number): boolean =>
    ['self', 'kin'].includes(relations.of[grader]![candidate]!);
  const inUnits = (estimate: Estimate): Estimate =>
    kind === 'scores' ? onScale(estimate, judgments) : estimate;
  return {
    kind: 'matrix',
    title:
      kind === 'scores'
        ? `Mean score of each candidate under each grader${scaleTitle(judgments)}`
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
        const marked = isKin(graders[row]!, candidates[column]!);
        return { estimate: inUnits(cell.estimate), marked };
      }),
    ),
    mark: `grader and candidate of one ${relations.by}, or one model`,
    range:
      kind === 'scores'
        ? range(
            cells.flat().flatMap((cell) => (cell === undefined ? [] : [inUnits(cell.estimate)])),
          )
        : { lower: 0, middle: 0.5, upper: 1 },
    note:
      kind === 'scores'
        ? 'A row is light or dark as its grader is strict or lenient; what counts is whether outlined cells stand out of their row and column.'
        : 'What counts is whether an outlined cell exceeds the others of its column: there other graders judged the same candidate.',
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

/** A score as the graders gave it, where all have a scale of more than one point. */
function onScale(estimate: Estimate, judgments: Judgments): Estimate {
  if (!hasPoints(judgments)) return estimate;
  const { value, interval } = estimate;
  return {
    ...estimate,
    value: gradeOf(value, judgments),
    unit: 'ratio',
    interval: {
      ...interval,
      lower: gradeOf(interval.lower, judgments),
      upper: gradeOf(interval.upper, judgments),
    },
  };
}

function scaleTitle(judgments: Judgments): string {
  const { lower, upper } = judgments.scale;
  return hasPoints(judgments) ? `, ${lower} to ${upper}` : '';
}

/** Round numbers that enclose the values: colours that tell cells apart. */
function range(estimates: readonly Estimate[]): MatrixFigure['range'] {
  const values = estimates.map(({ value }) => value);
  const step = estimates.some(({ unit }) => unit === 'ratio') ? 1 : 0.1;
  const lower = step * Math.floor(Math.min(...values) / step);
  const upper = step * Math.ceil(Math.max(...values) / step);
  return { lower: tidy(lower), upper: tidy(upper > lower ? upper : lower + step) };
}

function tidy(value: number): number {
  return Number(value.toFixed(10));
}
