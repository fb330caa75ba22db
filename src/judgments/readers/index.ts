import type { JudgmentFiles } from '../../benchmark/grading-config.ts';
import { alpacaEval } from './alpaca-eval.ts';
import { judgebench } from './judgebench.ts';
import type { JudgmentReader } from './judgment-row.ts';
import { mtBenchPair, mtBenchSingle, mtBenchVotes } from './mt-bench.ts';
import { table } from './table.ts';

const byFormat: Readonly<
  Record<Exclude<JudgmentFiles['format'], 'auto'>, readonly JudgmentReader[]>
> = {
  table: [table],
  'mt-bench': [mtBenchSingle, mtBenchPair, mtBenchVotes],
  'alpaca-eval': [alpacaEval],
  judgebench: [judgebench],
};

/** Readers of judgments; the first that accepts a file's beginning reads it. A column map means a table. */
export function judgmentReaders(format: JudgmentFiles['format']): readonly JudgmentReader[] {
  return format === 'auto' ? Object.values(byFormat).flat() : byFormat[format];
}
