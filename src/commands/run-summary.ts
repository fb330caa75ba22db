import { judgmentsText, splitCounts } from '../../reports/contents-wording.ts';
import { openGradingSentence } from '../../reports/grading-wording.ts';
import { type AuditRun, type DeflationStep, differenceSteps } from '../audit/audit-run.ts';
import { judgmentOutcomes } from '../judgments/judgments.ts';
import type { RefusedModel } from '../run/battery-models.ts';
import type { OutcomeCounts } from '../run/count-outcomes.ts';
import type { ModelTally } from '../run/run-plan.ts';
import type { AskedBattery } from './battery/ask-battery.ts';
import type { WorkerOutcome } from './battery/worker.ts';
import { claimLines } from './claims-summary.ts';
import { displayPath } from './display-path.ts';
import type { AskedGrading } from './grading/ask-graders.ts';
import { modelSummary } from './model-summary.ts';
import type { RunOutcome } from './run.ts';

/** "50 test items (limited to 50), 300 train items": what there is to audit, apart from its media. */
function contents(benchmark: AuditRun['benchmark']): string {
  const { limit } = benchmark;
  const limited = limit === undefined ? '' : ` (limited to ${limit})`;
  const [test, train] = splitCounts(benchmark).map(([count, , many]) => `${count} ${many}`);
  const splits = test && train ? [`${test}${limited}`, train] : [];
  const all = [...splits, ...judgmentsText(benchmark, String)];
  return all.length > 0 ? all.join(', ') : 'no benchmark at hand';
}

/**
 * What a person reads in the terminal after a run: a line an audit, the waterfalls, the ledger's
 * problems, the checkpoints with their answers and where the report is.
 */
export function runSummary(run: AuditRun, reportPath: string): string {
  const { benchmark } = run;
  const open = openGradingSentence(run.grading);
  const titles = run.deflation.flatMap((one) => one.steps.map((step) => step.title.length));
  const titleWidth = Math.max(0, ...titles);
  const lines = [
    `${benchmark.name}: ${contents(benchmark)}`,
    '',
    ...run.audits.map(
      (audit) =>
        `${audit.verdict.toUpperCase().padEnd(15)} ${audit.id.padEnd(17)} ${audit.summary}`,
    ),
    '',
    ...run.deflation.flatMap((one) => [
      `${one.model}, ${one.track} questions (${one.metric})`,
      ...one.steps.map((step) => `  ${step.title.padEnd(titleWidth)} ${stepText(step)}`),
      ...(one.note ? [`  ${one.note}`] : []),
      '',
    ]),
    ...(run.claims ? [`Claims: ${run.claims.title}`, ...claimLines(run.claims), ''] : []),
    ...ledgerProblems(run),
    ...modelSummary(run),
    `${run.verdict.toUpperCase()}: ${run.summary}`,
    ...(open === undefined ? [] : [open]),
    ...(run.gate
      ? [
          `GATE ${run.gate.decision.toUpperCase()}`,
          ...run.gate.reasons.map((reason) => `  ${reason}`),
        ]
      : []),
    `Report: ${reportPath}`,
  ];
  return `${lines.join('\n')}\n`;
}

/** What a battery came to, for stderr: model by model, then how to go on where something is left. */
export function batteryLines(asked: AskedBattery, kind: RunOutcome['kind'], cwd: string): string {
  return askedLines(asked, HOW_ON[kind], cwd);
}

/** What a grading came to, likewise, with what the judgments say of themselves. */
export function gradingLines(asked: AskedGrading, kind: RunOutcome['kind'], cwd: string): string {
  const howOn = kind === 'audited' ? 'the audits below go by what is judged' : HOW_ON[kind];
  const { rows } = asked.summary;
  const graders = [...new Set(rows.map(({ grader }) => grader))];
  const lines = graders.map((grader) => `${grader}, judgments: ${judgmentsOf(rows, grader)}`);
  return askedLines(asked, howOn, cwd, lines);
}

/** "12 scored, 1 unparsed" */
function judgmentsOf(rows: AskedGrading['summary']['rows'], grader: string): string {
  const own = rows.filter((row) => row.grader === grader);
  const counts = judgmentOutcomes
    .map((outcome) => ({
      outcome,
      count: own.reduce((sum, { judgments }) => sum + judgments[outcome], 0),
    }))
    .filter(({ count, outcome }) => count > 0 || outcome === 'scored');
  return counts.map(({ outcome, count }) => `${count} ${outcome}`).join(', ');
}

