/**
 * Lines of cells, each column as wide as its widest cell; ends with a line break.
 *
 * @param numbersFrom Index of the first column that is set to the right; default: none is.
 */
export function alignedRows(
  rows: readonly (readonly string[])[],
  numbersFrom: number = Number.POSITIVE_INFINITY,
): string {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, cell.length);
    });
  }
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) =>
        column < numbersFrom ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
      )
      .join('  ')
      .trimEnd();
  return `${rows.map(line).join('\n')}\n`;
}
