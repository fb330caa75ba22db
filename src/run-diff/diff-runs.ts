import type { AuditResult, Measure } from '../audit/audit.ts';
import type { AuditRun, Score } from '../audit/audit-run.ts';
import type { InputFile } from '../benchmark/benchmark.ts';
import type { ClaimStatus } from '../claims/checked-claims.ts';
import { AuditError } from '../errors.ts';
import type { GateCheck } from '../gate/gate-decision.ts';
import type { ModelCard } from '../model-card/model-card.ts';
import { changesOf, differenceOf, leavesOf } from './changes.ts';
import type { DiffedFinding, MeasureChange, RunDiff, ScoreChange } from './run-diff.ts';

/**
 * What differs between two runs of one benchmark, from inputs to findings. Findings are the same
 * by their stable ids; counts and published figures are compared exactly, estimates also by
 * whether their intervals overlap. Both runs read mostly the same items, so that intervals can
 * overlap although a paired test would tell the two apart: `overlap` shows no change, and proves none.
 *
 * @param names The runs, for errors.
 * @throws {AuditError} if they are of two benchmarks.
 */
export function diffRuns(
  before: AuditRun,
  after: AuditRun,
  names: { readonly before: string; readonly after: string },
): RunDiff {
  if (before.benchmark.name !== after.benchmark.name) throw otherBenchmark(before, after, names);
  const verdicts = changesOf(verdictsOf(before), verdictsOf(after));
  const measures = changesOf(measuresOf(before), measuresOf(after));
  const scores = changesOf(scoresOf(before), scoresOf(after));
  const claims = changesOf(claimsOf(before), claimsOf(after));
  const checks = changesOf(checksOf(before), checksOf(after));
  return {
    benchmark: after.benchmark.name,
    cautions: cautionsOf(before, after),
    inputs: changesOf(inputsOf(before), inputsOf(after)).changes,
    config: changesOf(new Map(leavesOf(before.config)), new Map(leavesOf(after.config))).changes,
    facts: changesOf(factsOf(before), factsOf(after)).changes,
    models: changesOf(modelsOf(before), modelsOf(after)).changes,
    verdict: { before: before.verdict, after: after.verdict },
    verdicts: verdicts.changes,
    measures: measures.changes.map(measureChange),
    scores: scores.changes.map(
      (change): ScoreChange => ({
        ...change,
        difference: differenceOf(change.before?.interval, change.after?.interval),
      }),
    ),
    claims: claims.changes,
    decision: {
      ...(before.gate && { before: before.gate.decision }),
      ...(after.gate && { after: after.gate.decision }),
    },
    checks: checks.changes,
    findings: findingsOf(before, after),
    unchanged: {
      verdicts: verdicts.same,
      measures: measures.same,
      scores: scores.same,
      claims: claims.same,
      checks: checks.same,
    },
  };
}

function otherBenchmark(
  before: AuditRun,
  after: AuditRun,
  names: { readonly before: string; readonly after: string },
): AuditError {
  return new AuditError({
    code: 'runs-not-comparable',
    location: `${names.before}, ${names.after}`,
    problem: `the runs are of two benchmarks, "${before.benchmark.name}" and "${after.benchmark.name}", and can't be compared`,
    remedy: 'name two runs of one benchmark',
  });
}

function cautionsOf(before: AuditRun, after: AuditRun): string[] {
  const of = ({ benchmark: { testItems, limit } }: AuditRun) =>
    `${testItems} test items${limit === undefined ? '' : ` (limited to ${limit})`}`;
  const roleOf = (run: AuditRun, role: InputFile['role']) =>
    run.inputs.filter((one) => one.role === role).map(({ path, sha256 }) => `${path} ${sha256}`);
  const differs = (role: InputFile['role']) =>
    roleOf(before, role).sort().join('\n') !== roleOf(after, role).sort().join('\n');
  return [
    ...(of(before) === of(after)
      ? []
      : [`The runs cover different items: ${of(before)} and ${of(after)}.`]),
    ...(differs('test') ? ['The test files differ: scores are of different questions.'] : []),
    ...(before.schemaVersion === after.schemaVersion
      ? []
      : ['The results are of two formats: a measure may be missing because its name changed.']),
  ];
}

