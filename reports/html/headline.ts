import {
  type AuditRun,
  type Deflation,
  type DeflationStep,
  type DeflationStepName,
  differenceSteps,
} from '../../src/audit/audit-run.ts';
import { formatCount, formatInterval, formatValue } from '../numbers.ts';
import { metricName } from '../wording.ts';
import { html, type Insertable, type Markup } from './escape.ts';
import { modelLink } from './model-link.ts';

/** Scores told on the first screen; the section below has them all. */
const mostRows = 3;

/** The first four stand there always, the others where some model has them. */
const columns: readonly (readonly [DeflationStepName, string])[] = [
  ['all-items', 'Headline'],
  ['clean-items', 'Without reused images'],
  ['text-only', 'Text alone'],
  ['remainder', 'Left for the image'],
  ['image-gain', 'The image adds'],
  ['over-baseline', 'Lead over fine-tuned baseline'],
];
const alwaysShown = 4;

/** Each headline score and what survives of it: the waterfall in one line. */
export function headline(run: AuditRun): Insertable {
  const { deflation } = run;
  if (deflation.length === 0) return false;
  const hidden = deflation.length - mostRows;
  const shown = columns.filter(
    ([name], index) =>
      index < alwaysShown ||
      deflation.some(({ steps }) => steps.some((step) => step.name === name)),
  );
  return html`<table class="headline${shown.length > alwaysShown && ' crowded'}"><caption>How much of the score survives</caption>
<thead><tr><th scope="col">Score of</th>${shown.map(([, title]) => html`<th scope="col">${title}</th>`)}</tr></thead>
<tbody>
${deflation.slice(0, mostRows).map((one) => scoreRow(run, one, shown))}</tbody>
</table>
${hidden > 0 && html`<p class="fine"><a href="#deflation">${formatCount(hidden)} more below</a></p>`}`;
}

function scoreRow(
  run: AuditRun,
  { model, track, metric, steps }: Deflation,
  shown: typeof columns,
): Markup {
  return html`<tr><th scope="row"><b>${modelLink(run, model)}</b><small>${track} items, ${metricName(metric)}</small></th>${shown.map(
    ([name, title]) => html`<td data-title="${title}">${stepCell(steps, name)}</td>`,
  )}</tr>
`;
}

/** The value with its interval and n, over a bar from 0 to 100%; a remainder that may be nothing says so. */
function stepCell(steps: readonly DeflationStep[], name: DeflationStepName): Markup {
  const estimate = steps.find((step) => step.name === name)?.estimate;
  if (!estimate) return html`<span class="absent">–</span>`;
  const { value, unit, interval } = estimate;
  const width = `${Number((100 * Math.min(1, Math.max(0, value))).toFixed(2))}%`;
  const isDifference = differenceSteps.has(name);
  const text = formatValue(value, unit);
  const unsure = isDifference && interval.lower <= 0;
  return html`<b class="value">${text}</b><svg class="meter" aria-hidden="true"><rect class="bar-${name}" width="${width}" height="100%"/></svg><small>${formatInterval(interval, unit)}, n = ${formatCount(estimate.n)}${unsure && ': may be nothing'}</small>`;
}
