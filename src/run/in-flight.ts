/** Options of `inFlight`. */
export interface InFlightOptions {
  /** Most pieces of work at once; asked before each start, at least 1. */
  readonly limit: () => number;
  /** Whether more work may be started. */
  readonly mayStart: () => boolean;
  readonly work: (index: number) => Promise<void>;
}

/**
 * Does the work 0 … count - 1, starting it in that order. After a failure nothing more is started, and
 * what is under way comes to its end.
 *
 * @throws the first failure.
 */
export async function inFlight(
  count: number,
  { limit, mayStart, work }: InFlightOptions,
): Promise<void> {
  let next = 0;
  let underWay = 0;
  let failures: unknown[] = [];
  let wake = (): void => {};
  const start = (index: number): void => {
    underWay += 1;
    work(index)
      .catch((error: unknown) => {
        failures = [...failures, error];
      })
      .finally(() => {
        underWay -= 1;
        wake();
      });
  };
  for (;;) {
    const more = next < count && failures.length === 0 && mayStart();
    if (more && underWay < limit()) start(next++);
    else if (underWay > 0) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    } else break;
  }
  if (failures.length > 0) throw failures[0];
}
