import type { AuditResult, Count, Estimate } from '../../audit/audit.ts';
import type { CheckId } from '../check.ts';
import type { CheckFacts } from '../facts.ts';
import type { Measurements } from '../measurements.ts';

/** What was seen of one fact: a reading, and whether it bears the fact out; or what is missing to see it. */
export type Observed =
  | {
      /** Undefined: the reading can't tell. */
      readonly holds: boolean | undefined;
      readonly reading: string;
    }
  | { readonly missing: string };

/** One fact that could be said, beside what was seen of it. */
export interface ComparedFact {
  /** Key under `facts`. */
  readonly key: string;
  /** True: it is said, and has to hold; false: it is said not to be so; undefined: nothing is said. */
  readonly said: boolean | undefined;
  readonly observed: Observed;
}

/** Compares what is said on a check with measurements. */
export type Rule<Id extends CheckId> = (
  facts: CheckFacts[Id],
  measurements: Measurements,
) => readonly ComparedFact[];

/** An audit's result, if it measured anything. */
export function joined({ resultOf }: Measurements, id: string): AuditResult | undefined {
  const result = resultOf(id);
  return result && Object.keys(result.measures).length > 0 ? result : undefined;
}

/** Why an audit measured nothing. */
export function notJoined({ resultOf }: Measurements, id: string): { readonly missing: string } {
  const result = resultOf(id);
  if (result === undefined) return { missing: `the audit ${id} was not run` };
  const verb = result.verdict === 'not-run' ? 'could not be run' : 'measured nothing';
  return { missing: `the audit ${id} ${verb}: ${result.summary}` };
}

/** A full count by its name; undefined where it is unavailable or has another name. */
export function countIn(result: AuditResult | undefined, name: string): Count | undefined {
  const measure = result?.measures[name];
  return measure?.kind === 'count' ? measure : undefined;
}

/** All estimates whose name fits. */
export function estimatesIn(result: AuditResult | undefined, name: RegExp): [string, Estimate][] {
  return Object.entries(result?.measures ?? {}).flatMap(([key, measure]) =>
    measure.kind === 'estimate' && name.test(key) ? [[key, measure] as [string, Estimate]] : [],
  );
}

/** Whether a fact with a value was given. */
export function given(value: unknown): true | undefined {
  return value === undefined ? undefined : true;
}
