/** Made-up parts of a run for the tests of the gate. */

import type { AuditResult, Count, Estimate, Measure, Verdict } from '../src/audit/audit.ts';
import type { Score } from '../src/audit/audit-run.ts';
import type { CheckedClaim } from '../src/claims/checked-claims.ts';
import type { GatedRun, GateSurroundings } from '../src/gate/gate.ts';
import { parsePolicy } from '../src/gate/parse-policy.ts';
import type { GatePolicy } from '../src/gate/policy-schema.ts';

/** The audits that exist in these tests. */
export const auditIds: readonly string[] = ['reuse', 'leakage'];

export const surroundings: GateSurroundings = {
  auditIds,
  today: '2026-11-25',
  inputs: { changed: [] },
};

export function policyOf(yaml: string): GatePolicy {
  return parsePolicy('policy.yaml', `version: 1\n${yaml}`, auditIds);
}

export function auditResult(
  id: string,
  verdict: Verdict,
  measures: Readonly<Record<string, Measure>> = {},
): AuditResult {
  const facts = { title: id, question: '?', method: '', limits: '', sources: [] };
  const remedy = verdict === 'fail' || verdict === 'inconclusive' ? 'Remove 2 rows.' : undefined;
  return {
    id,
    ...facts,
    options: { level: 0.95 },
    verdict,
    summary: `${id} says so.`,
    measures,
    tables: [],
    figures: [],
    findings: [],
    ...(remedy !== undefined && { remedy }),
  };
}

export function estimate(value: number, lower: number, upper: number, n = 100): Estimate {
  const interval = { lower, upper, level: 0.95, method: 'Wilson' };
  return {
    kind: 'estimate',
    title: 'Share',
    value,
    unit: 'proportion',
    n,
    effectiveN: n,
    interval,
  };
}

export function count(value: number): Count {
  return { kind: 'count', title: 'Rows', value };
}

export function score(value: number, lower: number, upper: number): Score {
  return {
    model: 'ours',
    role: 'candidate',
    condition: 'real',
    track: 'closed',
    subset: { column: 'all', value: 'all' },
    metric: 'accuracy',
    extractor: 'lenient',
    primary: true,
    value,
    n: 100,
    effectiveN: 100,
    clusters: 100,
    interval: { lower, upper, level: 0.95, method: 'Wilson' },
    worstCase: { lower, upper },
    unanswered: 0,
    unparsed: 0,
  };
}

export function claim(
  id: string,
  status: CheckedClaim['status'],
  basis: CheckedClaim['basis'] = 'run',
): CheckedClaim {
  const nothing = { measures: {}, tables: [], figures: [], needs: [], audits: [] };
  return { id, kind: 'score', text: `Claim ${id}.`, status, basis, why: 'Because.', ...nothing };
}

/** A complete run; both audits pass unless others are given. */
export function gatedRun(
  parts: {
    readonly audits?: readonly AuditResult[];
    readonly scores?: readonly Score[];
    readonly claims?: readonly CheckedClaim[];
    readonly limit?: number;
  } = {},
): GatedRun {
  const { audits = auditIds.map((id) => auditResult(id, 'pass')), scores = [], claims } = parts;
  return {
    audits,
    scores,
    ...(claims && { claims: { title: '', source: '', claims, leads: [] } }),
    benchmark: {
      name: 'bench',
      testItems: 100,
      trainItems: 0,
      distinctMedia: 0,
      media: 'absent',
      ...(parts.limit !== undefined && { limit: parts.limit }),
    },
  };
}
