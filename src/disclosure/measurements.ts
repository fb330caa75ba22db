import type { AuditResult } from '../audit/audit.ts';
import type { AuditRun, ExtractorRange } from '../audit/audit-run.ts';
import { extractorMultiverse } from '../audit/extractor-multiverse.ts';
import type { InputFile, LedgerEntry, Track } from '../benchmark/benchmark.ts';
import type { Evidence } from '../evidence/evidence.ts';
import { kinOf } from '../judgments/kinship/kin-of.ts';
import type { KinshipDeclaration } from '../judgments/kinship/kinship.ts';
import type { ModelCard } from '../model-card/model-card.ts';

/** What was measured, as far as it bears on disclosures: of a run under way, or of one that was recorded. */
export interface Measurements {
  /** What an audit came to; undefined where it was not configured. */
  readonly resultOf: (id: string) => AuditResult | undefined;
  /** Items in use; 0 of both where there is no benchmark at all. */
  readonly testItems: number;
  readonly trainItems: number;
  /** Set where only the first test items were read. */
  readonly limit?: number;
  readonly ledger: readonly LedgerEntry[];
  readonly inputs: readonly InputFile[];
  readonly cards: readonly ModelCard[];
  /** Answers to the items as they are, by model and track. */
  readonly answers: readonly AnswerCounts[];
  /** Of the same answers, how many were cut, by model. */
  readonly truncated: readonly TruncatedCount[];
  readonly extractors: readonly ExtractorRange[];
  /** Who wrote the reference answers, where the config says so. */
  readonly references?: ReferenceAuthors;
}

export interface AnswerCounts {
  readonly model: string;
  readonly track: Track;
  /** Items that were to be answered. */
  readonly items: number;
  readonly unanswered: number;
  /** Answers that could not be read. */
  readonly unread: number;
}

export interface TruncatedCount {
  readonly model: string;
  readonly answers: number;
  readonly truncated: number;
}

/** References by whether a model wrote them; `unknown`: the config names several authors and not who wrote which. */
export interface ReferenceAuthors {
  readonly items: number;
  readonly byModels: number;
  readonly unknown: number;
}

/** Where there is neither a run nor a benchmark. */
export const nothingMeasured: Measurements = {
  resultOf: () => undefined,
  testItems: 0,
  trainItems: 0,
  ledger: [],
  inputs: [],
  cards: [],
  answers: [],
  truncated: [],
  extractors: [],
};

/** Measurements of a run under way. */
export function measurementsOf(
  { benchmark, cards, scores }: Pick<Evidence, 'benchmark' | 'cards' | 'scores'>,
  resultOf: Measurements['resultOf'],
): Measurements {
  const { test, train, responses, limit, ledger, inputs, kinship } = benchmark;
  const real = responses.filter(({ condition }) => condition === 'real');
  const authors = [...new Set(real.map(({ model }) => model))];
  const references = kinship && authorsByItem(kinship, test);
  return {
    ...{ resultOf, ledger, inputs, cards },
    testItems: test.length,
    trainItems: train.length,
    ...(limit !== undefined && { limit }),
    answers: scores.itemScores
      .filter(({ condition, primary }) => condition === 'real' && primary)
      .map(({ model, track, itemKeys, unansweredKeys, unparsed }) => ({
        ...{ model, track },
        items: itemKeys.length + unansweredKeys.length,
        unanswered: unansweredKeys.length,
        unread: unparsed,
      })),
    truncated: authors.map((model) => {
      const own = real.filter((response) => response.model === model);
      const truncated = own.filter((response) => response.truncated).length;
      return { model, answers: own.length, truncated };
    }),
    extractors: extractorMultiverse(scores),
    ...(references && { references }),
  };
}

/** Measurements of a recorded run. */
export function measurementsOfRun(run: AuditRun): Measurements {
  const { benchmark, ledger, inputs, models, scores, extractors, audits } = run;
  const kin = run.config.kin as KinshipDeclaration | undefined;
  // Who wrote which reference stands in the rows, which a run does not keep.
  const references =
    kin && kin.referenceColumn === undefined ? authorsOfAll(kin, benchmark.testItems) : undefined;
  return {
    resultOf: (id) => audits.find((audit) => audit.id === id),
    ...{ ledger, inputs, extractors, cards: models },
    testItems: benchmark.testItems,
    trainItems: benchmark.trainItems,
    ...(benchmark.limit !== undefined && { limit: benchmark.limit }),
    answers: scores
      .filter(({ condition, primary, subset }) => {
        return condition === 'real' && primary && subset.column === 'all';
      })
      .map(({ model, track, n, unanswered, unparsed }) => ({
        ...{ model, track, unanswered },
        items: n + unanswered,
        unread: unparsed,
      })),
    truncated: truncatedByLedger(ledger),
    ...(references && { references }),
  };
}

/** By the rows of recorded answers; of answers that were asked for the ledger has none. */
function truncatedByLedger(ledger: readonly LedgerEntry[]): TruncatedCount[] {
  const counts = new Map<string, TruncatedCount>();
  for (const { role, model, condition = 'real', kept, truncated } of ledger) {
    if (role !== 'predictions' || model === undefined || condition !== 'real') continue;
    const before = counts.get(model) ?? { model, answers: 0, truncated: 0 };
    counts.set(model, {
      model,
      answers: before.answers + kept,
      truncated: before.truncated + truncated,
    });
  }
  return [...counts.values()];
}

/** Authors as a column of the rows names them, or as the config does for all. */
function authorsByItem(
  kinship: KinshipDeclaration,
  test: Evidence['benchmark']['test'],
): ReferenceAuthors | undefined {
  const { referenceColumn } = kinship;
  if (referenceColumn === undefined) return authorsOfAll(kinship, test.length);
  const names = test.map(({ attributes }) => attributes[referenceColumn]);
  return {
    items: test.length,
    byModels: names.filter((name) => name !== undefined && isModel(name, kinship)).length,
    unknown: names.filter((name) => name === undefined).length,
  };
}

function authorsOfAll(kinship: KinshipDeclaration, items: number): ReferenceAuthors | undefined {
  const { references } = kinship;
  if (references.length === 0 || items === 0) return undefined;
  const models = references.filter((name) => isModel(name, kinship)).length;
  if (models > 0 && models < references.length) return { items, byModels: 0, unknown: items };
  return { items, byModels: models > 0 ? items : 0, unknown: 0 };
}

/** People have no family. */
function isModel(name: string, kinship: KinshipDeclaration): boolean {
  const { family, vendor } = kinOf(name, kinship);
  return family !== undefined || vendor !== undefined;
}
