import type { AssessedCheck, DisclosureStatus } from './assess-disclosure.ts';
import { saidText } from './assess-disclosure.ts';
import { referenceText } from './check.ts';
import { type MeasuredState, measuredText } from './measured-side.ts';

/** One check as `--json` prints it. */
export interface GridRow {
  readonly id: string;
  readonly title: string;
  readonly status: DisclosureStatus;
  readonly said?: string;
  readonly location?: string;
  readonly line?: number;
  readonly measured: { readonly state: MeasuredState; readonly text: string };
  readonly guidelines: string;
}

/** The checks as data. */
export function gridRows(checks: readonly AssessedCheck[]): GridRow[] {
  return checks.map(({ check, status, entry, measured }) => ({
    id: check.id,
    title: check.title,
    status,
    ...(entry && { said: saidText(entry) }),
    ...(entry?.location !== undefined && { location: entry.location }),
    ...(entry && { line: entry.line }),
    measured: { state: measured.state, text: measured.text },
    guidelines: referenceText(check.references),
  }));
}

const marks: Readonly<Record<DisclosureStatus, string>> = {
  contradicted: 'CONTRADICTED',
  met: 'met',
  'declared-only': 'declared only',
  'not-found': 'not found',
  'not-applicable': 'not applicable',
};

/** The checks as text: one a line, below it what is said and what was measured. */
export function renderGrid(source: string, checks: readonly AssessedCheck[]): string {
  const counts = Object.entries(marks).flatMap(([status, mark]) => {
    const count = checks.filter((one) => one.status === status).length;
    return count === 0 ? [] : [`${count} ${mark.toLowerCase()}`];
  });
  return `${source}\n\n${checks.map(block).join('')}\n${counts.join(', ')}\n`;
}

function block({ check, status, entry, measured }: AssessedCheck): string {
  const place = entry?.location === undefined ? '' : ` (${entry.location})`;
  const lines = [
    `${check.id}  ${marks[status].padEnd(14)}  ${check.title}`,
    ...(entry ? [`     said      ${saidText(entry)}${place}`] : []),
    ...(measured.state === 'not-measured' ? [] : [`     measured  ${measuredText(measured)}`]),
  ];
  return `${lines.join('\n')}\n`;
}
