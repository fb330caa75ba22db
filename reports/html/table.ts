import { html, type Insertable, type Markup } from './escape.ts';

/** A column of a table; `numeric` aligns right with tabular figures. */
export interface Column {
  readonly title: Insertable;
  /** The title as plain text, where it is markup. */
  readonly label?: string;
  readonly numeric?: boolean;
}

/** Columns that fit beside each other on a phone; of more, each row becomes a list there. */
const mostNarrowColumns = 2;

/** A titled table that scrolls sideways inside its own box; the first column heads each row. */
export function dataTable(
  title: string,
  columns: readonly Column[],
  rows: readonly (readonly Insertable[])[],
  note?: Insertable,
): Markup {
  const numeric = (index: number) => columns[index]?.numeric === true && html` class="number"`;
  const stacks = columns.length > mostNarrowColumns && html` class="stacks"`;
  return html`<figure class="table"><figcaption>${title}</figcaption>
<div class="table-box" role="region" aria-label="${title}" tabindex="0"><table${stacks}>
<thead><tr>${columns.map((column, index) => html`<th scope="col"${numeric(index)}>${column.title}</th>`)}</tr></thead>
<tbody>
${rows.map(
  ([head, ...cells]) =>
    html`<tr><th scope="row"${numeric(0)}>${head}</th>${cells.map((cell, index) => html`<td data-title="${labelOf(columns[index + 1])}"${numeric(index + 1)}>${cell}</td>`)}</tr>
`,
)}</tbody>
</table></div>
${note !== undefined && note !== false && html`<p class="fine">${note}</p>`}</figure>`;
}

function labelOf(column: Column | undefined): string {
  return column?.label ?? (typeof column?.title === 'string' ? column.title : '');
}

/** "Showing 150 of 3,412; all of them are in result.json", or nothing when all are shown. */
export function truncationNote(
  shown: number,
  total: number,
  count: (value: number) => string,
): Insertable {
  return (
    shown < total && `Showing ${count(shown)} of ${count(total)}; all of them are in result.json.`
  );
}
