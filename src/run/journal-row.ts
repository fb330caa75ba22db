import { z } from 'zod';
import type { EngineAnswer, EngineEffort } from '../engine/engine.ts';

/** What came of one request: a line of the journal. */
export interface JournalRow {
  /** Of the request; see `requestKey`. */
  readonly key: string;
  readonly model: string;
  /** As responses name it: `none`, `rotated-2`. */
  readonly condition: string;
  /** Key of the first item that asks this; others that ask the same share its answer. */
  readonly item: string;
  /** Exactly one of the two is there. */
  readonly answer?: EngineAnswer;
  readonly failure?: JournalFailure;
  /** When and how long: differs from run to run, and decides nothing. */
  readonly effort: EngineEffort & { readonly at: string };
}

/** Why there is no answer. */
export interface JournalFailure {
  /** kebab-case, for counting. */
  readonly reason: string;
  readonly detail: string;
}

const count = z.int().min(0);
const rowSchema: z.ZodType<JournalRow> = z
  .object({
    key: z.string().regex(/^[0-9a-f]{32}$/),
    model: z.string(),
    condition: z.string(),
    item: z.string(),
    answer: z
      .object({
        text: z.string(),
        finish: z.enum(['stop', 'length', 'none']),
        promptTokens: count.exactOptional(),
        newTokens: count.exactOptional(),
        candidateLogLikelihoods: z.array(z.number().nullable()).exactOptional(),
      })
      .exactOptional(),
    failure: z.object({ reason: z.string(), detail: z.string() }).exactOptional(),
    effort: z.object({
      at: z.string(),
      durationMs: z.number(),
      attempts: count,
      servedBy: z.string().exactOptional(),
      timing: z
        .object({ mediaMs: z.number(), promptMs: z.number(), tokensMs: z.number() })
        .exactOptional(),
    }),
  })
  .refine(
    ({ answer, failure }) => (answer === undefined) !== (failure === undefined),
    'needs an answer or a failure',
  );

/** The line of a row, with its end. */
export function writeRow(row: JournalRow): string {
  return `${JSON.stringify(row)}\n`;
}

/** The row of a line; otherwise what is wrong with it. */
export function readRow(line: string): JournalRow | { readonly problem: string } {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { problem: 'is no JSON' };
  }
  return parseRow(value);
}

/** A value from outside as a row; otherwise what is wrong with it. */
export function parseRow(value: unknown): JournalRow | { readonly problem: string } {
  const parsed = rowSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  return { problem: [...issue!.path, issue!.message].join(': ') };
}

/** The text of a row without its effort: equal for equal outcomes. */
export function outcomeOf({ effort: _effort, ...outcome }: JournalRow): string {
  return JSON.stringify(outcome);
}

/**
 * Which of two rows of one request counts: an answer before a failure. Between two answers, which
 * only a request that was sent twice has, the one whose text sorts first, and of equal ones the
 * earlier; between two failures the later. The order in which rows are met plays no part.
 */
export function preferredRow(one: JournalRow, other: JournalRow): JournalRow {
  if ((one.answer === undefined) !== (other.answer === undefined))
    return one.answer === undefined ? other : one;
  const [first, second] = [outcomeOf(one), outcomeOf(other)];
  const isLater = one.effort.at > other.effort.at;
  if (one.answer === undefined) {
    if (one.effort.at === other.effort.at) return first <= second ? one : other;
    return isLater ? one : other;
  }
  if (first === second) return isLater ? other : one;
  return first < second ? one : other;
}
