import { AuditError, type AuditErrorFacts } from '../../errors.ts';

/** What a thread says to a question. */
export type Answer =
  | { readonly kind: 'done'; readonly result: unknown }
  | { readonly kind: 'failed'; readonly error: unknown }
  /** An `AuditError` in parts: a class does not survive the way between threads. */
  | { readonly kind: 'refused'; readonly facts: AuditErrorFacts };

/** The answer to a question that came to nothing. */
export function failedAnswer(error: unknown): Answer {
  if (!(error instanceof AuditError)) return { kind: 'failed', error };
  const { code, location, problem, remedy } = error;
  return { kind: 'refused', facts: { code, location, problem, remedy } };
}

interface Asker {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** Who waits for the answers of a thread, by the id of the question. */
export class PendingAnswers {
  readonly #askers = new Map<number, Asker>();

  /** Questions without an answer. */
  get count(): number {
    return this.#askers.size;
  }

  /** @throws what the thread failed with, an `AuditError` as one. */
  wait(id: number): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#askers.set(id, { resolve, reject });
    });
  }

  settle(id: number, answer: Answer): void {
    const { resolve, reject } = this.#askers.get(id)!;
    this.#askers.delete(id);
    if (answer.kind === 'done') resolve(answer.result);
    else reject(answer.kind === 'refused' ? new AuditError(answer.facts) : answer.error);
  }

  /** Nothing more will be answered. */
  fail(error: unknown): void {
    for (const { reject } of this.#askers.values()) reject(error);
    this.#askers.clear();
  }
}
