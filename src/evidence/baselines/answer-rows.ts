import { type Metric, scoreAnswer } from '../../scoring/index.ts';
import type { TextModel } from './text-method.ts';
import type { LabelledRow, TextRow } from './text-row.ts';

/** What a baseline says to an item, and what that is worth. */
export interface BaselineAnswer {
  readonly answer: string;
  readonly score: number;
}

/** The wording in which each answer content was first seen. */
export function wordingOf(train: readonly LabelledRow[]): ReadonlyMap<string, string> {
  const wordings = new Map<string, string>();
  for (const { target, item } of train) {
    if (!wordings.has(target)) wordings.set(target, item.answer.trim());
  }
  return wordings;
}

/**
 * Asks a fitted model about a row and scores the answer as a model's answer is scored. With
 * options the answer is the label of the best-scored option; if train says nothing about
 * any of them, the first option.
 */
export function answerRow(
  row: TextRow,
  model: TextModel,
  wordings: ReadonlyMap<string, string>,
  metric: Metric,
): BaselineAnswer {
  const content = bestContent(row, model);
  if (row.options.length > 0) {
    const label = row.item.options[row.options.indexOf(content)]?.label ?? '';
    return { answer: label, score: scoreAnswer(metric, row.item, label, label) };
  }
  const answer = wordings.get(content) ?? content;
  return { answer, score: scoreAnswer(metric, row.item, answer, content) };
}

function bestContent(row: TextRow, model: TextModel): string {
  for (const scores of model(row)) {
    const candidates = row.options.length > 0 ? row.options : scores.keys();
    let best: string | undefined;
    let bestScore = Number.NEGATIVE_INFINITY;
    for (const candidate of candidates) {
      const score = scores.get(candidate);
      if (score === undefined || score <= bestScore) continue;
      best = candidate;
      bestScore = score;
    }
    if (best !== undefined) return best;
  }
  return row.options[0] ?? '';
}
