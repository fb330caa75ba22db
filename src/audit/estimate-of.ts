import type { Estimate, Unit } from './audit.ts';

/** A measured quantity under its title. */
export function estimateOf(
  title: string,
  unit: Unit,
  measured: Pick<Estimate, 'value' | 'n' | 'effectiveN' | 'interval'>,
): Estimate {
  const { value, n, effectiveN, interval } = measured;
  return { kind: 'estimate', title, value, unit, n, effectiveN, interval };
}
