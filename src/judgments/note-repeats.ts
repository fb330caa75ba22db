import type { Ledger } from '../benchmark/ledger.ts';
import type { Judgments } from './judgments.ts';

/**
 * Says in the ledger which judgments say again what a grader was asked before: the same item and
 * answer, or the same two in the same order. They are kept, because asking again is a design; rows
 * written twice look the same.
 *
 * O(rows log rows), four bytes a row.
 *
 * @param ledgerOf The ledger of a file by its name.
 */
export function noteRepeats(
  { scores, pairs, files }: Judgments,
  ledgerOf: (file: string) => Ledger | undefined,
): void {
  const tables = [
    { table: scores, columns: [scores.grader, scores.item, scores.candidate] },
    { table: pairs, columns: [pairs.grader, pairs.item, pairs.first, pairs.second] },
  ];
  for (const { table, columns } of tables) {
    for (const [row, earlier] of repeatedRows(table.length, columns)) {
      const [file, first] = [files[table.file[row]!]!, files[table.file[earlier]!]!];
      const detail = `judges again what ${first}:${table.line[earlier]} judged; both count`;
      ledgerOf(file)?.note('repeated-judgment', 'kept', table.line[row]!, detail);
    }
  }
}

/** Rows that equal an earlier one in all columns, each with the row before it, in their order. */
function repeatedRows(length: number, columns: readonly Uint32Array[]): [number, number][] {
  const compare = (a: number, b: number): number => {
    for (const column of columns) if (column[a] !== column[b]) return column[a]! - column[b]!;
    return 0;
  };
  const order = Uint32Array.from({ length }, (_, row) => row).sort(
    (a, b) => compare(a, b) || a - b,
  );
  const repeats: [number, number][] = [];
  for (let place = 1; place < length; place++) {
    const [earlier, row] = [order[place - 1]!, order[place]!];
    if (compare(earlier, row) === 0) repeats.push([row, earlier]);
  }
  return repeats.sort(([a], [b]) => a - b);
}
