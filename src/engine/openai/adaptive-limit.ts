/** How much an overload leaves of the limit, and a latency that grew for nothing. */
const LEFT_AFTER = { overload: 0.5, latency: 0.75 } as const;

/** A round's mean latency above so many times the usual one counts as grown. */
const GROWN = 2;

/** Answers a second below this share of the usual count as fewer; above it, as chance. */
const FEWER = 0.8;

/** A shorter round says nothing about latency. */
const FEWEST_ANSWERS = 8;

/** Rounds it takes to climb from nothing to the most that is allowed. */
const ROUNDS_TO_THE_TOP = 32;

/** As many answers as requests were let out at once. */
interface Round {
  readonly startedAt: number;
  answers: number;
  latencySum: number;
  /** Whether the limit was reached, so that a higher one would have been used. */
  full: boolean;
}

/** The fastest round since the last decrease, which others are compared with. */
interface Usual {
  readonly latencyMs: number;
  readonly answersPerMs: number;
}

/**
 * Requests that may be under way at once: additive increase, multiplicative decrease.
 *
 * It begins at the most, since a server with a queue of its own does best with that. A 429, a 503
 * or a time-out halves it, once for all requests that were under way together. So does, more
 * gently, latency that doubled while fewer answers a second came: a batching server is slower for
 * each and faster for all, which is no reason to hold back. After a decrease what is found then
 * is the usual, so that longer answers cost one step and not all of them. Each round without
 * trouble that used the limit raises it by a 32nd of the most, at least by one.
 *
 * Source: Chiu & Jain 1989, doi:10.1016/0169-7552(89)90019-6 (why this pair converges).
 */
export class AdaptiveLimit {
  readonly #most: number;
  readonly #now: () => number;
  #limit: number;
  #decreasedAt = Number.NEGATIVE_INFINITY;
  #round: Round;
  #usual: Usual | undefined;

  /**
   * @param most Requests, at least 1.
   * @param now A clock in milliseconds.
   */
  constructor(most: number, now: () => number) {
    this.#most = most;
    this.#now = now;
    this.#limit = most;
    this.#round = newRound(now());
  }

  /** Whole requests, 1 … most. */
  get value(): number {
    return Math.floor(this.#limit);
  }

  /**
   * A request came back with an answer.
   *
   * @param sentAt When it was sent, on the same clock.
   * @param inFlight Requests that were under way with it.
   */
  answered(sentAt: number, inFlight: number): void {
    // What was sent before the last decrease tells of the limit before it.
    if (sentAt <= this.#decreasedAt) return;
    const now = this.#now();
    const round = this.#round;
    round.answers += 1;
    round.latencySum += now - sentAt;
    round.full ||= inFlight >= this.value;
    if (round.answers < Math.max(this.value, FEWEST_ANSWERS)) return;
    this.#close(round, now);
    this.#round = newRound(now);
  }

  /** A request that was sent at `sentAt` was turned away or timed out. */
  overloaded(sentAt: number): void {
    if (sentAt <= this.#decreasedAt) return;
    this.#decrease(LEFT_AFTER.overload);
    this.#round = newRound(this.#decreasedAt);
  }

  #close(round: Round, now: number): void {
    const found: Usual = {
      latencyMs: round.latencySum / round.answers,
      answersPerMs: round.answers / Math.max(now - round.startedAt, Number.MIN_VALUE),
    };
    const usual = this.#usual ?? found;
    const fewer = found.answersPerMs < FEWER * usual.answersPerMs;
    if (round.full && fewer && found.latencyMs > GROWN * usual.latencyMs) {
      this.#decrease(LEFT_AFTER.latency);
      this.#usual = found;
      return;
    }
    if (found.answersPerMs >= usual.answersPerMs) this.#usual = found;
    if (round.full) {
      this.#limit = Math.min(this.#most, this.#limit + Math.max(1, this.#most / ROUNDS_TO_THE_TOP));
    }
  }

  #decrease(left: number): void {
    this.#limit = Math.max(1, this.#limit * left);
    this.#decreasedAt = this.#now();
  }
}

function newRound(startedAt: number): Round {
  return { startedAt, answers: 0, latencySum: 0, full: false };
}