function inputsOf({ inputs }: AuditRun): Map<string, string> {
  return new Map(inputs.map(({ role, path, sha256 }) => [`${role} ${path}`, sha256.slice(0, 12)]));
}

function factsOf({ tool, schemaVersion, seed, benchmark }: AuditRun): Map<string, string | number> {
  return new Map<string, string | number>([
    [tool.name, tool.version],
    ['result format', schemaVersion],
    ['seed', seed],
    ['test items', benchmark.testItems],
    ['train items', benchmark.trainItems],
    ...(benchmark.limit === undefined ? [] : [['limit', benchmark.limit] as const]),
  ]);
}

function modelsOf({ models }: AuditRun): Map<string, string> {
  return new Map(models.map((model) => [model.name, identityOf(model)]));
}

/** What tells one model from another: how it is held and the hash over its files, or where it is asked. */
function identityOf({ role, checkpoint, endpoint }: ModelCard): string {
  const asked = endpoint ? [`${endpoint.model} at ${endpoint.url}`] : [];
  if (checkpoint === undefined) return [role, ...asked].join(', ');
  if (checkpoint.status !== 'opened') return [role, 'not opened', ...asked].join(', ');
  return [role, checkpoint.precision, checkpoint.fingerprint.id, ...asked].join(', ');
}

function verdictsOf({ audits }: AuditRun): Map<string, AuditResult['verdict']> {
  return new Map(audits.map(({ id, verdict }) => [id, verdict]));
}

function measuresOf({ audits }: AuditRun): Map<string, Measure> {
  return new Map(
    audits.flatMap(({ id, measures }) =>
      Object.entries(measures).map(([key, measure]) => [`${id}/${key}`, measure] as const),
    ),
  );
}

function measureChange(change: {
  readonly name: string;
  readonly before?: Measure;
  readonly after?: Measure;
}): MeasureChange {
  const { before, after } = change;
  const intervalOf = (one: Measure | undefined) =>
    one?.kind === 'estimate' ? one.interval : undefined;
  return {
    ...change,
    title: (after ?? before)?.title ?? change.name,
    difference: differenceOf(intervalOf(before), intervalOf(after)),
  };
}

function scoresOf({ scores }: AuditRun): Map<string, Score> {
  return new Map(scores.map((score) => [scoreName(score), score]));
}

function scoreName({ model, condition, track, subset, metric, extractor }: Score): string {
  const part = subset.column === 'all' ? 'all' : `${subset.column}=${subset.value}`;
  const shown = condition === 'real' ? '' : `, ${condition}`;
  const read = extractor === 'none' ? '' : ` by ${extractor}`;
  return `${model}${shown}: ${track}, ${part}, ${metric}${read}`;
}

function claimsOf({ claims }: AuditRun): Map<string, ClaimStatus> {
  return new Map((claims?.claims ?? []).map(({ id, status }) => [id, status]));
}

function checksOf({ gate }: AuditRun): Map<string, GateCheck['decision']> {
  return new Map((gate?.checks ?? []).map(({ id, decision }) => [id, decision]));
}

function findingsOf(before: AuditRun, after: AuditRun): RunDiff['findings'] {
  const placed = ({ audits }: AuditRun): DiffedFinding[] =>
    audits.flatMap(({ id, findings }) => findings.map((finding) => ({ audit: id, finding })));
  const [old, now] = [placed(before), placed(after)];
  const idsOf = (all: readonly DiffedFinding[]) =>
    new Set(all.map(({ audit, finding }) => nameOf(audit, finding)));
  const [oldIds, nowIds] = [idsOf(old), idsOf(now)];
  const fresh = now.filter(({ audit, finding }) => !oldIds.has(nameOf(audit, finding)));
  return {
    new: fresh,
    gone: old.filter(({ audit, finding }) => !nowIds.has(nameOf(audit, finding))),
    same: now.length - fresh.length,
  };
}

/** Findings of two kinds about the same subjects share an id. */
function nameOf(audit: string, { id, kind }: DiffedFinding['finding']): string {
  return `${audit} ${id} ${kind}`;
}
