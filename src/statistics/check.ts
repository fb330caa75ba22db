/** Checks that several statistics share. Each names the function that was called wrongly. */

/** Refuses a level that is not strictly between 0 and 1. */
export function checkLevel(caller: string, level: number): void {
  if (!(level > 0 && level < 1)) {
    throw new RangeError(`${caller}: level must be between 0 and 1, got ${level}`);
  }
}

/** Refuses an empty list, or one that holds NaN or an infinity. */
export function checkValues(caller: string, name: string, values: readonly number[]): void {
  if (values.length === 0) throw new RangeError(`${caller}: ${name} is empty`);
  const position = values.findIndex((value) => !Number.isFinite(value));
  if (position >= 0) {
    throw new RangeError(`${caller}: ${name}[${position}] is ${values[position]}`);
  }
}

/** Refuses lists that should run side by side and don't. */
export function checkSameLength(
  caller: string,
  first: { readonly name: string; readonly length: number },
  second: { readonly name: string; readonly length: number },
): void {
  if (first.length !== second.length) {
    throw new RangeError(
      `${caller}: ${first.name} has ${first.length} entries, ${second.name} ${second.length}`,
    );
  }
}

/** Refuses a number of resamples that is not a positive integer. */
export function checkResamples(caller: string, resamples: number): void {
  if (!Number.isSafeInteger(resamples) || resamples < 1) {
    throw new RangeError(`${caller}: resamples must be a positive integer, got ${resamples}`);
  }
}

/** Refuses a proportion's parts unless 0 <= successes <= n and n > 0. Neither need be an integer. */
export function checkProportion(caller: string, successes: number, n: number): void {
  if (!(n > 0 && Number.isFinite(n))) {
    throw new RangeError(`${caller}: n must be a positive number, got ${n}`);
  }
  if (!(successes >= 0 && successes <= n)) {
    throw new RangeError(`${caller}: successes must be in [0, ${n}], got ${successes}`);
  }
}
