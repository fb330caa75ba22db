import type { Tape } from '../tape.ts';
import type { Value } from '../value.ts';

/** What one pass of a loop hands on. */
export interface LoopPass {
  /** bool[]: whether there is another pass. */
  readonly condition: Value;
  /** What the next pass reads, in the order of the initial values; sizes may change. */
  readonly carried: readonly Value[];
  /** Values of one shape in every pass, which are laid one after another. */
  readonly collected: readonly Value[];
}

/** Options of `loop`. */
export interface GreedyOptions {
  /** i64[]: passes at most. */
  readonly trips: Value;
  /** What the first pass reads. Their shapes are what is known in every pass. */
  readonly initial: readonly Value[];
  readonly name: string;
}

/**
 * Repeats a graph. Its first pass always runs, unless `trips` is 0.
 *
 * @param pass records one pass; it may read the values of `tape` as well. Every value it
 *   carries or collects must be made by an operation of the pass.
 * @returns the collected values, f[passes, ...].
 */
export function loop(
  tape: Tape,
  { trips, initial, name }: GreedyOptions,
  pass: (body: Tape, iteration: Value, carried: readonly Value[]) => LoopPass,
): readonly Value[] {
  const body = tape.inner(name);
  const iteration = body.input(`${name}.iteration`, 'int64', []);
  body.input(`${name}.condition`, 'bool', []);
  const carried = initial.map((value) =>
    body.input(`${name}.${value.name}`, value.type, value.shape),
  );
  const next = pass(body, iteration, carried);
  body.output(`${name}.goes_on`, next.condition);
  for (const [i, value] of next.carried.entries()) {
    body.output(`${name}.${initial[i]!.name}.next`, value);
  }
  for (const value of next.collected) body.output(`${name}.${value.name}`, value);
  const results = tape.ops(
    'Loop',
    [trips, undefined, ...initial],
    [
      ...initial,
      ...next.collected.map(({ type, shape }) => ({ type, shape: ['passes', ...shape] })),
    ],
    { body: { graph: body.graph } },
    { name },
  );
  return results.slice(initial.length);
}
