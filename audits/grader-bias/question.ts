import type { Evidence } from '../../src/evidence/evidence.ts';
import { type AnswerFacts, isScored, type Judgments } from '../../src/judgments/judgments.ts';
import type { KinshipDeclaration } from '../../src/judgments/kinship/kinship.ts';
import type { DuplicateGrader } from './duplicates.ts';
import type { GraderBiasOptions } from './options.ts';
import type { Relations } from './relations.ts';

/** Scores of single answers, or preferences between two. */
export type JudgmentKind = (typeof judgmentKinds)[number];

export const judgmentKinds = ['scores', 'pairs'] as const;

/** What every part of the audit is asked about. */
export interface Question {
  readonly judgments: Judgments;
  readonly kinship: KinshipDeclaration;
  readonly relations: Relations;
  /** Positions of the graders that count: language models, each once. */
  readonly graders: readonly number[];
  /** Graders left out because they are others under a second name. */
  readonly duplicates: readonly DuplicateGrader[];
  /** u32[items], position of each item's cluster. */
  readonly clusterOf: Uint32Array;
  /** Ids of the clusters. */
  readonly clusterIds: readonly string[];
  /** An answer as graders saw it, or what the judgments keep of it; undefined where it is not at hand. */
  readonly answerOf: (item: number, candidate: number) => AnswerFacts | undefined;
  readonly evidence: Pick<Evidence, 'benchmark' | 'clusters'>;
  readonly options: GraderBiasOptions;
  readonly seed: number;
}

/** Which judgments of a table are counted: those with a score or preference, by a grader that counts. */
export function countedRows(
  { length, outcome, grader }: { length: number; outcome: Uint8Array; grader: Uint32Array },
  graders: readonly number[],
): Uint32Array {
  const counts = new Set(graders);
  const rows = new Uint32Array(length);
  let found = 0;
  for (let row = 0; row < length; row++) {
    if (isScored(outcome[row]!) && counts.has(grader[row]!)) rows[found++] = row;
  }
  return rows.subarray(0, found);
}
