import type { Ledger } from '../benchmark/ledger.ts';
import type { Judgments } from './judgments.ts';

/** Below this nothing is said: a few low scores tell no scale. */
const FEWEST = 20;

/** What the scores of one file look like, so that a scale that is not theirs is noticed. */
export class SeenScores {
  #count = 0;
  #highest = Number.NEGATIVE_INFINITY;
  readonly #what: 'scores' | 'labels';

  constructor(what: 'scores' | 'labels') {
    this.#what = what;
  }

  add(value: number): void {
    this.#count++;
    this.#highest = Math.max(this.#highest, value);
  }

  /** Remarks that at least 20 values reach no more than half of the scale's upper end. */
  noteLow(ledger: Ledger, { upper }: Judgments['scale']): void {
    if (this.#count < FEWEST || this.#highest > upper / 2) return;
    const detail = `the highest of ${this.#count} ${this.#what} is ${this.#highest} on a scale that ends at ${upper}: is "scale" missing?`;
    ledger.note('low-scale', 'kept', 1, detail);
  }
}
