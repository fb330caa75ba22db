import { escapeMarkdown } from '../../reports/markdown/escape.ts';
import {
  formatCell,
  formatCount,
  formatInterval,
  formatSample,
  formatValue,
} from '../../reports/numbers.ts';
import { plural } from '../../reports/wording.ts';
import type { Measure } from '../audit/audit.ts';
import type { Score } from '../audit/audit-run.ts';
import type {
  DiffedFinding,
  Difference,
  MeasureChange,
  NamedChange,
  RunDiff,
  ScoreChange,
} from '../run-diff/run-diff.ts';
import { printable } from './printable.ts';

/** Findings listed of those that are new, and of those that are gone. */
const listedFindings = 10;

interface Section {
  readonly title: string;
  readonly lines: readonly string[];
}

/** Names of the two runs, as a person would type them. */
export interface DiffedRuns {
  readonly before: string;
  readonly after: string;
}

/** A difference as a person reads it in a terminal. */
export function diffText(diff: RunDiff, runs: DiffedRuns): string {
  const blocks = sectionsOf(diff).map(({ title, lines }) =>
    [title, ...lines.map((line) => `  ${line}`)].join('\n'),
  );
  return printable(`${[headingOf(diff, runs), ...blocks, endingOf(diff)].join('\n\n')}\n`);
}

/** The same for a pull-request comment. */
export function diffMarkdown(diff: RunDiff, runs: DiffedRuns): string {
  const blocks = sectionsOf(diff).map(({ title, lines }) =>
    [`### ${escapeMarkdown(title)}`, '', ...lines.map((line) => `- ${escapeMarkdown(line)}`)].join(
      '\n',
    ),
  );
  const heading = `## ${escapeMarkdown(headingOf(diff, runs))}`;
  return `${[heading, ...blocks, escapeMarkdown(endingOf(diff))].join('\n\n')}\n`;
}

function headingOf({ benchmark }: RunDiff, { before, after }: DiffedRuns): string {
  return `${benchmark}: ${before} → ${after}`;
}

function sectionsOf(diff: RunDiff): Section[] {
  const sections: Section[] = [
    { title: 'Read with care', lines: diff.cautions },
    { title: 'Inputs', lines: diff.inputs.map(namedLine) },
    { title: 'Config', lines: diff.config.map(namedLine) },
    { title: 'Run', lines: diff.facts.map(namedLine) },
    { title: 'Models', lines: diff.models.map(namedLine) },
    { title: 'Gate', lines: [...decisionLine(diff.decision), ...diff.checks.map(verdictLine)] },
    { title: 'Claims', lines: diff.claims.map(verdictLine) },
    { title: 'Verdicts', lines: [...overallLine(diff), ...diff.verdicts.map(verdictLine)] },
    { title: 'Measures', lines: diff.measures.map(measureLine) },
    { title: 'Scores', lines: diff.scores.map(scoreLine) },
    { title: 'Findings', lines: findingLines(diff) },
  ];
  return sections.filter(({ lines }) => lines.length > 0);
}

/** What was compared and is the same, so that silence can be told from absence. */
function endingOf({ unchanged, findings }: RunDiff): string {
  const { verdicts, measures, scores, claims, checks } = unchanged;
  const parts = [
    counted(verdicts, 'verdict'),
    counted(measures, 'measure'),
    counted(scores, 'score'),
    ...(claims > 0 ? [counted(claims, 'claim')] : []),
    ...(checks > 0 ? [counted(checks, 'check')] : []),
    counted(findings.same, 'finding'),
  ];
  return `Unchanged: ${parts.join(', ')}.`;
}

function counted(count: number, one: string): string {
  return plural(count, formatCount(count), one);
}

function namedLine({ name, before, after }: NamedChange<unknown>): string {
  return `${name}: ${valueText(before)} → ${valueText(after)}`;
}

function valueText(value: unknown): string {
  if (value === undefined) return '–';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function verdictLine({ name, before, after }: NamedChange<string>): string {
  return `${name}: ${(before ?? '–').toUpperCase()} → ${(after ?? '–').toUpperCase()}`;
}

function overallLine({ verdict: { before, after } }: RunDiff): string[] {
  return before === after ? [] : [`in all: ${before.toUpperCase()} → ${after.toUpperCase()}`];
}

function decisionLine({ before, after }: RunDiff['decision']): string[] {
  return before === after
    ? []
    : [`decision: ${(before ?? '–').toUpperCase()} → ${(after ?? '–').toUpperCase()}`];
}

function measureLine({ name, title, before, after, difference }: MeasureChange): string {
  const values = `${formatCell(before)} → ${formatCell(after)}`;
  return `${title} (${name}): ${values}${measureRemark({ before, after }, difference)}`;
}

function measureRemark(
  { before, after }: { readonly before: Measure | undefined; readonly after: Measure | undefined },
  difference: Difference,
): string {
  if (before?.kind === 'count' && after?.kind === 'count' && before.value !== after.value)
    return ` (${signed(after.value - before.value)})`;
  return intervalRemark(difference);
}

function scoreLine({ name, before, after, difference }: ScoreChange): string {
  return `${name}: ${scoreText(before)} → ${scoreText(after)}${intervalRemark(difference)}`;
}

function scoreText(score: Score | undefined): string {
  if (score === undefined) return '–';
  return `${formatValue(score.value, 'score')} ${formatInterval(score.interval, 'score')}, ${formatSample(score)}`;
}

function intervalRemark(difference: Difference): string {
  if (difference === 'exact') return '';
  return difference === 'apart' ? '; the intervals do not overlap' : '; the intervals overlap';
}

function signed(value: number): string {
  return `${value > 0 ? '+' : ''}${formatCell(value)}`;
}

function findingLines({ findings }: RunDiff): string[] {
  return [...listed('new', findings.new), ...listed('gone', findings.gone)];
}

function listed(word: string, all: readonly DiffedFinding[]): string[] {
  if (all.length === 0) return [];
  const lines = all.slice(0, listedFindings).map(({ audit, finding }) => {
    const { id, severity, title, subjects } = finding;
    const places = subjects.flatMap(({ source }) =>
      source ? [`${source.file}:${source.line}`] : [],
    );
    const where = places.length > 0 ? ` (${places.join(' ↔ ')})` : '';
    return `${word.toUpperCase()} ${severity} ${id}, ${audit}: ${title}${where}`;
  });
  const left = all.length - lines.length;
  const more = left > 0 ? [`… and ${formatCount(left)} more ${word}; --json lists all`] : [];
  return [`${counted(all.length, 'finding')} ${word}`, ...lines, ...more];
}
