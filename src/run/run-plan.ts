import { stimulusPrompt } from '../conditions/stimulus-prompt.ts';
import { AuditError } from '../errors.ts';
import type { Progress } from '../progress.ts';
import { isAskedBy } from './asked-by.ts';
import type { BatteryModel } from './battery-models.ts';
import type { Journal } from './journal.ts';
import type { ModelRequest } from './request.ts';
import { isWanted, type RequestFilter } from './request-filter.ts';
import { type RunTally, runRequests } from './run-requests.ts';

/** Options of `runPlan`. */
export interface RunPlanOptions {
  readonly journal: Journal;
  readonly filter: RequestFilter;
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

/** What became of one model's requests. */
export interface ModelTally extends RunTally {
  readonly model: string;
}

/**
 * Asks what a journal has no outcome of, model by model, so that one is in memory at a time. A model
 * that can not be opened stops nothing: its requests stay open, with the reason.
 *
 * @throws {AuditError} if the journal can not be written.
 */
export async function runPlan(
  requests: readonly ModelRequest[],
  models: readonly BatteryModel[],
  { journal, filter, signal, progress }: RunPlanOptions,
): Promise<readonly ModelTally[]> {
  const tallies: ModelTally[] = [];
  for (const model of models) {
    const open = requests.filter(
      (request) => isAskedBy(model, request) && isWanted(request, journal, filter),
    );
    if (open.length === 0 || signal.aborted) continue;
    tallies.push({ model: model.name, ...(await ask(model, open, { journal, signal, progress })) });
  }
  return tallies;
}

async function ask(
  model: BatteryModel,
  requests: readonly ModelRequest[],
  options: Omit<RunPlanOptions, 'filter'>,
): Promise<RunTally> {
  const engine = await model.open().catch((error: unknown) => {
    if (error instanceof AuditError) return error;
    throw error;
  });
  if (engine instanceof AuditError)
    return { answered: 0, failed: 0, left: requests.length, stopped: engine.message };
  try {
    return await runRequests(requests, engine, {
      ...options,
      promptOf: ({ stimulus }) => stimulusPrompt(stimulus),
      label: `Asking ${model.name}`,
    });
  } finally {
    await engine.close();
  }
}
