import type { Item } from '../../benchmark/benchmark.ts';
import { answerContent, normaliseText, referenceAnswer } from '../../scoring/index.ts';
import type { ClusterEvidence, TextEvidence } from '../evidence.ts';

/** An item as a baseline sees it: text only, answers as content instead of letters. */
export interface TextRow {
  readonly item: Item;
  readonly cluster: string;
  /** Normalised prompt. */
  readonly question: string;
  /** Normalised prompt with the options' texts: what n-grams are taken from. */
  readonly context: string;
  /** Normalised text of each option; empty without options. */
  readonly options: readonly string[];
  /** Content of the right answer, normalised; null when the reference can't be resolved. */
  readonly target: string | null;
  readonly template: string | undefined;
  readonly modality: string | undefined;
}

/** A row whose right answer is known: what a baseline is fitted on. */
export interface LabelledRow extends TextRow {
  readonly target: string;
}

/** Reduces an item to its text. */
export function textRow(
  item: Item,
  text: Pick<TextEvidence, 'templateOf'>,
  clusters: Pick<ClusterEvidence, 'clusterOf'>,
): TextRow {
  const question = normaliseText(item.prompt);
  const options = item.options.map((option) => normaliseText(option.text));
  const reference = referenceAnswer(item);
  return {
    item,
    cluster: clusters.clusterOf.get(item.key) ?? item.key,
    question,
    context: [question, ...options].join(' '),
    options,
    target: reference === null ? null : answerContent(item, reference),
    template: text.templateOf.get(item.key),
    modality: item.modality,
  };
}

/** Keeps the rows that can be learnt from. */
export function labelledRows(rows: readonly TextRow[]): LabelledRow[] {
  return rows.filter((row): row is LabelledRow => row.target !== null);
}
