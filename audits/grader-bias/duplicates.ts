import type { EvidenceTable } from '../../src/audit/audit.ts';
import { isScored, type Judgments } from '../../src/judgments/judgments.ts';
import type { JudgmentKind } from './question.ts';
import { askedCode, everyPosition, grouped, positionsWhere, valuesOf } from './units.ts';

/** A grader that seems to be another one under a second name. */
export interface DuplicateGrader {
  /** Positions: of the one that is left out, and of the earlier one that it equals. */
  readonly grader: number;
  readonly sameAs: number;
  /** Judgments of the same thing by both, all of them equal. */
  readonly shared: number;
  /** Judgments by the later one of what the earlier did not judge. */
  readonly lost: number;
}

/**
 * Equal judgments at which two graders are taken for one. Different graders agree exactly on up to
 * 7 of 10 scores and 19 of 20 preferences: so many in a row then happen once in a thousand.
 */
const enoughScores = 20;
const enoughFewValued = 135;

/** Values, ties among them, up to which judgments count as preferences. */
const fewValues = 3;

/**
 * Graders whose judgments equal those of an earlier one on all that both judged: outcome, score and
 * preference, repeat by repeat. Values that never differ show nothing, whatever their number.
 *
 * @param graders Positions of the graders that are compared.
 */
export function duplicateGraders(
  judgments: Judgments,
  graders: readonly number[],
): DuplicateGrader[] {
  const tables = [slots('scores', judgments), slots('pairs', judgments)];
  const found: DuplicateGrader[] = [];
  for (const grader of graders) {
    const earlier = graders.slice(0, graders.indexOf(grader));
    const kept = earlier.filter((each) => !found.some((one) => one.grader === each));
    for (const sameAs of kept) {
      const duplicate = compared(tables, grader, sameAs);
      if (duplicate === undefined) continue;
      found.push(duplicate);
      break;
    }
  }
  return found;
}

/** What was asked, each repeat by itself, with the row in which each grader judged it. */
interface Slots {
  readonly outcome: Uint8Array;
  readonly value: Float64Array;
  /** By position of the grader, i32[slots]: a row, or -1. */
  readonly rowOf: readonly Int32Array[];
}

function slots(kind: JudgmentKind, judgments: Judgments): Slots {
  const { graders } = judgments;
  const { length, grader, outcome } = judgments[kind];
  const rows = everyPosition(length);
  const asked = grouped(rows, (row) => askedCode(kind, judgments, row));
  const units = asked.first.length;
  const times = new Uint32Array(units * graders.length);
  const repeat = rows.map((row) => times[grader[row]! * units + asked.unitOf[row]!]!++);
  const slot = grouped(rows, (row) => repeat[row]! * units + asked.unitOf[row]!);
  const rowOf = graders.map(() => new Int32Array(slot.first.length).fill(-1));
  for (const row of rows) rowOf[grader[row]!]![slot.unitOf[row]!] = row;
  return { outcome, value: valuesOf(kind, judgments), rowOf };
}

function compared(
  tables: readonly Slots[],
  grader: number,
  sameAs: number,
): DuplicateGrader | undefined {
  const values = new Set<number>();
  let [shared, lost] = [0, 0];
  for (const table of tables) {
    const [later, earlier] = [table.rowOf[grader]!, table.rowOf[sameAs]!];
    const own = positionsWhere(later.length, (slot) => later[slot]! >= 0);
    const common = own.filter((slot) => earlier[slot]! >= 0);
    if (common.some((slot) => !areEqual(table, later[slot]!, earlier[slot]!))) return undefined;
    const scored = common.filter((slot) => isScored(table.outcome[later[slot]!]!));
    for (const slot of scored) values.add(table.value[later[slot]!]!);
    shared += scored.length;
    lost += own.length - common.length;
  }
  const enough = values.size > fewValues ? enoughScores : enoughFewValued;
  return values.size > 1 && shared >= enough ? { grader, sameAs, shared, lost } : undefined;
}

/** Of two judgments that were not read both values are NaN, which counts as equal. */
function areEqual({ outcome, value }: Slots, row: number, other: number): boolean {
  return outcome[row] === outcome[other] && Object.is(value[row], value[other]);
}

/** Graders listed twice, for the card. */
export function duplicateTable(
  duplicates: readonly DuplicateGrader[],
  { graders }: Pick<Judgments, 'graders'>,
): EvidenceTable {
  return {
    title: 'Graders listed twice',
    columns: [
      { key: 'grader', title: 'Left out' },
      { key: 'sameAs', title: 'Same as' },
      { key: 'shared', title: 'Equal judgments' },
      { key: 'lost', title: 'Judgments lost with it' },
    ],
    rows: duplicates.map(({ grader, sameAs, shared, lost }) => ({
      grader: graders[grader]!,
      sameAs: graders[sameAs]!,
      shared,
      lost,
    })),
    note: `Equal in every judgment of the same thing, at least ${enoughScores} scores or ${enoughFewValued} judgments with no more than ${fewValues} values. Counted twice, one grader would look like agreement.`,
  };
}
