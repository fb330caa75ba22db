import type { AuditRun } from '../audit/audit-run.ts';
import type { GateCheck } from './gate-decision.ts';

/** What is known of the files behind a run, compared with what it recorded of them. */
export interface InputCheck {
  /** Inputs that are no longer what the run read. */
  readonly changed: readonly string[];
  /** Why they were not compared. */
  readonly unchecked?: string;
}

/** What a run lacks to be complete, each as a reason; a run that lacks anything can never pass. */
export function shortfalls({
  benchmark,
  battery,
  grading,
}: Pick<AuditRun, 'benchmark' | 'battery' | 'grading'>): readonly string[] {
  return [
    ...(benchmark.limit === undefined
      ? []
      : ['the run was cut by --limit: it covers only part of the test split']),
    ...(battery && battery.left > 0
      ? [`the battery is not complete: ${battery.left} of its requests were not asked`]
      : []),
    ...(battery && battery.failed > 0
      ? [`${battery.failed} requests of the battery failed: ask them again with --retry-failed`]
      : []),
    ...(grading && grading.left > 0
      ? [`the grading is not complete: ${grading.left} of its requests were not asked`]
      : []),
    ...(grading && grading.failed > 0
      ? [`${grading.failed} requests of the grading failed: ask them again with --retry-failed`]
      : []),
    ...[...(battery?.refused ?? []), ...(grading?.refused ?? [])].map(
      ({ name, reason }) => `${name} could not be asked: ${reason}`,
    ),
  ];
}

/** Whether the run is whole and its inputs are what it read; nobody can answer for either. */
export function runChecks(
  run: Pick<AuditRun, 'benchmark' | 'battery' | 'grading'>,
  inputs: InputCheck,
): GateCheck[] {
  return [completeCheck(shortfalls(run)), unchangedCheck(inputs)];
}

function completeCheck(missing: readonly string[]): GateCheck {
  const facts = { id: 'run:complete', kind: 'run', title: 'The run is complete' } as const;
  if (missing.length === 0)
    return {
      ...facts,
      decision: 'pass',
      reason: 'Everything that was planned was read and asked.',
    };
  const reason = `${capitalised(missing.join('; '))}.`;
  const remedy = 'Run it again whole, without --limit, until no request is left or failed.';
  return { ...facts, decision: 'inconclusive', reason, remedy };
}

function unchangedCheck({ changed, unchecked }: InputCheck): GateCheck {
  const facts = { id: 'run:unchanged', kind: 'run', title: 'Its inputs are unchanged' } as const;
  if (changed.length > 0) {
    const reason = `Changed since the run: ${changed.join(', ')}.`;
    const remedy = 'Run the audit again on the inputs as they are now.';
    return { ...facts, decision: 'inconclusive', reason, remedy };
  }
  if (unchecked === undefined)
    return { ...facts, decision: 'pass', reason: 'Every input is what the run read.' };
  const reason = `Its inputs were not compared: ${unchecked}.`;
  const remedy =
    'Run the audit again with this version, or use audit run --gate, which reads the inputs itself.';
  return { ...facts, decision: 'inconclusive', reason, remedy };
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
