import type { AuditRun, ExtractorRange } from '../../src/audit/audit-run.ts';
import { formatCount, formatValue } from '../numbers.ts';
import { plural } from '../wording.ts';
import { html, type Insertable, type Markup } from './escape.ts';
import { modelLink } from './model-link.ts';
import { type Axis, linearAxis, type PlotRow, plotRows } from './plot.ts';
import { seriesCount } from './symbols.ts';
import { dataTable } from './table.ts';

/** How far score and rank depend on how answers are read out of the replies. */
export function extractorFigures(run: AuditRun, models: readonly string[]): Insertable {
  const { extractors: ranges } = run;
  if (ranges.length === 0) return false;
  const axis = linearAxis(
    ranges.flatMap(({ scores }) => scores.map(({ value }) => value)),
    { unit: 'score' },
  );
  return html`<figure class="extractors"><figcaption><h3>What the answer extractor does</h3><p>Each mark is the same replies read by another rule. A score that moves is partly a property of the parser.</p></figcaption>
${plotRows(
  ranges.map((range) => ({
    ...rangeRow(range, axis, models.indexOf(range.model)),
    label: modelLink(run, range.model),
  })),
  axis,
  'Score by extractor',
)}
${extractorTable(run)}
</figure>`;
}

function rangeRow(range: ExtractorRange, axis: Axis, model: number): Omit<PlotRow, 'label'> {
  const values = range.scores.map(({ value }) => value);
  const ranks = range.scores.map(({ rank }) => rank);
  const [lowest, highest] = [Math.min(...values), Math.max(...values)];
  const span = `${formatValue(lowest, 'score').replace('%', '')}–${formatValue(highest, 'score')}`;
  const [best, worst] = [Math.min(...ranks), Math.max(...ranks)];
  const rank = best === worst ? `rank ${best}` : `rank ${best} to ${worst}`;
  const series = Math.max(0, model) % seriesCount;
  return {
    note: range.condition === 'real' ? range.track : `${range.track}, ${range.condition}`,
    value: html`<span class="value"><b>${span}</b> <span class="interval">${rank}</span></span> <span class="sample">${plural(range.disagreements, formatCount(range.disagreements), 'reply', 'replies')} of ${formatCount(range.n)} read differently</span>`,
    description: `${range.model}, ${range.track}: ${span} over ${range.scores.length} extractors, ${rank}`,
    marks: html`<g class="point series-${series}"><line class="span" x1="${axis.place(lowest)}" x2="${axis.place(highest)}" y1="50%" y2="50%"/>${range.scores.map(
      ({ extractor, value }) =>
        html`<use href="#marker-${series}" x="${axis.place(value)}" y="50%"><title>${extractor}: ${formatValue(value, 'score')}</title></use>`,
    )}</g>`,
  };
}

function extractorTable(run: AuditRun): Markup {
  const rows = run.extractors.flatMap(({ model, track, condition, scores }) =>
    scores.map(({ extractor, value, rank, unparsed }) => [
      html`${modelLink(run, model)}${condition !== 'real' && ` (${condition})`}`,
      track,
      extractor,
      formatValue(value, 'score'),
      rank,
      formatCount(unparsed),
    ]),
  );
  const columns = [
    { title: 'Model' },
    { title: 'Track' },
    { title: 'Extractor' },
    { title: 'Score', numeric: true },
    { title: 'Rank', numeric: true },
    { title: 'Unparsed', numeric: true },
  ];
  return html`<details><summary>Every extractor</summary><div class="details-body">${dataTable('Score and rank under every extractor', columns, rows)}</div></details>`;
}
