/** Checks that several statistics share. Each names the function that was called wrongly. */

/** Refuses a level that is not strictly between 0 and 1. */
export function checkLevel(caller: string, level: number): void {
  if (!(level > 0 && level < 1)) {
    throw new RangeError(`${caller}: level must be between 0 and 1, got ${level}`);
  }
}

/** Refuses an empty list, or one that holds NaN or an infinity. */
export function checkValues(
  caller: string,
  name: string,
  values: readonly number[] | Float64Array,
): void {
  if (values.length === 0) throw new RangeError(`${caller}: ${name} is empty`);
  const position = values.findIndex((value) => !Number.isFinite(value));
  if (position >= 0) {
    throw new RangeError(`${caller}: ${name}[${position}] is ${values[position]}`);
  }
}

/** Refuses lists, each given by name and length, that should run side by side and don't. */
export function checkSameLength(
  caller: string,
  first: readonly [name: string, length: number],
  second: readonly [name: string, length: number],
): void {
  if (first[1] !== second[1]) {
    throw new RangeError(
      `${caller}: ${first[0]} has ${first[1]} entries, ${second[0]} has ${second[1]}`,
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

/** Rounding may carry a score this far past 0 or 1. */
const scoreSlack = 1e-9;

/** Refuses an empty list, or one that holds anything but numbers in [0, 1]. */
export function checkScores(caller: string, name: string, scores: readonly number[]): void {
  checkValues(caller, name, scores);
  const position = scores.findIndex((score) => score < -scoreSlack || score > 1 + scoreSlack);
  if (position >= 0) {
    throw new RangeError(
      `${caller}: ${name}[${position}] is ${scores[position]}; scores must be in [0, 1]`,
    );
  }
}

/** Refuses p-values that are not probabilities. */
export function checkProbabilities(caller: string, pValues: readonly number[]): void {
  const position = pValues.findIndex((value) => !(value >= 0 && value <= 1));
  if (position >= 0) {
    throw new RangeError(
      `${caller}: pValues[${position}] is ${pValues[position]}; must be in [0, 1]`,
    );
  }
}

/** Refuses a count that is not a whole number from 0 on. */
export function checkCount(caller: string, name: string, count: number): void {
  if (!Number.isSafeInteger(count) || count < 0) {
    throw new RangeError(`${caller}: ${name} must be a whole number, got ${count}`);
  }
}

/** Refuses an error probability or power that is not strictly between two bounds. */
export function checkBetween(
  caller: string,
  [name, value]: readonly [name: string, value: number],
  [low, high]: readonly [low: number, high: number],
): void {
  if (!(value > low && value < high)) {
    throw new RangeError(`${caller}: ${name} must be between ${low} and ${high}, got ${value}`);
  }
}
