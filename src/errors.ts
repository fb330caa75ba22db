/** Where a problem is, as people read it: `items.jsonl:412`, `audit.yaml`, `clusterBootstrapInterval`. */
export interface AuditErrorFacts {
  /** Stable, kebab-case, for programs: `config-unknown-key`, `file-missing`, `row-broken`. */
  readonly code: string;
  /** File with line, config key or function name. */
  readonly location: string;
  /** What is wrong, with the value. */
  readonly problem: string;
  /** What to do about it. */
  readonly remedy: string;
  readonly cause?: unknown;
}

/**
 * A problem the user can act on. Its message is one line:
 * `location: problem; remedy`. The CLI prints that line and exits 2; any other
 * error keeps its stack because it is a defect of ours.
 */
export class AuditError extends Error {
  readonly code: string;
  readonly location: string;
  readonly problem: string;
  readonly remedy: string;

  constructor(facts: AuditErrorFacts) {
    super(`${facts.location}: ${facts.problem}; ${facts.remedy}`, { cause: facts.cause });
    this.name = 'AuditError';
    this.code = facts.code;
    this.location = facts.location;
    this.problem = facts.problem;
    this.remedy = facts.remedy;
  }
}
