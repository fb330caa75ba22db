import type { Benchmark, Item } from '../../src/benchmark/benchmark.ts';
import type { TextEvidence } from '../../src/evidence/evidence.ts';
import type { LeakedQuestion } from './findings.ts';

/**
 * Test wordings that train has too, with the rows behind them: those asked by most test
 * rows first, near ones last.
 */
export function leakedQuestions(
  benchmark: Benchmark,
  text: TextEvidence,
  wordingOf: (item: Item) => string,
): LeakedQuestion[] {
  const wanted = new Set([...text.matches.values()].map((match) => match.trainKey));
  const trainItems = new Map<string, Item>();
  const trainCounts = new Map<string, number>();
  for (const item of benchmark.train) {
    const wording = wordingOf(item);
    if (wanted.has(item.key)) trainItems.set(item.key, item);
    trainCounts.set(wording, (trainCounts.get(wording) ?? 0) + 1);
  }
  const patterns = new Map(text.templates.map(({ id, pattern }) => [id, pattern]));
  const testRows = new Map<string, Item[]>();
  for (const item of benchmark.test) {
    if (!text.matches.has(item.key)) continue;
    const rows = testRows.get(wordingOf(item));
    if (rows) rows.push(item);
    else testRows.set(wordingOf(item), [item]);
  }
  const leaked = [...testRows.values()].map((rows): LeakedQuestion => {
    const first = rows[0]!;
    const match = text.matches.get(first.key)!;
    const trainItem = trainItems.get(match.trainKey)!;
    return {
      match,
      rows,
      trainItem,
      pattern: patterns.get(text.templateOf.get(first.key) ?? '') ?? '',
      trainRows: trainCounts.get(wordingOf(trainItem))!,
      sameAnswerRows: rows.filter((row) => text.matches.get(row.key)!.sameAnswer).length,
    };
  });
  const rank = ({ match }: LeakedQuestion) => (match.level === 'near' ? 1 : 0);
  // Array.prototype.sort is stable: equals stay in the order of the test file.
  return leaked.sort((a, b) => rank(a) - rank(b) || b.rows.length - a.rows.length);
}
