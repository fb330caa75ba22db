import type { Estimate, Unit } from '../../src/audit/audit.ts';

type Measured = Pick<Estimate, 'value' | 'n' | 'effectiveN' | 'interval'>;

/** A measured quantity under its title. */
export function estimateOf(title: string, unit: Unit, measured: Measured): Estimate {
  const { value, n, effectiveN, interval } = measured;
  return { kind: 'estimate', title, value, unit, n, effectiveN, interval };
}

/** "64.3%". */
export function percent(share: number): string {
  return `${digits(share)}%`;
}

/** "+6.3 points". */
export function points(difference: number): string {
  const text = digits(difference);
  return `${difference > 0 && text !== '0' ? '+' : ''}${text} points`;
}

/** "95% interval -2.1 to 6.3". */
export function bounds({ level, lower, upper }: Estimate['interval']): string {
  return `${percent(level)} interval ${digits(lower)} to ${digits(upper)}`;
}

/** "1 item", "12 items". */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** "Closed questions". */
export function askedTitle(track: string): string {
  return `${track.charAt(0).toUpperCase()}${track.slice(1)} questions`;
}

function digits(share: number): string {
  const text = String(Number((100 * share).toFixed(1)));
  return text === '-0' ? '0' : text.replace('-', '−');
}

/** A p-value as a table shows it: three digits. */
export function shortP(pValue: number): number {
  return Number(pValue.toPrecision(3));
}
