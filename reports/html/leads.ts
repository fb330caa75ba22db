import type { Measure } from '../../src/audit/audit.ts';
import type { TakenApartLead } from '../../src/claims/checked-claims.ts';
import { measureText } from '../claims-wording.ts';
import { formatPublished } from '../numbers.ts';
import { html, type Insertable, type Markup } from './escape.ts';
import { linearAxis, type PlotRow, plotRows } from './plot.ts';

/** Where each advertised lead comes from: what the model asked cold has, what the fine-tuned baseline adds, what is left for the model itself. */
export function leadFigures(leads: readonly TakenApartLead[]): Insertable {
  if (leads.length === 0) return false;
  return html`<div class="leads">${leads.map(leadFigure)}</div>`;
}

function leadFigure(lead: TakenApartLead): Markup {
  const { track, model, baseline, cold, scores, advertised, fair, notArchitecture, caveat } = lead;
  const values = [scores.cold, scores.baseline, scores.model].map(scoreOf);
  const [from, middle, to] = values;
  const drawn = from !== undefined && middle !== undefined && to !== undefined;
  return html`<figure class="waterfall lead-figure"><figcaption><h3>Where the lead comes from <span class="track">${track} questions</span></h3>
<p><b>${shareText(notArchitecture)}</b> of ${model}’s lead over ${cold} is there in ${baseline} too: it is not attributable to the architecture.</p></figcaption>
${drawn && plotRows(rowsOf(lead, [from, middle, to]), linearAxis([0, 1], { unit: 'proportion' }))}
<dl class="measures"><div><dt>Advertised: ${model} over ${cold}</dt><dd>${measureText(advertised)}</dd></div><div><dt>Fair: ${model} over ${baseline}</dt><dd>${measureText(fair)}</dd></div></dl>
<p class="fine">${caveat}</p></figure>
`;
}

function rowsOf(
  lead: TakenApartLead,
  [from, middle, to]: readonly [number, number, number],
): PlotRow[] {
  const axis = linearAxis([0, 1], { unit: 'proportion' });
  const bar = (className: string, start: number, end: number): Markup =>
    html`<svg y="50%"><rect class="bar ${className}" x="${axis.place(Math.min(start, end))}" width="${axis.width(start, end)}" y="-10" height="20"/></svg>`;
  const row = (label: string, note: string, measure: Measure, marks: Markup): PlotRow => ({
    label,
    note,
    value: html`<span class="value"><b>${shortText(measure)}</b></span>`,
    marks,
    description: `${label}, ${note}: ${measureText(measure)}`,
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
      'as published',
      scores.model,
      html`${bar('bar-all-items', 0, from)}${bar('bar-text-only', from, middle)}${bar('bar-remainder', middle, to)}`,
    ),
  ];
}

function scoreOf(measure: Measure): number | undefined {
  return measure.kind === 'unavailable' ? undefined : measure.value;
}

function shortText(measure: Measure): string {
  return measure.kind === 'estimate' ? formatPublished(measure) : measureText(measure);
}

function shareText(measure: Measure): string {
  if (measure.kind === 'unavailable') return 'An unknown share';
  return `${(100 * measure.value).toFixed(1)}%`;
}
