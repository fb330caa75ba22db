import type { MatrixCell, MatrixFigure } from '../../src/audit/audit.ts';
import type { AuditRun } from '../../src/audit/audit-run.ts';
import { type MatrixNumbers, matrixNumbers, measuredCells, upright } from '../matrix-wording.ts';
import { formatCount, formatLevel, formatSample } from '../numbers.ts';
import { escapeMarkdown, markdownTable } from './escape.ts';

const shownRows = 40;
const sign = '◆';

/** The heat maps of every audit as tables. */
export function matrixTables({ audits }: AuditRun): string {
  return audits
    .flatMap(({ figures }) => figures)
    .flatMap((figure) => (figure.kind === 'matrix' ? [matrixTable(figure)] : []))
    .join('\n\n');
}

function matrixTable(given: MatrixFigure): string {
  const figure = upright(given);
  const { title, rowTitle, columnTitle, rows, columns, cells } = figure;
  const numbers = matrixNumbers(figure);
  const table = markdownTable(
    [`${rowTitle} ↓ ${columnTitle} →`, ...columns.map(nameOf)],
    rows
      .slice(0, shownRows)
      .map((row, index) => [
        nameOf(row),
        ...columns.map((_, column) => cellText(cells[index]?.[column] ?? null, numbers)),
      ]),
  );
  return [`### ${escapeMarkdown(title)}`, table, escapeMarkdown(explanation(figure))].join('\n\n');
}

/** `qwen3-max (qwen)`. */
function nameOf({ label, group }: MatrixFigure['rows'][number]): string {
  return group === undefined ? label : `${label} (${group})`;
}

/** `7.9 [7.6 to 8.2], n = 404 ◆`. */
function cellText(cell: MatrixCell | null, numbers: MatrixNumbers): string {
  if (cell === null) return 'not graded';
  const text = `${numbers.value(cell)} [${numbers.interval(cell)}], ${formatSample(cell.estimate)}`;
  return cell.marked ? `${text} ${sign}` : text;
}

function explanation(figure: MatrixFigure): string {
  const { rows, mark, note } = figure;
  const cells = measuredCells(figure);
  const level = cells[0]?.estimate.interval.level;
  return [
    ...(cells.some(({ marked }) => marked) ? [`${sign} ${mark}.`] : []),
    ...(level === undefined ? [] : [`Brackets: ${formatLevel(level)} intervals.`]),
    ...(note === undefined ? [] : [note]),
    ...(rows.length > shownRows
      ? [
          `Showing ${shownRows} of ${formatCount(rows.length)} rows; all of them are in result.json.`,
        ]
      : []),
  ].join(' ');
}