function askedLines(
  { tallies, summary, broken, journalPath }: AskedBattery | AskedGrading,
  howOn: string,
  cwd: string,
  further: readonly string[] = [],
): string {
  const path = displayPath(journalPath, cwd);
  const { left, failed, refused } = summary;
  const lines = [
    ...broken.map(({ line, problem }) => `${path}:${line}: ${problem}; it counts as not asked`),
    ...tallies.map(tallyLine),
    ...refused.map(refusedLine),
    ...further,
    ...(failed > 0
      ? [`${requests(failed)} failed (${reasonsOf(summary.rows)}); --retry-failed asks them again`]
      : []),
    ...(left > 0 ? [`${requests(left)} left: ${howOn}`] : []),
    `Journal: ${path}`,
  ];
  return `${lines.join('\n')}\n`;
}

/** What a worker came to, for stderr. */
export function workerLines({ tallies, refused, journalPath }: WorkerOutcome, cwd: string): string {
  const path = displayPath(journalPath, cwd);
  const lines = [...tallies.map(tallyLine), ...refused.map(refusedLine), `Journal: ${path}`];
  return `${lines.join('\n')}\n`;
}

function requests(count: number): string {
  return count === 1 ? '1 request' : `${count} requests`;
}

/** "12 timeout, 3 image-unreadable" */
function reasonsOf(rows: readonly Pick<OutcomeCounts, 'failed'>[]): string {
  const counts = new Map<string, number>();
  for (const [reason, count] of rows.flatMap(({ failed }) => Object.entries(failed)))
    counts.set(reason, (counts.get(reason) ?? 0) + count);
  return Array.from(counts, ([reason, count]) => `${count} ${reason}`).join(', ');
}

function tallyLine({ model, answered, failed, stopped }: ModelTally): string {
  const end = stopped === undefined ? '' : `; stopped: ${stopped}`;
  return `${model}: ${answered} answered, ${failed} failed${end}`;
}

function refusedLine({ name, reason }: RefusedModel): string {
  return `${name} was not asked: ${reason}`;
}

const HOW_ON: Readonly<Record<RunOutcome['kind'], string>> = {
  audited: 'the audits below go by what is answered',
  interrupted: 'the same command goes on from here',
  shard: 'join the journals of all shards with audit merge, then run with --journal',
};

/** "72.4% [66.1, 78.0], n = 142", or "+3.3 points [0.6, 10.4], n = 13" for a difference. */
function stepText({ name, estimate: { value, interval, n } }: DeflationStep): string {
  const percent = (share: number) => (100 * share).toFixed(1);
  const text = differenceSteps.has(name)
    ? `${value < 0 ? '' : '+'}${percent(value)} points`
    : `${percent(value)}%`;
  return `${text} [${percent(interval.lower)}, ${percent(interval.upper)}], n = ${n}`;
}

function ledgerProblems(run: AuditRun): string[] {
  const lines = run.ledger.flatMap((entry) => {
    const dropped = Object.values(entry.dropped).reduce((sum, count) => sum + count, 0);
    const unused = Object.entries(entry.unused ?? {});
    const remarks = entry.notes.filter(({ reason }) => reason === 'low-scale');
    const told = dropped + entry.duplicated + entry.truncated + entry.unanswered;
    if (told + unused.length + remarks.length === 0) return [];
    const parts = [
      ...unused.map(([outcome, count]) => `${count} ${outcome}`),
      ...Object.entries(entry.dropped).map(([reason, count]) => `${count} ${reason}`),
      ...(entry.duplicated ? [`${entry.duplicated} duplicated`] : []),
      ...(entry.truncated ? [`${entry.truncated} truncated`] : []),
      ...(entry.unanswered ? [`${entry.unanswered} unanswered`] : []),
      ...remarks.map(({ detail }) => detail),
    ];
    return [`${entry.file}: ${entry.read} rows read, ${entry.kept} kept; ${parts.join(', ')}`];
  });
  return lines.length > 0 ? [...lines, ''] : [];
}
