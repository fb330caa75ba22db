import { z } from 'zod';
import type { AuditRun } from '../audit/audit-run.ts';
import type { Side } from '../audit/hold-against.ts';
import { findMeasure } from './find-measure.ts';
import { boundOf } from './limit-checks.ts';
import type { GatePolicy } from './policy-schema.ts';

/** The best values seen so far: a file beside the policy that only tightens. */
export interface GateBaseline {
  readonly version: 1;
  readonly values: readonly BestValue[];
  /** Ids of every claim seen, where the policy requires all. */
  readonly claims?: readonly string[] | undefined;
}

/** The best value that a limited quantity ever had. */
export interface BestValue {
  readonly measure: string;
  /** Which way is better: `atMost` less, `atLeast` more. */
  readonly side: Side;
  readonly value: number;
  /** Items behind it; absent for a count. */
  readonly n?: number | undefined;
  /** Name of the run's folder. */
  readonly run: string;
}

export const gateBaselineSchema: z.ZodType<GateBaseline> = z.strictObject({
  version: z.literal(1),
  values: z.array(
    z.strictObject({
      measure: z.string(),
      side: z.enum(['atMost', 'atLeast']),
      value: z.number(),
      n: z.number().optional(),
      run: z.string(),
    }),
  ),
  claims: z.array(z.string()).optional(),
});

/**
 * The baseline with what the run does better, or first. A worse value leaves the old one, and what
 * the policy no longer limits stays.
 *
 * @param runName What the run is called in the file.
 */
export function tighten(
  baseline: GateBaseline | undefined,
  policy: GatePolicy,
  run: Pick<AuditRun, 'audits' | 'scores' | 'claims'>,
  runName: string,
): GateBaseline {
  const values = [...(baseline?.values ?? [])];
  for (const limit of policy.limits) {
    const { measure } = limit;
    const found = findMeasure(measure, run, policy);
    if (found.kind === 'none') continue;
    const { side } = boundOf(limit);
    const best: BestValue = {
      measure,
      side,
      value: found.value,
      ...(found.kind === 'estimate' && { n: found.n }),
      run: runName,
    };
    const at = values.findIndex((one) => one.measure === measure && one.side === side);
    if (at < 0) values.push(best);
    else if (isBetter(best, values[at]!)) values[at] = best;
  }
  const seen = policy.claims?.require === 'all' ? (run.claims?.claims ?? []) : [];
  const claims = [...new Set([...(baseline?.claims ?? []), ...seen.map(({ id }) => id)])];
  return {
    version: 1,
    values: values.sort((a, b) => compare(a.measure, b.measure) || compare(a.side, b.side)),
    ...(claims.length > 0 && { claims: claims.sort() }),
  };
}

function isBetter(one: BestValue, other: BestValue): boolean {
  return one.side === 'atMost' ? one.value < other.value : one.value > other.value;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
