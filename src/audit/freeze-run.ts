import { AuditError } from '../errors.ts';
import type { AuditRun } from './audit-run.ts';

/**
 * The run as it is written: numbers to 12 significant digits, no undefined fields, so that
 * equal inputs and seed give equal bytes whatever the machine's last bits are.
 *
 * @throws {AuditError} if a number is NaN or infinite: an estimate that does not exist must
 *   be `unavailable` with its reason, never a number.
 */
export function freezeRun(run: AuditRun): AuditRun {
  return freeze(run, 'run') as AuditRun;
}

function freeze(value: unknown, path: string): unknown {
  if (typeof value === 'number') return roundNumber(value, path);
  if (Array.isArray(value))
    return value.map((element, index) => freeze(element, `${path}[${index}]`));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, element]) => element !== undefined)
      .map(([key, element]) => [key, freeze(element, `${path}.${key}`)]),
  );
}

function roundNumber(value: number, path: string): number {
  if (!Number.isFinite(value)) {
    throw new AuditError({
      code: 'number-not-finite',
      location: path,
      problem: `the result is ${value}`,
      remedy: 'this is a defect of the audit that made it; please report it',
    });
  }
  // The addition turns -0 into 0.
  return Number(value.toPrecision(12)) + 0;
}
