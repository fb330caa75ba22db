import type { Estimate, EvidenceTable } from '../../../src/audit/audit.ts';
import { estimateOf } from '../../../src/audit/estimate-of.ts';
import { meanEstimate } from '../../../src/statistics/index.ts';
import { countedRows, type JudgmentKind, judgmentKinds, type Question } from '../question.ts';
import { askedCode, clusterNames, valuesOf } from '../units.ts';

/** How far a grader repeats itself where it was asked the same more than once. */
export interface RepeatConsistency {
  readonly kind: JudgmentKind;
  readonly grader: string;
  /** Answers, or pairs in one order, that were judged and read at least twice. */
  readonly repeated: number;
  /** Mean share of two judgments of the same that are equal. */
  readonly consistency: Estimate;
}

/**
 * Consistency of every grader that judged something more than once. A pair in the other order is
 * not a repeat: that is for position bias.
 */
export function repeatConsistencies(question: Question): RepeatConsistency[] {
  return judgmentKinds.flatMap((kind) =>
    question.graders.flatMap((grader) => {
      const { item, shares } = repeated(kind, grader, question);
      if (shares.length === 0) return [];
      const name = question.judgments.graders[grader]!;
      const clusters = clusterNames(item, question);
      const estimate = meanEstimate(shares, clusters, question.options);
      const title = `${name}: equal judgments when asked again, ${kind}`;
      return [
        {
          kind,
          grader: name,
          repeated: shares.length,
          consistency: estimateOf(title, 'proportion', estimate),
        },
      ];
    }),
  );
}

function repeated(
  kind: JudgmentKind,
  grader: number,
  { judgments }: Question,
): { readonly item: Uint32Array; readonly shares: readonly number[] } {
  const table = judgments[kind];
  const value = valuesOf(kind, judgments);
  const values = new Map<number, { readonly item: number; readonly said: number[] }>();
  for (const row of countedRows(table, [grader])) {
    const code = askedCode(kind, judgments, row);
    const said = value[row]!;
    const known = values.get(code);
    if (known) known.said.push(said);
    else values.set(code, { item: table.item[row]!, said: [said] });
  }
  const several = [...values.values()].filter(({ said }) => said.length > 1);
  return {
    item: Uint32Array.from(several, ({ item }) => item),
    shares: several.map(({ said }) => equalShare(said)),
  };
}

/** Share of the pairs of judgments that are equal. */
function equalShare(said: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of said) counts.set(value, (counts.get(value) ?? 0) + 1);
  const equal = [...counts.values()].reduce((sum, count) => sum + count * (count - 1), 0);
  return equal / (said.length * (said.length - 1));
}

/** What graders say when asked again. */
export function repeatTable(consistencies: readonly RepeatConsistency[]): EvidenceTable {
  return {
    title: 'When a grader is asked again',
    columns: [
      { key: 'kind', title: 'Judgments' },
      { key: 'grader', title: 'Grader' },
      { key: 'repeated', title: 'Judged more than once' },
      { key: 'consistency', title: 'Equal' },
    ],
    rows: consistencies.map((consistency) => ({ ...consistency })),
    note: 'Share of two judgments of the same answer, or of the same pair in the same order, that are equal: what no agreement between graders can be expected to exceed by much.',
  };
}
