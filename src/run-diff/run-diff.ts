/** What differs between two runs of one benchmark. */

import type { Finding, Measure, Verdict } from '../audit/audit.ts';
import type { Score } from '../audit/audit-run.ts';
import type { ClaimStatus } from '../claims/checked-claims.ts';
import type { GateCheck, GateDecision } from '../gate/gate-decision.ts';

/** A value in both runs; undefined where a run has none. */
export interface Change<Value> {
  readonly before?: Value;
  readonly after?: Value;
}

/** Something with a name that both runs can have. */
export interface NamedChange<Value> extends Change<Value> {
  readonly name: string;
}

/**
 * How two measures differ. `overlap`: both are estimates whose intervals overlap, so that chance may
 * account for it; `apart`: they do not; `exact`: at least one is no estimate.
 */
export type Difference = 'overlap' | 'apart' | 'exact';

export interface MeasureChange extends Change<Measure> {
  /** `image-reuse/exactPairs`. */
  readonly name: string;
  readonly title: string;
  readonly difference: Difference;
}

export interface ScoreChange extends Change<Score> {
  /** What is scored: model, condition, track, subset, metric, extractor. */
  readonly name: string;
  readonly difference: Difference;
}

/** A finding with the audit that made it. */
export interface DiffedFinding {
  readonly audit: string;
  readonly finding: Finding;
}

/** Everything that differs; an empty list is something that does not. */
export interface RunDiff {
  readonly benchmark: string;
  /** Why the two may not be read as one measured twice: another limit, other test items, a redacted run. */
  readonly cautions: readonly string[];
  /** Files by role and path, with the first 12 hex digits of their hashes. */
  readonly inputs: readonly NamedChange<string>[];
  /** Keys of the config by their path, `models.ours.role`. */
  readonly config: readonly NamedChange<unknown>[];
  /** Tool, result format, seed, limit. */
  readonly facts: readonly NamedChange<string | number>[];
  /** Models with what identifies the content of their checkpoints. */
  readonly models: readonly NamedChange<string>[];
  readonly verdict: Required<Change<Verdict>>;
  readonly verdicts: readonly NamedChange<Verdict>[];
  readonly measures: readonly MeasureChange[];
  readonly scores: readonly ScoreChange[];
  readonly claims: readonly NamedChange<ClaimStatus>[];
  readonly decision: Change<GateDecision['decision']>;
  readonly checks: readonly NamedChange<GateCheck['decision']>[];
  readonly findings: {
    readonly new: readonly DiffedFinding[];
    readonly gone: readonly DiffedFinding[];
    readonly same: number;
  };
  /** What was compared and is the same, by kind. */
  readonly unchanged: {
    readonly verdicts: number;
    readonly measures: number;
    readonly scores: number;
    readonly claims: number;
    readonly checks: number;
  };
}
