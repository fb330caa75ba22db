import { decimals } from '../../../src/audit/wording.ts';
import type { Judgments } from '../../../src/judgments/judgments.ts';
import type { JudgmentKind } from '../question.ts';
import { gradeOf } from '../scale.ts';
import { valuesOf } from '../units.ts';

/** Why a table of judgments can show nothing: all ties, or one score throughout; undefined where it can. */
export function whyNothingVaries(
  kind: JudgmentKind,
  judgments: Judgments,
  rows: Uint32Array,
): string | undefined {
  const value = valuesOf(kind, judgments);
  const [first] = rows;
  if (first === undefined) return 'no judgment was read';
  if (rows.some((row) => value[row] !== value[first])) return undefined;
  if (kind === 'scores') return `every score is ${decimals(gradeOf(value[first]!, judgments), 2)}`;
  if (value[first] === 0.5) return 'every comparison is a tie';
  return `every comparison was won by the answer listed ${value[first]! > 0.5 ? 'first' : 'second'}`;
}
