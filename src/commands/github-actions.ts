import { appendFile } from 'node:fs/promises';
import { posix } from 'node:path';
import { chooseFindings } from '../../reports/choose-findings.ts';
import { renderSummary } from '../../reports/markdown/summary.ts';
import type { Finding, Subject } from '../audit/audit.ts';
import type { AuditRun } from '../audit/audit-run.ts';
import type { InputFile, SourceLocation } from '../benchmark/benchmark.ts';
import type { GateCheck } from '../gate/gate-decision.ts';

/** What GitHub is told of a run. */
export interface ToldRun {
  /** As it was written: without ids where they are redacted. */
  readonly run: AuditRun;
  /** Path of the config's folder from the top of the checkout; without it no file is named. */
  readonly benchFolder?: string;
  /** Where the full report is, as a reader finds it. */
  readonly fullReport: string;
}

/** What tells it. */
export interface GitHubSurroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly stderr: { write(text: string): unknown };
}

type Level = 'error' | 'warning' | 'notice';

interface Annotation {
  readonly level: Level;
  readonly title: string;
  readonly message: string;
  readonly place?: SourceLocation;
}

/** GitHub shows 10 of each level a step and drops the others. */
const shownOfLevel = 10;

/**
 * Inside GitHub Actions, appends a summary to the step's and prints annotations on stderr, which
 * a step's commands are read from too: stdout stays the result's. Elsewhere it does nothing.
 * A summary that can't be written is told, and ends nothing.
 */
export async function tellGitHub(
  told: ToldRun,
  { environment, stderr }: GitHubSurroundings,
): Promise<void> {
  const { GITHUB_STEP_SUMMARY: summaryFile, GITHUB_ACTIONS: inActions } = environment;
  if (summaryFile) {
    const text = renderSummary(told.run, { fullReport: told.fullReport });
    await appendFile(summaryFile, `${text}\n`).catch((error: unknown) => {
      stderr.write(`The step's summary can not be written: ${(error as Error).message}\n`);
    });
  }
  if (inActions === 'true') stderr.write(annotationLines(told.run, told.benchFolder).join(''));
}

/**
 * Workflow commands for the checks of the gate that do not pass, then for findings: at most ten
 * of each level, since GitHub drops what is more.
 */
export function annotationLines(run: AuditRun, benchFolder: string | undefined): string[] {
  const checks = checkAnnotations(run);
  return (['defect', 'suspect', 'note'] as const).flatMap((severity) =>
    [
      ...checks.filter(({ level }) => level === findingLevels[severity]),
      ...firstFindings(run, severity),
    ]
      .slice(0, shownOfLevel)
      .map((one) => commandLine(one, benchFolder)),
  );
}

/** As many findings of one severity as GitHub shows, every kind in turn. */
function firstFindings(run: AuditRun, severity: Finding['severity']): Annotation[] {
  const audits = run.audits.map((audit) => ({
    ...audit,
    findings: audit.findings.filter((finding) => finding.severity === severity),
  }));
  return chooseFindings({ ...run, audits }, shownOfLevel).map(({ auditId, finding }) =>
    ofFinding(titleOf(run, auditId), finding),
  );
}

function checkAnnotations(run: AuditRun): Annotation[] {
  const place = placeOf(run, 'policy') ?? placeOf(run, 'config');
  return (run.gate?.checks ?? [])
    .filter(({ decision }) => decision !== 'pass')
    .map(({ decision, title, reason, remedy, waiver }) => ({
      level: checkLevels[decision],
      title: `Gate: ${title}`,
      message: [
        reason,
        ...(waiver ? [`Waived by ${waiver.owner} until ${waiver.expires}: ${waiver.reason}`] : []),
        ...(remedy === undefined ? [] : [`What would make it pass: ${remedy}`]),
      ].join('\n'),
      ...(place && { place }),
    }));
}

const checkLevels: Readonly<Record<GateCheck['decision'], Level>> = {
  pass: 'notice',
  fail: 'error',
  inconclusive: 'warning',
  waived: 'notice',
};

const findingLevels: Readonly<Record<Finding['severity'], Level>> = {
  defect: 'error',
  suspect: 'warning',
  note: 'notice',
};

function ofFinding(title: string, { id, severity, title: text, subjects }: Finding): Annotation {
  const rows = subjects.filter(
    (subject): subject is Subject & { source: SourceLocation } => subject.source !== undefined,
  );
  const lines = rows.map(({ source }) => `${source.file}:${source.line}`);
  const [first] = rows;
  return {
    level: findingLevels[severity],
    title,
    message: [text, ...(lines.length > 0 ? [lines.join(' ↔ ')] : []), `audit explain ${id}`].join(
      '\n',
    ),
    ...(first && { place: first.source }),
  };
}

function titleOf(run: AuditRun, auditId: string): string {
  return run.audits.find(({ id }) => id === auditId)?.title ?? auditId;
}

function placeOf(run: AuditRun, role: InputFile['role']): SourceLocation | undefined {
  const input = run.inputs.find((one) => one.role === role);
  return input && { file: input.path, line: 1 };
}

function commandLine(
  { level, title, message, place }: Annotation,
  benchFolder: string | undefined,
): string {
  const file = place && fileOf(place, benchFolder);
  const properties = {
    ...(file !== undefined && { file }),
    ...(file !== undefined && place && place.line >= 1 && { line: String(place.line) }),
    title,
  };
  const text = Object.entries(properties)
    .map(([name, value]) => `${name}=${escapeProperty(value)}`)
    .join(',');
  return `::${level} ${text}::${escapeMessage(message)}\n`;
}

/** The path from the top of the checkout; undefined where it is not in it. */
function fileOf({ file }: SourceLocation, benchFolder: string | undefined): string | undefined {
  if (benchFolder === undefined || posix.isAbsolute(file)) return undefined;
  const path = posix.join(benchFolder, file);
  return path.startsWith('..') ? undefined : path;
}

/** The text of a workflow command: one line, whatever it says. */
export function escapeMessage(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** A property of a workflow command, which `:` or `,` would end. */
export function escapeProperty(text: string): string {
  return escapeMessage(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
