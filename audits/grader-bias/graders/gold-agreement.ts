import type { Estimate, EvidenceTable } from '../../../src/audit/audit.ts';
import { estimateOf } from '../../../src/audit/estimate-of.ts';
import { isScored } from '../../../src/judgments/judgments.ts';
import { meanEstimate, pairedMeanDifference } from '../../../src/statistics/index.ts';
import type { Question } from '../question.ts';
import { clusterNames, picked, positionsWhere } from '../units.ts';
import { type BothOrders, bothOrders } from './both-orders.ts';

/** How often one grader prefers what people prefer. */
export interface GoldAgreement {
  readonly grader: string;
  /** Undefined for all items together. */
  readonly subset: string | undefined;
  /** Labelled judgments that were read, each order and repeat by itself. */
  readonly judgments: number;
  /** Labelled judgments without a preference, for whatever reason. */
  readonly unread: number;
  /** Share of the read judgments that name the answer people prefer, or a tie where people do. */
  readonly agreement: Estimate;
  /** The same with those that were not read counted as wrong. */
  readonly withUnread: Estimate;
  /** Share of the pairs judged in both orders that are right both times; undefined where there is none. */
  readonly bothOrders: Estimate | undefined;
}

/** How far one grader's scores are from people's, as shares of the scale. */
export interface GoldDeviation {
  readonly grader: string;
  readonly subset: string | undefined;
  readonly judgments: number;
  readonly unread: number;
  /** Mean of |score - label|. */
  readonly absolute: Estimate;
  /** Mean of score - label: above 0 for a lenient grader. */
  readonly signed: Estimate;
}

/** Rows of one grader and subset. */
interface Part {
  readonly grader: string;
  readonly subset: string | undefined;
  readonly rows: Uint32Array;
}

/** Agreement with the labelled preferences, by grader: on all items, then on each subset. */
export function goldAgreements(question: Question): GoldAgreement[] {
  const { pairs } = question.judgments;
  const matched = bothOrders(question);
  return labelledParts(pairs, question).flatMap((part) => {
    const read = part.rows.filter((row) => isScored(pairs.outcome[row]!));
    return read.length > 0 ? [agreementOf(part, read, matched, question)] : [];
  });
}

function agreementOf(
  { grader, subset, rows }: Part,
  read: Uint32Array,
  { straight, turned }: BothOrders,
  question: Question,
): GoldAgreement {
  const { pairs } = question.judgments;
  const where = subset === undefined ? '' : `, ${subset}`;
  const inside = new Set(read);
  const both = positionsWhere(
    straight.length,
    (match) => inside.has(straight[match]!) && inside.has(turned[match]!),
  );
  const otherOrder = new Map(Array.from(both, (match) => [straight[match]!, turned[match]!]));
  const isRight = (row: number): number => Number(agrees(pairs.preference[row]!, pairs.gold[row]!));
  const share = (title: string, own: Uint32Array, value: (row: number) => number): Estimate =>
    estimateOf(
      `${grader}${where}: ${title}`,
      'proportion',
      meanEstimate(
        Array.from(own, value),
        clusterNames(picked(pairs.item, own), question),
        question.options,
      ),
    );
  return {
    grader,
    subset,
    judgments: read.length,
    unread: rows.length - read.length,
    agreement: share('judgments that agree with the labels', read, isRight),
    withUnread: share('judgments that agree, not read counted as wrong', rows, isRight),
    bothOrders:
      both.length === 0
        ? undefined
        : share('pairs judged as labelled in both orders', picked(straight, both), (row) =>
            Math.min(isRight(row), isRight(otherOrder.get(row)!)),
          ),
  };
}

/** A judgment that was not read is NaN and agrees with nothing. */
function agrees(preference: number, gold: number): boolean {
  return Math.sign(preference - 0.5) === Math.sign(gold - 0.5);
}

