import type { RefusedModel } from '../../src/run/battery-models.ts';
import { verdictWords } from '../wording.ts';
import { escapeMarkdown } from './escape.ts';

/** A paragraph a model or grader that could not be asked: "NOT RUN: name: reason". */
export function refusedParagraphs(refused: readonly RefusedModel[]): string[] {
  return refused.map(({ name, reason }) =>
    escapeMarkdown(`${verdictWords['not-run']}: ${name}: ${reason}`),
  );
}
