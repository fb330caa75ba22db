import type { MatrixFigure } from '../../../src/audit/audit.ts';
import type { GoldAgreement } from './gold-agreement.ts';

/** Graders by subsets as a heat map of their agreement with people, around what a coin would get. */
export function goldFigure(agreements: readonly GoldAgreement[]): MatrixFigure {
  const graders = [...new Set(agreements.map(({ grader }) => grader))];
  const subsets = [...new Set(agreements.map(({ subset }) => subset))];
  return {
    kind: 'matrix',
    title: 'How often each grader agrees with the labels of people',
    rowTitle: 'Grader',
    columnTitle: 'Subset',
    rows: graders.map((label) => ({ label })),
    columns: subsets.map((subset) => ({ label: subset ?? 'all items' })),
    cells: graders.map((grader) =>
      subsets.map((subset) => {
        const found = agreements.find((one) => one.grader === grader && one.subset === subset);
        if (found === undefined) return null;
        const { lower, upper } = found.agreement.interval;
        return { estimate: found.agreement, marked: lower <= 0.5 && upper >= 0.5 };
      }),
    ),
    mark: 'the interval holds 50%, which a coin gets where no label is a tie',
    range: { lower: 0, middle: 0.5, upper: 1 },
    note: 'Each order and repeat is a judgment. Below 50% a grader picks the worse answer more often than the better one.',
  };
}
