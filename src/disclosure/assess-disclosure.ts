import type { DisclosureCheck } from './check.ts';
import { disclosureChecks } from './checks/index.ts';
import type { Disclosure, DisclosureEntry } from './disclosure.ts';
import { type MeasuredSide, measuredSide } from './measured-side.ts';
import type { Measurements } from './measurements.ts';

/**
 * `met`: quoted, with the place, and nothing measured speaks against it; `declared-only`: said without
 * a quote and its place; `contradicted`: what is measured disagrees; `not-found`: nothing is said;
 * `not-applicable`: said not to apply, with the reason.
 */
export const disclosureStatuses = [
  'met',
  'declared-only',
  'contradicted',
  'not-found',
  'not-applicable',
] as const;

export type DisclosureStatus = (typeof disclosureStatuses)[number];

/** A check with what it came to. */
export interface AssessedCheck {
  readonly check: DisclosureCheck;
  readonly status: DisclosureStatus;
  readonly entry?: DisclosureEntry;
  readonly measured: MeasuredSide;
}

/** Derives every check's status from what is said and what was measured. */
export function assessDisclosure(
  { entries }: Disclosure,
  measurements: Measurements,
): readonly AssessedCheck[] {
  return disclosureChecks.map((check) => {
    const entry = entries[check.id] as DisclosureEntry | undefined;
    const measured = measuredSide(check.id, entry?.facts, measurements);
    const status = statusOf(entry, measured);
    return { check, status, ...(entry && { entry }), measured };
  });
}

function statusOf(entry: DisclosureEntry | undefined, measured: MeasuredSide): DisclosureStatus {
  if (entry === undefined) return 'not-found';
  if (entry.notApplicable !== undefined) return 'not-applicable';
  if (measured.state === 'contradicts') return 'contradicted';
  return entry.quote !== undefined && entry.location !== undefined ? 'met' : 'declared-only';
}

/** What is said, in one line: the quote in quotation marks, a statement, the facts, or why it does not apply. */
export function saidText(entry: DisclosureEntry | undefined): string {
  if (entry === undefined) return '–';
  const { quote, statement, notApplicable, facts } = entry;
  if (notApplicable !== undefined) return notApplicable;
  const text = quote === undefined ? statement : `“${shortened(quote)}”`;
  return text ?? JSON.stringify(facts);
}

/** Longest quote that a table shows. */
const longest = 200;

function shortened(quote: string): string {
  const characters = Array.from(quote.replace(/\s+/g, ' ').trim());
  return characters.length <= longest
    ? characters.join('')
    : `${characters.slice(0, longest - 1).join('')}…`;
}
