import { createHash } from 'node:crypto';
import {
  BATTERY_SOURCE,
  type InputFile,
  type OptionLikelihood,
  type Response,
} from '../benchmark/benchmark.ts';
import type { EngineAnswer } from '../engine/engine.ts';
import { type JournalRow, outcomeOf } from './journal-row.ts';
import { type ModelRequest, nameOfCondition, type PlannedRequest } from './request.ts';

/**
 * The answers that a journal has to a plan, one for every item that shares a request. When and how long
 * an answer took, and where its row stands, play no part: an interrupted run gives what one in a single
 * go gives.
 */
export function batteryResponses(
  requests: readonly PlannedRequest[],
  rows: ReadonlyMap<string, JournalRow>,
): Response[] {
  return requests.flatMap((request, index) => {
    const { answer } = rows.get(request.key) ?? {};
    return answer === undefined ? [] : responsesTo(request, answer, index + 1);
  });
}

/**
 * A digest of the outcomes of a plan, for the list of what a result was made from.
 *
 * @param of what was asked: "the battery".
 */
export function journalInput(
  requests: readonly Pick<ModelRequest, 'key'>[],
  rows: ReadonlyMap<string, JournalRow>,
  of: string,
): InputFile {
  const found = requests.flatMap(({ key }) => rows.get(key) ?? []);
  const hash = createHash('sha256');
  for (const text of found.map(outcomeOf).sort()) hash.update(`${text}\n`);
  return {
    path: `${found.length} outcomes of ${of}`,
    sha256: hash.digest('hex'),
    role: 'journal',
  };
}

function responsesTo(request: PlannedRequest, answer: EngineAnswer, number: number): Response[] {
  const { model, items, stimulus } = request;
  const scores = optionScores(request, answer);
  return items.map((item) => ({
    model,
    condition: nameOfCondition(request),
    itemKey: item.key,
    text: answer.text,
    truncated: answer.finish === 'length',
    source: { file: BATTERY_SOURCE, line: number },
    ...(stimulus.rotation !== undefined && { shownOptions: stimulus.options }),
    ...(scores.length > 0 && { optionScores: scores }),
  }));
}

/** What an engine does not tell is left out: it is less probable than all it tells. */
function optionScores(
  { decoding }: PlannedRequest,
  { candidateLogLikelihoods = [] }: EngineAnswer,
): OptionLikelihood[] {
  return candidateLogLikelihoods.flatMap((logLikelihood, index) =>
    logLikelihood === null ? [] : [{ label: decoding.candidates[index]!.label, logLikelihood }],
  );
}
