import { dot, type Matrix } from './matrix.ts';

/** The greedy method by its definition, over the whole matrix; kept rows in ascending order. */
export function plainCoverage(features: Matrix, budget: number): number[] {
  const count = features.length;
  if (count <= budget) return features.map((_, i) => i);
  const unit = features.map((row) => {
    const norm = Math.max(Math.sqrt(dot(row, row)), 1e-12);
    return row.map((value) => value / norm);
  });
  const shares = unit.map((row) => {
    const powers = unit.map((other) => Math.exp(dot(row, other) / 0.2));
    const total = powers.reduce((sum, power) => sum + power, 0);
    return powers.map((power) => power / total / count);
  });
  const best = new Array<number>(count).fill(0);
  const picks: number[] = [];
  while (picks.length < budget) {
    const gains = unit.map((_, column) =>
      picks.includes(column)
        ? -1
        : shares.reduce((sum, row, i) => sum + Math.max(0, row[column]! - best[i]!), 0),
    );
    const pick = gains.indexOf(Math.max(...gains));
    picks.push(pick);
    for (const [i, row] of shares.entries()) best[i] = Math.max(best[i]!, row[pick]!);
  }
  return picks.sort((a, b) => a - b);
}
