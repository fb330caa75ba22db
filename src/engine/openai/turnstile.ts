import { onAbort } from './on-abort.ts';

interface Waiting {
  readonly admit: () => void;
}

/** Lets so many in at once and the others wait in their order. Nothing polls. */
export class Turnstile {
  readonly #limit: () => number;
  readonly #queue = new Set<Waiting>();
  #inside = 0;

  /** @param limit How many may be inside; may change at any time. */
  constructor(limit: () => number) {
    this.#limit = limit;
  }

  get inside(): number {
    return this.#inside;
  }

  /**
   * Resolves once there is room; `leave` must follow.
   *
   * @throws the signal's reason when it is aborted before.
   */
  enter(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason);
        return;
      }
      const waiting: Waiting = {
        admit: () => {
          forget();
          resolve();
        },
      };
      const forget = onAbort(signal, () => {
        this.#queue.delete(waiting);
        reject(signal.reason);
      });
      this.#queue.add(waiting);
      this.#admit();
    });
  }

  leave(): void {
    this.#inside -= 1;
    this.#admit();
  }

  #admit(): void {
    for (const waiting of this.#queue) {
      if (this.#inside >= this.#limit()) return;
      this.#queue.delete(waiting);
      this.#inside += 1;
      waiting.admit();
    }
  }
}
