import type { AuditResult, Verdict } from '../../src/audit/audit.ts';
import type { AuditRun } from '../../src/audit/audit-run.ts';
import type { LedgerEntry } from '../../src/benchmark/benchmark.ts';
import type { CheckedClaim, ClaimStatus } from '../../src/claims/checked-claims.ts';
import type { GateCheck } from '../../src/gate/gate-decision.ts';
import { formatCount } from '../numbers.ts';
import { countsText, plural, spaced } from '../wording.ts';

/** How a test viewer shows it; `error` is what could not be decided. */
export type Outcome = 'passed' | 'failure' | 'error' | 'skipped';

/** One line of a test viewer. */
export interface TestCase {
  readonly name: string;
  readonly outcome: Outcome;
  /** What kind of failure: a verdict, a status, `rows-dropped`. */
  readonly type: string;
  /** One sentence. */
  readonly message: string;
  /** What would make it pass, and what else there is to say. */
  readonly details: readonly string[];
}

const verdictOutcomes: Readonly<Record<Verdict, Outcome>> = {
  pass: 'passed',
  fail: 'failure',
  inconclusive: 'error',
  'not-run': 'error',
  'not-applicable': 'skipped',
};

/** An audit. */
export function auditCase(audit: AuditResult): TestCase {
  const { id, title, verdict, summary, remedy, findings } = audit;
  return {
    name: `${id}: ${title}`,
    outcome: verdictOutcomes[verdict],
    type: verdict,
    message: summary,
    details: [
      ...remedyLine(remedy),
      ...(findings.length > 0
        ? [`${plural(findings.length, formatCount(findings.length), 'finding')} in findings.jsonl.`]
        : []),
    ],
  };
}

const claimOutcomes: Readonly<Record<ClaimStatus, Outcome>> = {
  supported: 'passed',
  fragile: 'passed',
  contradicted: 'failure',
  inconclusive: 'error',
  'not-testable': 'error',
};

/** A claim. What can't be tested is an error: nothing was shown for it. */
export function claimCase(claim: CheckedClaim): TestCase {
  const { id, text, status, why, needs } = claim;
  return {
    name: `${id}: ${text}`,
    outcome: claimOutcomes[status],
    type: status,
    message: `${spaced(status)}: ${why}`,
    details: needs.map((need) => `For a firmer status: ${need}`),
  };
}

const decisionOutcomes: Readonly<Record<GateCheck['decision'], Outcome>> = {
  pass: 'passed',
  fail: 'failure',
  inconclusive: 'error',
  waived: 'skipped',
};

/** One check of the gate; a waived one is skipped with who answers for it and until when. */
export function gateCase(check: GateCheck): TestCase {
  const { id, title, decision, reason, remedy, waiver } = check;
  return {
    name: `${id}: ${title}`,
    outcome: decisionOutcomes[decision],
    type: decision,
    message: reason,
    details: [
      ...(waiver ? [`Waived by ${waiver.owner} until ${waiver.expires}: ${waiver.reason}`] : []),
      ...remedyLine(remedy),
    ],
  };
}

/** Whether the run is whole, and a line a file that was read. */
export function runCases(run: AuditRun): TestCase[] {
  return [completeCase(run), ...run.ledger.map(fileCase)];
}

function completeCase({ benchmark, battery, grading }: AuditRun): TestCase {
  const lacks = [
    ...(benchmark.limit === undefined
      ? []
      : [`only the first ${formatCount(benchmark.limit)} test items were read`]),
    ...openRequests('the battery', battery),
    ...openRequests('the grading', grading),
    ...[battery, grading]
      .flatMap((asked) => asked?.refused ?? [])
      .map(({ name, reason }) => `${name} could not be asked: ${reason}`),
  ];
  return {
    name: 'complete run',
    outcome: lacks.length === 0 ? 'passed' : 'error',
    type: lacks.length === 0 ? 'complete' : 'incomplete',
    message:
      lacks.length === 0
        ? 'Every item was read and every request asked.'
        : `The run is not complete: ${lacks.join('; ')}.`,
    details: [],
  };
}

function openRequests(
  of: string,
  asked: { readonly left: number; readonly failed: number } | undefined,
): string[] {
  const { left = 0, failed = 0 } = asked ?? {};
  return [
    ...(left > 0 ? [`${plural(left, formatCount(left), 'request')} of ${of} not asked`] : []),
    ...(failed > 0 ? [`${plural(failed, formatCount(failed), 'request')} of ${of} failed`] : []),
  ];
}

function fileCase(entry: LedgerEntry): TestCase {
  const dropped = Object.entries(entry.dropped).filter(([, count]) => count > 0);
  const read = `${formatCount(entry.kept)} of ${plural(entry.read, formatCount(entry.read), 'row')} kept`;
  return {
    name: `${entry.role}: ${entry.file}`,
    outcome: dropped.length === 0 ? 'passed' : 'error',
    type: dropped.length === 0 ? 'read' : 'rows-dropped',
    message: dropped.length === 0 ? `${read}.` : `${read}; dropped: ${countsText(dropped)}.`,
    details: [
      ...remarks(entry),
      ...entry.notes.map(
        ({ source, reason, effect, detail }) =>
          `${source.file}:${source.line}: ${spaced(reason)} (${effect}): ${detail}`,
      ),
    ],
  };
}

function remarks({ duplicated, truncated, unanswered }: LedgerEntry): string[] {
  const counts = Object.entries({ duplicated, truncated, unanswered }).filter(
    ([, count]) => count > 0,
  );
  return counts.length === 0 ? [] : [`Also ${countsText(counts)}.`];
}

function remedyLine(remedy: string | undefined): string[] {
  return remedy === undefined ? [] : [`What would make it pass: ${remedy}`];
}
