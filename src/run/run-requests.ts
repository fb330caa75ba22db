import {
  type Engine,
  type EngineAnswer,
  type EngineEffort,
  RequestFailure,
} from '../engine/engine.ts';
import type { Prompt } from '../model/model.ts';
import type { Progress } from '../progress.ts';
import { inFlight } from './in-flight.ts';
import type { Journal } from './journal.ts';
import type { JournalFailure, JournalRow } from './journal-row.ts';
import { type ModelRequest, nameOfCondition } from './request.ts';

/** Options of `runRequests`. */
export interface RunRequestsOptions {
  /** What the model is put; made when its turn comes. */
  readonly promptOf: (request: ModelRequest) => Promise<Prompt>;
  readonly journal: Pick<Journal, 'append'>;
  /** Nothing new is asked once it is aborted; what is under way is given up. */
  readonly signal: AbortSignal;
  readonly progress: Progress;
  /** "Asking specialist". */
  readonly label: string;
}

/** What came of some requests. */
export interface RunTally {
  readonly answered: number;
  readonly failed: number;
  /** Not asked: the run was interrupted, or every further request would have failed the same way. */
  readonly left: number;
  /** Why the rest was not asked, if not for an interruption. */
  readonly stopped?: string;
}

/**
 * Asks an engine, as many requests at once as it has use for, and writes every outcome to the journal
 * before it counts. A request that fails is an outcome too: the others go on. What would make every
 * further request fail alike ends the run and is journalled for none.
 *
 * @throws {AuditError} if the journal can not be written.
 */
export async function runRequests(
  requests: readonly ModelRequest[],
  engine: Engine,
  { promptOf, journal, signal, progress, label }: RunRequestsOptions,
): Promise<RunTally> {
  const task = progress.start(label, requests.length);
  const counts = { answered: 0, failed: 0, tokens: 0 };
  let stopped: string | undefined;
  const startedMs = performance.now();
  const work = async (index: number): Promise<void> => {
    const outcome = await askOne(requests[index]!, { engine, promptOf, signal });
    if (outcome === undefined) return;
    if (outcome.fatal !== undefined) {
      // Once the cause is mended it is to be asked like all that was not.
      stopped ??= outcome.fatal;
      return;
    }
    await journal.append(outcome.row);
    countRow(counts, outcome.row);
    task.advance(1, statusOf(counts, engine, performance.now() - startedMs));
  };
  try {
    await inFlight(requests.length, {
      limit: () => engine.maxInFlight,
      mayStart: () => !signal.aborted && stopped === undefined,
      work,
    });
  } finally {
    task.done();
  }
  const { answered, failed } = counts;
  const left = requests.length - answered - failed;
  return { answered, failed, left, ...(stopped !== undefined && { stopped }) };
}

/** What came of one request. */
export interface Outcome {
  readonly row: JournalRow;
  /** Why no further request can succeed either. */
  readonly fatal?: string;
}

/** Options of `askOne`. */
export interface AskOptions extends Pick<RunRequestsOptions, 'promptOf' | 'signal'> {
  readonly engine: Engine;
}

/** Asks one request; undefined if it was given up for an interruption. */
export async function askOne(
  request: ModelRequest,
  { engine, promptOf, signal }: AskOptions,
): Promise<Outcome | undefined> {
  const { maxNewTokens, candidates, sampling } = request.decoding;
  const startedMs = performance.now();
  try {
    const { answer, effort } = await engine.ask(
      {
        prompt: await promptOf(request),
        maxNewTokens,
        ...(sampling && { sampling: { kind: 'sample', ...sampling } }),
        ...(candidates.length > 0 && { candidates: candidates.map(({ text }) => text) }),
      },
      signal,
    );
    return { row: rowOf(request, { answer }, effort) };
  } catch (error) {
    if (signal.aborted) return undefined;
    const failure = failureOf(error);
    const { reason, detail, attempts, fatal } = failure;
    const effort = { durationMs: performance.now() - startedMs, attempts };
    const row = rowOf(request, { failure: { reason, detail } }, effort);
    return { row, ...(fatal && { fatal: `${reason}: ${detail}` }) };
  }
}

/** The row of a request, as of now. */
export function rowOf(
  request: ModelRequest,
  came: { readonly answer: EngineAnswer } | { readonly failure: JournalFailure },
  effort: EngineEffort,
): JournalRow {
  return {
    key: request.key,
    model: request.model,
    condition: nameOfCondition(request),
    item: request.items[0]!.key,
    ...came,
    effort: { at: new Date().toISOString(), ...effort },
  };
}

function failureOf(error: unknown): JournalFailure & { attempts: number; fatal: boolean } {
  const { message } = error as Error;
  if (error instanceof RequestFailure) {
    const { reason, attempts } = error;
    return { reason, detail: message, attempts, fatal: error.fatal };
  }
  const code = (error as { code?: unknown }).code;
  const reason = typeof code === 'string' ? code.toLowerCase().replaceAll('_', '-') : 'defect';
  return { reason, detail: message, attempts: 0, fatal: false };
}

/** What has come so far. */
export interface RunCounts {
  answered: number;
  failed: number;
  /** Of prompts and answers together. */
  tokens: number;
}

/** Adds a row to the counts. */
export function countRow(counts: RunCounts, { answer }: JournalRow): void {
  counts[answer === undefined ? 'failed' : 'answered'] += 1;
  counts.tokens += (answer?.promptTokens ?? 0) + (answer?.newTokens ?? 0);
}

/** "  310 tok/s  device 92% busy  3 failed" */
export function statusOf(
  { failed, tokens }: Readonly<RunCounts>,
  { busyShare }: Engine,
  elapsedMs: number,
): string {
  const parts = [
    `${Math.round(tokens / (elapsedMs / 1000))} tok/s`,
    ...(busyShare === undefined ? [] : [`device ${Math.round(100 * busyShare)}% busy`]),
    `${failed} failed`,
  ];
  return `  ${parts.join('  ')}`;
}
