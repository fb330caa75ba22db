import { availableParallelism } from 'node:os';
import type { Precision } from '../model/model.ts';
import type { JournalRow } from './journal-row.ts';
import type { ModelRequest } from './request.ts';

/** What a group of requests will take. */
export interface Estimate {
  readonly promptTokens: number;
  readonly newTokens: number;
  /** Whether `newTokens` is the most that can be generated, not what earlier answers needed. */
  readonly isBound: boolean;
  readonly seconds: number | undefined;
  /** What the figures rest on. */
  readonly basis: string;
}

/** A model as far as its speed goes. */
export interface Effort {
  /** Requests that are under way at once. */
  readonly inFlight: number;
  /** Of a checkpoint on the CPU: what gives a first guess before anything is measured. */
  readonly local?: { readonly parameters: number; readonly precision: Precision };
}

/**
 * Arithmetic and memory traffic that were measured on two shared cores with models of 0.4 to 8 billion
 * parameters (docs/performance.md). A first guess, good to a factor of three.
 */
const CPU_RATES: Readonly<
  Partial<Record<Precision, { gigaflopsPerCore: number; gigabytes: number; bytes: number }>>
> = {
  float32: { gigaflopsPerCore: 50, gigabytes: 18, bytes: 4 },
  int8: { gigaflopsPerCore: 60, gigabytes: 14, bytes: 1.125 },
  int4: { gigaflopsPerCore: 70, gigabytes: 15, bytes: 0.625 },
  'bfloat16-mapped': { gigaflopsPerCore: 24, gigabytes: 3, bytes: 2 },
};

/** Characters that one token of an English question spells on average. */
const CHARACTERS_PER_TOKEN = 4;
/** Tokens of a medium of common size: an image of some 640 x 480 px in a Qwen3-VL; a selector keeps fewer. */
const MEDIUM_TOKENS = 300;

/**
 * What some requests of one model and condition will take: by what the journal holds of them where it
 * holds anything, else by lengths of texts and common sizes.
 */
export function estimate(
  open: readonly ModelRequest[],
  answered: readonly JournalRow[],
  effort: Effort,
): Estimate {
  const measured = measure(answered);
  const promptTokens =
    measured === undefined
      ? open.reduce((sum, request) => sum + guessedPromptTokens(request), 0)
      : open.length * measured.promptTokens;
  const newTokens =
    measured === undefined
      ? open.reduce((sum, { decoding }) => sum + decoding.maxNewTokens, 0)
      : open.length * measured.newTokens;
  const seconds =
    measured === undefined
      ? guessedSeconds(promptTokens, newTokens, effort)
      : (open.length * measured.milliseconds) / 1000 / measured.inFlight(effort);
  return {
    promptTokens: Math.round(promptTokens),
    newTokens: Math.round(newTokens),
    isBound: measured === undefined,
    seconds,
    basis:
      measured !== undefined
        ? `${answered.length} answers in the journal`
        : seconds === undefined
          ? 'lengths of texts; time is known after the first answers'
          : 'lengths of texts and the speed of other CPUs, within a factor of three',
  };
}

interface Measured {
  readonly promptTokens: number;
  readonly newTokens: number;
  readonly milliseconds: number;
  /** By how much requests overlap. */
  inFlight(effort: Effort): number;
}

function measure(rows: readonly JournalRow[]): Measured | undefined {
  const answers = rows.flatMap(({ answer, effort }) => (answer ? [{ answer, effort }] : []));
  if (answers.length === 0) return undefined;
  const mean = (of: (one: (typeof answers)[number]) => number): number =>
    answers.reduce((sum, one) => sum + of(one), 0) / answers.length;
  // Engines in this process tell their own time, which does not overlap.
  const own = answers.every(({ effort }) => effort.timing !== undefined);
  return {
    promptTokens: mean(({ answer }) => answer.promptTokens ?? 0),
    newTokens: mean(({ answer }) => answer.newTokens ?? 0),
    milliseconds: mean(({ effort: { timing, durationMs } }) =>
      own && timing ? timing.mediaMs + timing.promptMs + timing.tokensMs : durationMs,
    ),
    inFlight: ({ inFlight }) => (own ? 1 : inFlight),
  };
}

function guessedPromptTokens({ stimulus }: ModelRequest): number {
  const characters = stimulus.text.length + (stimulus.system?.length ?? 0);
  return characters / CHARACTERS_PER_TOKEN + stimulus.media.length * MEDIUM_TOKENS;
}

function guessedSeconds(
  promptTokens: number,
  newTokens: number,
  { local }: Effort,
): number | undefined {
  const rates = local && CPU_RATES[local.precision];
  if (rates === undefined) return undefined;
  const flops = 2 * local!.parameters * promptTokens;
  const bytes = rates.bytes * local!.parameters * newTokens;
  return (
    flops / (rates.gigaflopsPerCore * 1e9 * availableParallelism()) +
    bytes / (rates.gigabytes * 1e9)
  );
}

/** Requests of one model by condition, in their order. */
export function byCondition(
  requests: readonly ModelRequest[],
): ReadonlyMap<string, readonly ModelRequest[]> {
  const groups = new Map<string, ModelRequest[]>();
  for (const request of requests) {
    const group = groups.get(request.condition);
    if (group) group.push(request);
    else groups.set(request.condition, [request]);
  }
  return groups;
}
