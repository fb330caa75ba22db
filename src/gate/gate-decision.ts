/** What a gate decided: part of the frozen result. */

/** One thing that the gate looked at. */
export interface GateCheck {
  /** `audit:image-reuse`, `limit:question-only/closedShare`, `claim:closed-accuracy`, `run:complete`. */
  readonly id: string;
  /** `run`: whether the run is complete and its inputs are unchanged; `ratchet`: no worse than the baseline file. */
  readonly kind: 'audit' | 'limit' | 'ratchet' | 'claim' | 'run';
  readonly title: string;
  /** `waived`: it would fail or be open, and somebody answers for it until a date. */
  readonly decision: 'pass' | 'fail' | 'inconclusive' | 'waived';
  /** One sentence, with the numbers that decided it. */
  readonly reason: string;
  /** What would make it pass; there unless it passes. */
  readonly remedy?: string;
  readonly waiver?: Waiver;
}

/** Somebody answers for what fails or is open, until a date. */
export interface Waiver {
  readonly reason: string;
  readonly owner: string;
  /** Last day on which it counts: `2027-01-31`. */
  readonly expires: string;
}

/** The verdict of a run under a gate policy. */
export interface GateDecision {
  readonly decision: 'pass' | 'fail' | 'inconclusive';
  /** Why: failures first, then what is open; of a pass what passed. */
  readonly reasons: readonly string[];
  readonly checks: readonly GateCheck[];
  /** Audits that the policy excepts, with its reason. */
  readonly exempt: Readonly<Record<string, string>>;
}
