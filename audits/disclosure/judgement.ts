import type { Verdict } from '../../src/audit/audit.ts';
import { counted, percent } from '../../src/audit/wording.ts';
import type { AssessedCheck, DisclosureStatus } from '../../src/disclosure/assess-disclosure.ts';
import type { CheckId } from '../../src/disclosure/check.ts';
import type { DisclosureOptions } from './options.ts';

/** A verdict, why, and what would make it pass. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly summary: string;
  readonly remedy?: string;
}

/**
 * Fails where anything is contradicted. Open while a required check is not met, can't be decided or
 * isn't said in a form that can be compared with what was measured, or while a check that has to be
 * measured was not.
 */
export function judge(checks: readonly AssessedCheck[], options: DisclosureOptions): Judgement {
  const contradicted = checks.filter(({ status }) => status === 'contradicted');
  const open = openChecks(checks, options);
  const counts = countsText(checks);
  const steps = [...open].map(([step, ids]) => `${step} ${list(ids)}`);
  if (contradicted.length > 0) {
    const ids = contradicted.map(({ check }) => check.id);
    return {
      verdict: 'fail',
      summary: `What is measured contradicts ${counted(ids.length, 'check')} (${list(ids)}); ${counts}.`,
      remedy: sentence([`correct or withdraw what is said on ${list(ids)}`, ...steps]),
    };
  }
  if (steps.length > 0)
    return {
      verdict: 'inconclusive',
      summary: `Nothing measured contradicts the disclosure, and ${openText(open)}; ${counts}.`,
      remedy: sentence(steps),
    };
  return {
    verdict: 'pass',
    summary: `All ${counted(options.required.length, 'required check')} are met and nothing measured contradicts the disclosure; ${counts}.`,
  };
}

/** What there is to do, with the checks it is to be done for. */
type Steps = ReadonlyMap<string, readonly CheckId[]>;

function openChecks(checks: readonly AssessedCheck[], options: DisclosureOptions): Steps {
  const steps = new Map<string, CheckId[]>();
  for (const one of checks) {
    const { id } = one.check;
    const wanted = [
      ...(options.required.includes(id) ? requiredStep(one) : []),
      ...(options.measured.includes(id) ? measuredStep(one) : []),
    ];
    for (const step of wanted) steps.set(step, [...(steps.get(step) ?? []), id]);
  }
  return steps;
}

/** What is left to do for a check that is required. */
function requiredStep({ status, measured }: AssessedCheck): string[] {
  if (status === 'not-found') return ['say and quote'];
  if (status === 'declared-only') return ['quote, with its place, what is declared on'];
  if (measured.state === 'undecided') return ['settle what the measurement leaves open of'];
  if (measured.state !== 'not-compared') return [];
  return status === 'not-applicable'
    ? ['say something on what is said not to apply and yet was measured:']
    : ['say under facts, so that it can be compared, what is quoted on'];
}

/** What is left to do for a check that has to be measured. */
function measuredStep({ status, measured }: AssessedCheck): string[] {
  const isMissing = measured.state === 'not-at-hand' || measured.state === 'not-measured';
  return isMissing && status !== 'not-applicable' ? ['have measured'] : [];
}

function openText(steps: Steps): string {
  const ids = [...new Set([...steps.values()].flat())].sort();
  return `${counted(ids.length, 'check')} that it has to settle ${ids.length === 1 ? 'is' : 'are'} open (${list(ids)})`;
}

const countedAs: readonly (readonly [DisclosureStatus, string])[] = [
  ['met', 'met'],
  ['declared-only', 'declared only'],
  ['not-found', 'not found'],
];

/** "9 of 31 applicable checks met (29%), 4 declared only, 17 not found". */
function countsText(checks: readonly AssessedCheck[]): string {
  const count = (wanted: DisclosureStatus): number =>
    checks.filter(({ status }) => status === wanted).length;
  const applicable = checks.length - count('not-applicable');
  const parts = countedAs.map(([status, text], position) => {
    const value = count(status);
    if (position > 0) return `${value} ${text}`;
    const share = applicable === 0 ? '' : ` (${percent(value / applicable)})`;
    return `${value} of ${counted(applicable, 'applicable check')} ${text}${share}`;
  });
  return parts.join(', ');
}

/** "D01, D02 and D07". */
export function list(ids: readonly string[]): string {
  if (ids.length < 2) return ids.join('');
  return `${ids.slice(0, -1).join(', ')} and ${ids.at(-1)}`;
}

function sentence(steps: readonly string[]): string {
  const text = steps.join('; ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
