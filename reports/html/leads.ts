import type { Measure } from '../../src/audit/audit.ts';
import type { TakenApartLead } from '../../src/claims/checked-claims.ts';
import {
  formatCell,
  formatCount,
  formatInterval,
  formatPublished,
  formatValue,
} from '../numbers.ts';
import { html, type Insertable, type Markup } from './escape.ts';
import { type Axis, linearAxis, type PlotRow, plotRows } from './plot.ts';

/** Where each advertised lead comes from: what the model asked cold has, what the fine-tuned baseline adds, what is left for the model itself. */
export function leadFigures(leads: readonly TakenApartLead[]): Insertable {
  if (leads.length === 0) return false;
  return html`<div class="leads">${leads.map(leadFigure)}</div>`;
}

/** The leads in one table, for the first screen. */
export function leadHeadline(leads: readonly TakenApartLead[]): Insertable {
  if (leads.length === 0) return false;
  return html`<table class="leads-headline headline"><caption>Where the leads come from</caption>
<thead><tr><th scope="col">Lead of</th><th scope="col">Advertised, over the best model asked cold</th><th scope="col">Fair, over the baseline trained on the same data</th><th scope="col">Not attributable to the architecture</th></tr></thead>
<tbody>
${leads.map(
  ({ track, model, baseline, cold, advertised, fair, notArchitecture }) =>
    html`<tr><th scope="row"><b>${model}</b><small>${track} questions</small></th><td data-title="Advertised"><b class="value">${headlineText(advertised)}</b><small>over ${cold}${basisText(advertised)}</small></td><td data-title="Fair"><b class="value">${headlineText(fair)}</b><small>over ${baseline}${basisText(fair)}</small></td><td data-title="Not attributable to the architecture"><b class="value">${shareText(notArchitecture)}</b>${meter(notArchitecture)}<small>of the advertised lead${basisText(notArchitecture)}</small></td></tr>
`,
)}</tbody>
</table>`;
}

function headlineText(measure: Measure): string {
  return measure.kind === 'estimate' || measure.kind === 'published'
    ? formatPublished(measure)
    : '–';
}

/** Interval and n of what was measured; of the rest that it was published, or why it is missing. */
function basisText(measure: Measure): string {
  switch (measure.kind) {
    case 'estimate':
      return `, ${formatInterval(measure.interval, measure.unit)}, n = ${formatCount(measure.n)}`;
    case 'published':
      return ', as published';
    case 'unavailable':
      return `: ${measure.reason}`;
    case 'count':
      return '';
  }
}

function meter(measure: Measure): Insertable {
  if (measure.kind === 'unavailable') return false;
  const width = `${Number((100 * Math.min(1, Math.max(0, measure.value))).toFixed(2))}%`;
  return html`<svg class="meter" aria-hidden="true"><rect class="bar-text-only" width="${width}" height="100%"/></svg>`;
}

function leadFigure(lead: TakenApartLead): Markup {
  const { track, model, baseline, cold, scores, advertised, fair, notArchitecture, caveat } = lead;
  const axis = linearAxis([0, 1], { unit: 'proportion' });
  const values = [scores.cold, scores.baseline, scores.model].map(scoreOf);
  const [from, middle, to] = values;
  const drawn = from !== undefined && middle !== undefined && to !== undefined;
  return html`<figure class="waterfall lead-figure"><figcaption><h3>Where the lead comes from <span class="track">${track} questions</span></h3>
${notArchitecture.kind !== 'unavailable' && html`<p><b>${shareText(notArchitecture)}</b> of ${model}’s lead over ${cold} is there in ${baseline} too: it is not attributable to the architecture.</p>`}</figcaption>
${drawn && plotRows(rowsOf(lead, [from, middle, to], axis), axis)}
<dl class="measures"><div><dt>Advertised: ${model} over ${cold}</dt><dd>${formatCell(advertised)}</dd></div><div><dt>Fair: ${model} over ${baseline}</dt><dd>${formatCell(fair)}</dd></div></dl>
<p class="fine">${caveat}</p></figure>
`;
}

function rowsOf(
  lead: TakenApartLead,
  [from, middle, to]: readonly [number, number, number],
  axis: Axis,
): PlotRow[] {
  const bar = (className: string, start: number, end: number): Markup =>
    html`<svg y="50%"><rect class="bar ${className}" x="${axis.place(Math.min(start, end))}" width="${axis.width(start, end)}" y="-10" height="20"/></svg>`;
  const row = (label: string, note: string, measure: Measure, marks: Markup): PlotRow => ({
    label,
    note,
    value: html`<span class="value"><b>${headlineText(measure)}</b></span>`,
    marks,
    description: `${label}, ${note}: ${formatCell(measure)}`,
  });
  const { scores, cold, baseline, model } = lead;
  return [
    row(cold, 'asked cold', scores.cold, bar('bar-all-items', 0, from)),
    row(
      baseline,
      'fine-tuned on the same data',
      scores.baseline,
      html`${bar('bar-all-items', 0, from)}${bar('bar-text-only', from, middle)}`,
    ),
    row(
      model,
      scores.model.kind === 'published' ? 'as published' : 'measured',
      scores.model,
      html`${bar('bar-all-items', 0, from)}${bar('bar-text-only', from, middle)}${bar('bar-remainder', middle, to)}`,
    ),
  ];
}

function scoreOf(measure: Measure): number | undefined {
  return measure.kind === 'unavailable' ? undefined : measure.value;
}

function shareText(measure: Measure): string {
  return measure.kind === 'unavailable' ? '–' : formatValue(measure.value, 'proportion');
}
