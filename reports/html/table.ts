import { html, type Insertable, type Markup } from './escape.ts';

/** A column of a table; `numeric` aligns right with tabular figures. */
export interface Column {
  readonly title: Insertable;
  readonly numeric?: boolean;
}

/** A table that scrolls sideways inside its own box; the first column heads each row. */
export function dataTable(
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly Insertable[])[],
  className = '',
): Markup {
  const numeric = (index: number) => (columns[index]?.numeric ? html` class="number"` : '');
  return html`<div class="table-box ${className}" role="region" aria-label="${caption}" tabindex="0"><table>
<caption>${caption}</caption>
<thead><tr>${columns.map((column, index) => html`<th scope="col"${numeric(index)}>${column.title}</th>`)}</tr></thead>
<tbody>
${rows.map(
  ([head, ...cells]) =>
    html`<tr><th scope="row"${numeric(0)}>${head}</th>${cells.map((cell, index) => html`<td${numeric(index + 1)}>${cell}</td>`)}</tr>
`,
)}</tbody>
</table></div>`;
}