/** Distance from the labelled scores, by grader: on all items, then on each subset. */
export function goldDeviations(question: Question): GoldDeviation[] {
  const { scores } = question.judgments;
  return labelledParts(scores, question).flatMap(({ grader, subset, rows }) => {
    const read = rows.filter((row) => isScored(scores.outcome[row]!));
    if (read.length === 0) return [];
    const clusters = clusterNames(picked(scores.item, read), question);
    const [given, gold] = [scores.score, scores.gold].map((column) =>
      Array.from(read, (row) => column[row]!),
    ) as [number[], number[]];
    const distance = given.map((score, index) => Math.abs(score - gold[index]!));
    const of = `${grader}${subset === undefined ? '' : `, ${subset}`}`;
    return [
      {
        grader,
        subset,
        judgments: read.length,
        unread: rows.length - read.length,
        absolute: estimateOf(
          `${of}: distance from the labels`,
          'points',
          meanEstimate(distance, clusters, question.options),
        ),
        signed: estimateOf(
          `${of}: scores above the labels`,
          'points',
          pairedMeanDifference(given, gold, clusters, question.options),
        ),
      },
    ];
  });
}

/** Labelled rows of each counted grader: all, then by subset where there are several. */
function labelledParts(
  table: {
    readonly length: number;
    readonly grader: Uint32Array;
    readonly item: Uint32Array;
    readonly gold: Float64Array;
  },
  { judgments, graders }: Question,
): Part[] {
  const labelled = positionsWhere(table.length, (row) => !Number.isNaN(table.gold[row]));
  const subsetOf = (row: number): string | undefined => judgments.items[table.item[row]!]!.subset;
  const subsets = [...new Set(Array.from(labelled, subsetOf))]
    .filter((subset) => subset !== undefined)
    .sort();
  return graders.flatMap((position) => {
    const own = labelled.filter((row) => table.grader[row] === position);
    const grader = judgments.graders[position]!;
    const parts = subsets.map((subset) => ({
      grader,
      subset,
      rows: own.filter((row) => subsetOf(row) === subset),
    }));
    return [{ grader, subset: undefined, rows: own }, ...parts].filter(
      ({ rows }) => rows.length > 0,
    );
  });
}

/** Agreement with labelled preferences. */
export function goldAgreementTable(agreements: readonly GoldAgreement[]): EvidenceTable {
  return {
    title: 'Preferences beside the labels of people',
    columns: [
      { key: 'grader', title: 'Grader' },
      { key: 'subset', title: 'Subset' },
      { key: 'judgments', title: 'Labelled judgments' },
      { key: 'agreement', title: 'Agree' },
      { key: 'bothOrders', title: 'Right in both orders' },
      { key: 'unread', title: 'Not read' },
      { key: 'withUnread', title: 'Agree, not read counted as wrong' },
    ],
    rows: agreements.map(({ subset, bothOrders: both, ...agreement }) => ({
      ...agreement,
      subset: subset ?? 'all',
      bothOrders: both ?? null,
    })),
    note: 'Each order and repeat is a judgment; those of one cluster are counted together in the intervals. A tie agrees only with a labelled tie. Right in both orders: of the pairs judged in both, those that agree with the label both times.',
  };
}

/** Distance from labelled scores. */
export function goldDeviationTable(deviations: readonly GoldDeviation[]): EvidenceTable {
  return {
    title: 'Scores beside the labels of people',
    columns: [
      { key: 'grader', title: 'Grader' },
      { key: 'subset', title: 'Subset' },
      { key: 'judgments', title: 'Labelled judgments' },
      { key: 'absolute', title: 'Mean distance' },
      { key: 'signed', title: 'Above the label' },
      { key: 'unread', title: 'Not read' },
    ],
    rows: deviations.map(({ subset, ...deviation }) => ({ ...deviation, subset: subset ?? 'all' })),
    note: 'Points of 100 of the scale: 10 are one point of ten.',
  };
}
