import type { Subject } from '../../src/audit/audit.ts';
import type { AuditRun } from '../../src/audit/audit-run.ts';
import type { GateCheck } from '../../src/gate/gate-decision.ts';
import { chooseFindings, countFindings } from '../choose-findings.ts';
import { claimsAlone, statusWords } from '../claims-wording.ts';
import { formatCount } from '../numbers.ts';
import { shortened, verdictWords } from '../wording.ts';
import { escapeMarkdown, markdownTable } from './escape.ts';
import { limitedParagraph } from './limited.ts';

/** What a summary is told besides the run. */
export interface SummaryOptions {
  /** Where the full report is, as a reader finds it. */
  readonly fullReport?: string;
  /** UTF-8 bytes it may have; default 900,000, for GitHub drops a step's summary above 1 MiB. */
  readonly mostBytes?: number;
}

const shownFindings = 10;
/** Rows of a table, and characters of a cell. */
const shownRows = 50;
const shownText = 400;

/** What a reader of a CI job needs: verdict, checks with what would make them pass, claims, audits, the first findings. */
export function renderSummary(run: AuditRun, options: SummaryOptions = {}): string {
  const { fullReport, mostBytes = 900_000 } = options;
  const sections = [heading(run), checks(run), claims(run), audits(run), findings(run)].filter(
    (section) => section !== '',
  );
  const last = fullReport === undefined ? '' : `Full report: ${escapeMarkdown(fullReport)}`;
  return within(sections, last, mostBytes);
}

/** As many sections as there is room for, and a line that says so where one is left out. */
function within(sections: readonly string[], last: string, mostBytes: number): string {
  for (let kept = sections.length; kept > 0; kept--) {
    const left = kept < sections.length ? 'What else there is to say has no room here.' : '';
    const parts = [...sections.slice(0, kept), left, last].filter((part) => part !== '');
    const text = `${parts.join('\n\n')}\n`;
    if (Buffer.byteLength(text) <= mostBytes) return text;
  }
  return `${last}\n`;
}

function heading(run: AuditRun): string {
  const { benchmark, verdict, summary, gate } = run;
  const decided = gate ? `: gate ${gate.decision.toUpperCase()}` : `: ${verdictWords[verdict]}`;
  return [
    `## ${cellText(benchmark.name)}${!gate && claimsAlone(run) ? '' : decided}`,
    cellText(summary),
    ...limitedParagraph(benchmark),
  ].join('\n\n');
}

/** What needs a look comes first. */
const decisions: readonly GateCheck['decision'][] = ['fail', 'inconclusive', 'waived', 'pass'];

function checks({ gate }: AuditRun): string {
  if (!gate) return '';
  const ordered = decisions.flatMap((decision) =>
    gate.checks.filter((check) => check.decision === decision),
  );
  if (ordered.length === 0) return `### Gate\n\n${cellText(gate.reasons.join(' '))}`;
  return section(
    'Gate',
    ['Decision', 'Check', 'Why', 'What would make it pass'],
    ordered.map(({ decision, id, title, reason, remedy, waiver }) => [
      decision.toUpperCase(),
      `${title} (${id})`,
      waiver
        ? `${reason} Waived by ${waiver.owner} until ${waiver.expires}: ${waiver.reason}`
        : reason,
      remedy ?? '–',
    ]),
  );
}

function claims({ claims: checked }: AuditRun): string {
  if (!checked) return '';
  return section(
    'Claims',
    ['Status', 'Claim', 'Why'],
    checked.claims.map(({ status, text, why }) => [statusWords[status], text, why]),
  );
}

function audits(run: AuditRun): string {
  return section(
    'Audits',
    ['Verdict', 'Audit', 'Why', 'What would make it pass'],
    run.audits.map(({ verdict, title, summary, remedy }) => [
      verdictWords[verdict],
      title,
      summary,
      remedy ?? '–',
    ]),
  );
}

function findings(run: AuditRun): string {
  const total = countFindings(run);
  const chosen = chooseFindings(run, shownFindings);
  const table = section(
    'Findings',
    ['Severity', 'Finding', 'Where', 'Id'],
    chosen.map(({ finding: { severity, title, subjects, id } }) => [
      severity,
      title,
      whereText(subjects),
      id,
    ]),
  );
  if (total <= chosen.length) return table;
  return `${table}\n\nShowing ${formatCount(chosen.length)} of ${formatCount(total)}; all of them are in findings.jsonl.`;
}

/** Rows where any is known, else keys. */
function whereText(subjects: readonly Subject[]): string {
  const rows = subjects.flatMap(({ source }) => (source ? [`${source.file}:${source.line}`] : []));
  return (rows.length > 0 ? rows : subjects.map(({ key }) => key)).join(' ↔ ');
}

function section(
  title: string,
  columns: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  if (rows.length === 0) return '';
  const shown = rows
    .slice(0, shownRows)
    .map((row) => row.map((cell) => shortened(cell, shownText)));
  const left = rows.length - shown.length;
  const more = left > 0 ? `\n\n${formatCount(left)} more are in the full report.` : '';
  return `### ${title}\n\n${markdownTable(columns, shown)}${more}`;
}

function cellText(text: string): string {
  return escapeMarkdown(shortened(text, shownText));
}
