import type { Estimate, EvidenceTable } from '../../../src/audit/audit.ts';
import { estimateOf } from '../../../src/audit/estimate-of.ts';
import {
  isScored,
  type JudgmentOutcome,
  judgmentOutcomes,
} from '../../../src/judgments/judgments.ts';
import { type MeanEstimate, meanEstimate } from '../../../src/statistics/index.ts';
import { type JudgmentKind, judgmentKinds, type Question } from '../question.ts';
import type { Relation, Relations } from '../relations.ts';
import { clusterNames, picked, positionsWhere } from '../units.ts';

/** Whose answers were judged: all, or those so related to the grader; of a pair, the closer relation. */
export type AnswerGroup = 'all' | Relation;

/** What came of asking one grader about one group of answers. */
export interface OutcomeRates {
  readonly kind: JudgmentKind;
  readonly grader: string;
  readonly group: AnswerGroup;
  /** Who counts as kin. */
  readonly by: Relations['by'];
  readonly judgments: number;
  readonly counts: Readonly<Record<JudgmentOutcome, number>>;
  /** Share of each outcome among the judgments. */
  readonly rates: Readonly<Record<JudgmentOutcome, Estimate>>;
  /** Share of ties among the scored pairs; undefined for scores and where no pair is scored. */
  readonly tieRate: Estimate | undefined;
}

function groupTitle(group: AnswerGroup, by: Relations['by']): string {
  const titles: Readonly<Record<AnswerGroup, string>> = {
    all: 'all',
    self: 'its own',
    kin: `of its ${by}`,
    other: 'of others',
    unknown: `of unknown ${by}`,
  };
  return titles[group];
}

const outcomeTitles: Readonly<Record<JudgmentOutcome, string>> = {
  scored: 'read',
  unparsed: 'not read',
  'out-of-range': 'beyond the scale',
  refused: 'refused',
  failed: 'failed',
  'empty-answer': 'of empty answers',
};

/** Outcomes of every counted grader, by whose answers they are where that differs. */
export function outcomeRates(question: Question): OutcomeRates[] {
  return judgmentKinds.flatMap((kind) =>
    question.graders.flatMap((grader) => {
      const table = question.judgments[kind];
      const own = positionsWhere(table.length, (row) => table.grader[row] === grader);
      if (own.length === 0) return [];
      const groups = groupedRows(kind, own, question);
      const parts = groups.size > 1 ? [...groups] : [];
      return [['all', own] as const, ...parts].map(([group, rows]) =>
        ratesOf({ kind, grader, group }, rows, question),
      );
    }),
  );
}

/** Closest first: a pair with an answer of the grader's own counts as its own. */
const closeness: readonly Relation[] = ['self', 'kin', 'unknown', 'other'];

function groupedRows(
  kind: JudgmentKind,
  rows: Uint32Array,
  { judgments, relations }: Question,
): ReadonlyMap<Relation, Uint32Array> {
  const { scores, pairs } = judgments;
  const relation = (row: number): Relation => {
    if (kind === 'scores') return relations.of[scores.grader[row]!]![scores.candidate[row]!]!;
    const related = relations.of[pairs.grader[row]!]!;
    const both = [related[pairs.first[row]!]!, related[pairs.second[row]!]!];
    return closeness.find((each) => both.includes(each))!;
  };
  const groups = closeness.map(
    (group) => [group, rows.filter((row) => relation(row) === group)] as const,
  );
  return new Map(groups.filter(([, members]) => members.length > 0));
}

function ratesOf(
  facts: { readonly kind: JudgmentKind; readonly grader: number; readonly group: AnswerGroup },
  rows: Uint32Array,
  question: Question,
): OutcomeRates {
  const { kind, group } = facts;
  const { judgments, options, relations } = question;
  const { by } = relations;
  const table = judgments[kind];
  const grader = judgments.graders[facts.grader]!;
  const clusters = clusterNames(picked(table.item, rows), question);
  const whose = group === 'all' ? '' : ` of answers ${groupTitle(group, by)}`;
  const counts = judgmentOutcomes.map(
    (_, code) => rows.filter((row) => table.outcome[row] === code).length,
  );
  const shareOf = sharesOf(table.outcome, rows, clusters, options.level);
  return {
    kind,
    grader,
    group,
    by,
    judgments: rows.length,
    counts: byOutcome((code) => counts[code]!),
    rates: byOutcome((code, outcome) =>
      estimateOf(
        `${grader}: judgments${whose} that were ${outcomeTitles[outcome]}`,
        'proportion',
        shareOf(code, counts[code]!),
      ),
    ),
    tieRate:
      kind === 'pairs'
        ? tieRate(`${grader}: comparisons${whose} that are ties`, rows, question)
        : undefined,
  };
}

function tieRate(title: string, rows: Uint32Array, question: Question): Estimate | undefined {
  const { item, outcome, preference } = question.judgments.pairs;
  const scored = rows.filter((row) => isScored(outcome[row]!));
  if (scored.length === 0) return undefined;
  const isTie = Array.from(scored, (row) => Number(preference[row] === 0.5));
  const clusters = clusterNames(picked(item, scored), question);
  return estimateOf(title, 'proportion', meanEstimate(isTie, clusters, question.options));
}

function byOutcome<Value>(
  value: (code: number, outcome: JudgmentOutcome) => Value,
): Record<JudgmentOutcome, Value> {
  const entries = judgmentOutcomes.map((outcome, code) => [outcome, value(code, outcome)]);
  return Object.fromEntries(entries) as Record<JudgmentOutcome, Value>;
}

/** The share of each outcome; most never happen or always do, which takes one estimate for all of them. */
function sharesOf(
  outcome: Uint8Array,
  rows: Uint32Array,
  clusters: readonly string[],
  level: number,
): (code: number, count: number) => MeanEstimate {
  let never: MeanEstimate | undefined;
  return (code, count) => {
    if (count > 0 && count < rows.length) {
      const values = Array.from(rows, (row) => (outcome[row] === code ? 1 : 0));
      return meanEstimate(values, clusters, { level });
    }
    never ??= meanEstimate(new Array<number>(rows.length).fill(0), clusters, { level });
    if (count === 0) return never;
    const { lower, upper } = never.interval;
    const interval = { ...never.interval, lower: 1 - upper, upper: 1 - lower };
    return { ...never, value: 1, interval };
  };
}

/** What came of asking, grader by grader. */
export function outcomeTable(rates: readonly OutcomeRates[]): EvidenceTable {
  return {
    title: 'What came of asking the graders',
    columns: [
      { key: 'kind', title: 'Judgments' },
      { key: 'grader', title: 'Grader' },
      { key: 'group', title: 'Answers' },
      { key: 'judgments', title: 'Asked for' },
      { key: 'scored', title: 'Read' },
      { key: 'ties', title: 'Ties' },
      { key: 'unparsed', title: 'Not read' },
      { key: 'out-of-range', title: 'Beyond the scale' },
      { key: 'refused', title: 'Refused' },
      { key: 'failed', title: 'Failed' },
      { key: 'empty-answer', title: 'Empty answers' },
    ],
    rows: rates.map(({ kind, grader, group, by, judgments, rates: shares, tieRate }) => ({
      kind: kind === 'scores' ? 'by score' : 'by pair',
      grader,
      group: groupTitle(group, by),
      judgments,
      ...shares,
      ties: tieRate ?? null,
    })),
    note: `Only judgments that were read enter an estimate; nothing else is turned into a score. Ties are a share of the comparisons that were read. A comparison with an answer of the grader’s own counts as its own, then as of its ${rates[0]?.by ?? 'family'}.`,
  };
}
