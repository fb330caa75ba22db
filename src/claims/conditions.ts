import type { Measure } from '../audit/audit.ts';
import type { AuditRun } from '../audit/audit-run.ts';
import type { ClaimStatus } from './checked-claims.ts';
import type {
  RequiredMeasure,
  RequiredSetting,
  RequiredVerdict,
  Requirement,
} from './claims-file.ts';
import type { QualitativeClaim } from './ledger.ts';
import { auditOf, measureOf } from './run-figures.ts';
import { count, share } from './wording.ts';
import { type Worth, weakest, worthOf } from './worth.ts';

/** One requirement of a sentence, looked up. */
interface Found {
  readonly status: ClaimStatus;
  /** A sentence without its full stop. */
  readonly why: string;
  readonly measure?: readonly [name: string, measure: Measure];
  readonly need?: string;
  readonly audit?: string;
}

/** What a sentence without a figure is worth: all that it takes must hold. */
export function conditionsCheck(claim: QualitativeClaim, run: AuditRun | undefined): Worth {
  const found = claim.holds.map((requirement) => lookUp(requirement, run));
  const audits = found.flatMap(({ audit }) => audit ?? []);
  return worthOf({
    status: weakest(found.map(({ status }) => status)),
    basis: audits.length > 0 && run ? 'run' : 'paper',
    why: found.map(({ why }) => `${why}.`).join(' '),
    measures: Object.fromEntries(found.flatMap(({ measure }) => (measure ? [measure] : []))),
    needs: found.flatMap(({ need }) => need ?? []),
    audits: [...new Set(audits)],
  });
}

function lookUp(requirement: Requirement, run: AuditRun | undefined): Found {
  if ('setting' in requirement) return settingHolds(requirement);
  if ('audit' in requirement) return verdictHolds(requirement, run);
  return measureHolds(requirement, run);
}

function settingHolds({ setting, mustBe, is, location }: RequiredSetting): Found {
  const holds = is === mustBe;
  return {
    status: holds ? 'supported' : 'contradicted',
    why: holds
      ? `The setting ${setting} is ${is} (${location})`
      : `The setting ${setting} is ${is} (${location}), and would have to be ${mustBe}`,
  };
}

function verdictHolds({ audit, verdict }: RequiredVerdict, run: AuditRun | undefined): Found {
  const result = run && auditOf(run, audit);
  if (result?.verdict === verdict)
    return { status: 'supported', why: `The audit ${audit} is ${verdict}`, audit };
  if (!result || result.verdict === 'not-run' || result.verdict === 'not-applicable') {
    return {
      status: 'not-testable',
      why: result
        ? `The audit ${audit} is ${result.verdict} (${result.summary.replace(/\.$/, '')})`
        : `No result of the audit ${audit} is at hand`,
      need: `Run ${audit} on the benchmark.`,
      ...(result && { audit }),
    };
  }
  const open = result.verdict === 'inconclusive';
  return {
    status: open ? 'inconclusive' : 'contradicted',
    why: `The audit ${audit} is ${result.verdict}, and would have to be ${verdict}: ${result.summary.replace(/\.$/, '')}`,
    audit,
    ...(open && { need: result.remedy ?? `Decide ${audit}.` }),
  };
}

function measureHolds(requirement: RequiredMeasure, run: AuditRun | undefined): Found {
  const [audit, ...rest] = requirement.measure.split('/');
  const measure = run && measureOf(run, audit!, rest.join('/'));
  const need = `Measure ${requirement.measure}: run ${audit} on the benchmark.`;
  if (measure === undefined || measure.kind === 'unavailable') {
    const reason = measure ? `is not available: ${measure.reason}` : 'is not at hand';
    return { status: 'not-testable', why: `The measure ${requirement.measure} ${reason}`, need };
  }
  const bounds =
    measure.kind === 'estimate' ? measure.interval : { lower: measure.value, upper: measure.value };
  const status = withinBounds(requirement, bounds);
  const verb = { supported: 'holds', contradicted: 'does not hold' }[status as string];
  return {
    status,
    why: `${measure.title}: ${valueText(measure)}; ${wantedText(requirement)} ${verb ?? 'is not decided'}`,
    measure: [requirement.measure, measure],
    audit: audit!,
    ...(status === 'inconclusive' && { need: `${measure.title}: more items would decide.` }),
  };
}

/** Three-valued by the interval: within, beyond, or on both sides of a bound. */
function withinBounds(
  { atMost = Number.POSITIVE_INFINITY, atLeast = Number.NEGATIVE_INFINITY }: RequiredMeasure,
  { lower, upper }: { readonly lower: number; readonly upper: number },
): ClaimStatus {
  if (lower > atMost || upper < atLeast) return 'contradicted';
  return upper <= atMost && lower >= atLeast ? 'supported' : 'inconclusive';
}

function wantedText({ atMost, atLeast }: RequiredMeasure): string {
  return [
    ...(atLeast === undefined ? [] : [`at least ${atLeast}`]),
    ...(atMost === undefined ? [] : [`at most ${atMost}`]),
  ].join(' and ');
}

function valueText(measure: Exclude<Measure, { kind: 'unavailable' }>): string {
  if (measure.kind !== 'estimate') {
    const of =
      measure.kind === 'count' && measure.of !== undefined ? ` of ${count(measure.of)}` : '';
    return `${Number(measure.value.toPrecision(4))}${of}`;
  }
  const { value, interval, n } = measure;
  const short = (number: number) => String(Number(number.toPrecision(3))).replace('-', '−');
  return `${short(value)} (${share(interval.level)} interval ${short(interval.lower)} to ${short(interval.upper)}, n = ${count(n)})`;
}
