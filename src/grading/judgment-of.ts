import type { JournalRow } from '../run/journal-row.ts';
import type { PlannedJudgment } from './plan-grading.ts';
import { gradingPrompts } from './prompts/index.ts';
import { type ReadJudgment, readJudgment } from './read-judgment.ts';

/** What came of a judgment by what a journal holds; undefined while its request is open. */
export function judgmentOf(
  { key, prompt }: Pick<PlannedJudgment, 'key' | 'prompt'>,
  rows: ReadonlyMap<string, JournalRow>,
): ReadJudgment | undefined {
  if (key === undefined) return { outcome: 'empty-answer' };
  const row = rows.get(key);
  if (row === undefined) return undefined;
  const { answer } = row;
  if (answer === undefined) return { outcome: 'failed' };
  return readJudgment(answer.text, gradingPrompts[prompt].asks, {
    cut: answer.finish === 'length',
  });
}
