import type { LedgerEntry, LedgerNote } from './benchmark.ts';

const noteLimit = 100;

/** Counts what becomes of each row of one file. */
export class Ledger {
  readonly #facts: Pick<LedgerEntry, 'file' | 'role' | 'format'> &
    Partial<Pick<LedgerEntry, 'model' | 'condition'>>;
  readonly #dropped = new Map<string, number>();
  readonly #unused = new Map<string, number>();
  readonly #notes: LedgerNote[] = [];
  /** Rows met so far. */
  read = 0;
  /** Rows in use. */
  kept = 0;
  duplicated = 0;
  truncated = 0;
  unjoined = 0;
  /** Rows that the config leaves out; no fault of theirs. */
  filtered = 0;
  unanswered = 0;

  constructor(
    facts: Pick<LedgerEntry, 'file' | 'role' | 'format'> &
      Partial<Pick<LedgerEntry, 'model' | 'condition'>>,
  ) {
    this.#facts = facts;
  }

  /** The file's name in results. */
  get file(): string {
    return this.#facts.file;
  }

  /** A row that is left out. */
  drop(reason: string, line: number, detail: string): void {
    count(this.#dropped, reason);
    this.note(reason, 'dropped', line, detail);
  }

  /** A row that was kept and is left out after all. */
  withdraw(reason: string): void {
    this.kept--;
    count(this.#dropped, reason);
  }

  /** A judgment in a kept row that enters no estimate. */
  unuse(outcome: string): void {
    count(this.#unused, outcome);
  }

  /** A row equal to an earlier one. */
  duplicate(line: number, detail: string): void {
    this.duplicated++;
    this.note('duplicate', 'dropped', line, detail);
  }

  /** A remark; only the first 100 of a file are kept. */
  note(reason: string, effect: LedgerNote['effect'], line: number, detail: string): void {
    if (this.#notes.length >= noteLimit) return;
    this.#notes.push({ reason, effect, source: { file: this.#facts.file, line }, detail });
  }

  /** The finished entry. */
  entry(): LedgerEntry {
    return {
      ...this.#facts,
      read: this.read,
      kept: this.kept,
      dropped: sorted(this.#dropped),
      ...(this.#unused.size > 0 && { unused: sorted(this.#unused) }),
      duplicated: this.duplicated,
      truncated: this.truncated,
      unjoined: this.unjoined,
      unanswered: this.unanswered,
      ...(this.filtered > 0 && { filtered: this.filtered }),
      notes: this.#notes,
    };
  }
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

function sorted(counts: ReadonlyMap<string, number>): Readonly<Record<string, number>> {
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}
