import type { AuditFacts, AuditResult, Finding } from '../audit/audit.ts';
import type { AuditRun } from '../audit/audit-run.ts';
import { didYouMean } from '../benchmark/did-you-mean.ts';
import type { CheckedClaim } from '../claims/checked-claims.ts';
import { AuditError } from '../errors.ts';
import type { GateCheck } from '../gate/gate-decision.ts';
import { mendFinding } from './mend-finding.ts';

/** What one id of a run stands for. */
export type Explanation =
  | {
      readonly kind: 'finding';
      readonly id: string;
      readonly finding: Finding;
      readonly audit: ExplainedAudit;
      /** Other findings of the audit. */
      readonly others: number;
      /** What would make it go away. */
      readonly mending: string;
    }
  | { readonly kind: 'audit'; readonly id: string; readonly audit: AuditResult }
  | {
      readonly kind: 'check';
      readonly id: string;
      readonly check: GateCheck;
      /** The audit that it looks at, where it does. */
      readonly audit?: ExplainedAudit;
    }
  | {
      readonly kind: 'claim';
      readonly id: string;
      readonly claim: CheckedClaim;
      /** Audits whose results bear on it. */
      readonly audits: readonly ExplainedAudit[];
      /** What the gate made of it, where it looked. */
      readonly check?: GateCheck;
    };

/** An audit without its evidence. */
export type ExplainedAudit = AuditFacts &
  Pick<AuditResult, 'verdict' | 'summary' | 'options' | 'remedy'>;

/** Named in an error where a short id fits several. */
const namedIds = 5;

/**
 * What an id of a run stands for: an audit, a finding, `claim:…` or a claim's own id, or a check
 * of the gate such as `limit:…`. It may be shortened to a beginning that nothing else has.
 * Findings about the same subjects share an id: each is explained.
 *
 * @param location Names the run in errors.
 * @throws {AuditError} for an id that nothing or several things have.
 */
export function explain(run: AuditRun, id: string, location: string): readonly Explanation[] {
  const all = explanationsOf(run);
  const exact = all.get(id) ?? all.get(`claim:${id}`);
  if (exact !== undefined) return exact.map((one) => one());
  const beginning = [...all.keys()].filter((one) => id !== '' && one.startsWith(id));
  const [only] = beginning;
  if (only !== undefined && beginning.length === 1) return all.get(only)!.map((one) => one());
  throw beginning.length > 1 ? ambiguous(id, beginning, location) : unknown(id, all, location);
}

type Explanations = ReadonlyMap<string, readonly (() => Explanation)[]>;

/** By id, in the order in which an id that means two things is read. */
function explanationsOf(run: AuditRun): Explanations {
  const all = new Map<string, (() => Explanation)[]>();
  const add = (id: string, explanation: () => Explanation) => {
    const known = all.get(id);
    if (known) known.push(explanation);
    else all.set(id, [explanation]);
  };
  for (const audit of run.audits) add(audit.id, () => ({ kind: 'audit', id: audit.id, audit }));
  for (const audit of run.audits) {
    const others = audit.findings.length - 1;
    for (const finding of audit.findings)
      add(finding.id, () => ({
        kind: 'finding',
        id: finding.id,
        finding,
        audit: withoutEvidence(audit),
        others,
        mending: mendFinding(finding),
      }));
  }
  for (const claim of run.claims?.claims ?? [])
    add(`claim:${claim.id}`, () => explainedClaim(run, claim));
  for (const check of run.gate?.checks ?? [])
    if (!all.has(check.id)) add(check.id, () => explainedCheck(run, check));
  return all;
}

function explainedClaim(run: AuditRun, claim: CheckedClaim): Explanation {
  const id = `claim:${claim.id}`;
  const check = run.gate?.checks.find((one) => one.id === id);
  return {
    kind: 'claim',
    id,
    claim,
    audits: run.audits.filter((audit) => claim.audits.includes(audit.id)).map(withoutEvidence),
    ...(check && { check }),
  };
}

function explainedCheck(run: AuditRun, check: GateCheck): Explanation {
  const audit = run.audits.find(
    ({ id }) => check.id === `audit:${id}` || check.id.split(/[:/]/)[1] === id,
  );
  return { kind: 'check', id: check.id, check, ...(audit && { audit: withoutEvidence(audit) }) };
}

function withoutEvidence(audit: AuditResult): ExplainedAudit {
  const { measures: _1, tables: _2, figures: _3, findings: _4, ...facts } = audit;
  return facts;
}

function ambiguous(id: string, fitting: readonly string[], location: string): AuditError {
  const named = fitting.slice(0, namedIds).join(', ');
  const more = fitting.length > namedIds ? `, … (${fitting.length} in all)` : '';
  return new AuditError({
    code: 'id-ambiguous',
    location,
    problem: `"${id}" is the beginning of several ids`,
    remedy: `give more of it: ${named}${more}`,
  });
}

function unknown(id: string, all: Explanations, location: string): AuditError {
  const known = [...all.keys()];
  const bare = known.map((one) => one.replace(/^claim:/, ''));
  const guess = didYouMean(id, [...new Set([...known, ...bare])]);
  const named = known.filter((one) => !/^[0-9a-f]{12}$/.test(one));
  return new AuditError({
    code: 'id-unknown',
    location,
    problem: `nothing in this run has the id "${id}"`,
    remedy: `${guess === undefined ? '' : `did you mean "${guess}"? `}findings.jsonl lists every finding with its id${
      named.length === 0 ? '' : `; there are also ${named.join(', ')}`
    }`,
  });
}
