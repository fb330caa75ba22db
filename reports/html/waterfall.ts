import type {
  AuditRun,
  Deflation,
  DeflationStep,
  DeflationStepName,
} from '../../src/audit/audit-run.ts';
import { formatCount, formatInterval, formatLevel, formatSample, formatValue } from '../numbers.ts';
import { capitalised, metricName, plural } from '../wording.ts';
import { html, type Markup } from './escape.ts';
import { modelLink } from './model-link.ts';
import { sampleSize, valueWithInterval } from './numbers.ts';
import { type Axis, linearAxis, type PlotRow, plotRows, whisker } from './plot.ts';

/** The section that says what the headline score is worth. */
export function deflationSection(run: AuditRun): Markup {
  return html`<section id="deflation" aria-labelledby="deflation-title">
<h2 id="deflation-title">What the score is worth</h2>
${
  run.deflation.length === 0
    ? noWaterfall(run)
    : html`<p class="lead">The headline, then the same score without test items whose picture is also in train, then what a method that never sees a picture reaches on those same items. What remains is the paired difference of the two: the part that needs the image.${asked(run) && ' Below it the model is held against itself: asked again without the image, and what the image adds. Last, its lead over the baseline fine-tuned on the same data: the part that is its own.'}</p>
${run.deflation.map((one) => waterfall(run, one))}`
}
</section>`;
}

/** Whether some model was asked without the image. */
function asked({ deflation }: AuditRun): boolean {
  return deflation.some(({ steps }) => steps.some(({ name }) => name === 'blind'));
}

function noWaterfall(run: AuditRun): Markup {
  const reason =
    run.scores.length === 0
      ? 'No predictions were given, so there is no score to deflate. Name a model and its predictions in the config.'
      : 'No model has a score under the condition "real".';
  return html`<p class="empty">${reason}</p>`;
}

function waterfall(run: AuditRun, deflation: Deflation): Markup {
  const { model, track, metric, steps, note } = deflation;
  const estimates = steps.map((step) => step.estimate);
  const axis = linearAxis(
    estimates.flatMap(({ value, interval }) => [value, interval.lower, interval.upper]),
    { unit: 'score', fromZero: true },
  );
  const rows = steps.map((step, index) => stepRow(deflation, step, index, axis));
  const level = estimates[0] && formatLevel(estimates[0].interval.level);
  return html`<figure class="waterfall">
<figcaption><h3>${modelLink(run, model)} <span class="track">${track} items</span></h3>${conclusion(steps)}</figcaption>
${rows.length > 0 && plotRows(rows, axis, capitalised(metricName(metric)))}
${note !== undefined && html`<p class="note"><strong>Bars missing.</strong> ${note}</p>`}
${level !== undefined && html`<p class="fine">Whiskers: ${level} intervals; all bars from the same cluster resamples.</p>`}
</figure>`;
}

/** The remainder as a sentence. An interval that reaches zero shows nothing. */
function conclusion(steps: readonly DeflationStep[]): Markup | false {
  const remainder = steps.find((step) => step.name === 'remainder')?.estimate;
  if (!remainder) return false;
  const { value, interval, unit } = remainder;
  const number = html`<b>${formatValue(value, unit)}</b> ${formatInterval(interval, unit)}`;
  return interval.lower > 0
    ? html`<p>${number} remain beyond what the text alone reaches.</p>`
    : html`<p>Nothing is shown to remain beyond what the text alone reaches: ${number}.</p>`;
}

function stepRow(deflation: Deflation, step: DeflationStep, index: number, axis: Axis): PlotRow {
  const { estimate, name, title } = step;
  const { unit, interval } = estimate;
  const value = formatValue(estimate.value, unit);
  return {
    label: title,
    ...(headings[name] !== undefined && { heading: headings[name] }),
    note: explain(deflation, step),
    value: html`${valueWithInterval(value, interval, unit)} ${sampleSize(estimate)}`,
    description: `${title}: ${value} ${formatInterval(interval, unit)}, ${formatSample(estimate)}`,
    marks: html`${connectors(deflation.steps, index, axis)}${bar(step, axis)}${whisker(axis, interval)}`,
    className: `step-${name}`,
  };
}

/** Where the bars change their subject. */
const headings: Readonly<Partial<Record<DeflationStepName, string>>> = {
  blind: 'The model against itself',
  'over-baseline': 'The model against its rival',
};

/** What a bar stands for, and on which items where they are fewer than those of the clean score. */
function explain(
  { metric, reusedItems, steps }: Deflation,
  { name, estimate }: DeflationStep,
): string {
  const below = estimate.value < 0;
  const clean = steps.find((step) => step.name === 'clean-items')?.estimate.n;
  const items =
    estimate.n === clean ? 'same items' : `without reused images, n = ${formatCount(estimate.n)}`;
  const paired = `paired difference, ${items}`;
  switch (name) {
    case 'all-items':
      return `the headline ${metricName(metric)}`;
    case 'clean-items':
      return reusedItems === 0
        ? 'no item shows a reused picture'
        : `${plural(reusedItems, formatCount(reusedItems), 'item')} removed`;
    case 'text-only':
      return `best baseline chosen on train, ${items}`;
    case 'remainder':
      return below ? `below zero: the text alone does better; ${items}` : paired;
    case 'blind':
      return `question only, ${items}`;
    case 'image-gain':
      return below ? `below zero: it does better without; ${items}` : paired;
    case 'over-baseline':
      return below
        ? `below zero: the baseline does better; ${items}`
        : `trained on the same data, ${items}`;
  }
}

/** A bar from zero; one that ends below zero is hatched. */
function bar({ name, estimate }: DeflationStep, axis: Axis): Markup {
  const { value } = estimate;
  const negative = value < 0;
  const shape = html`x="${axis.place(Math.min(0, value))}" width="${axis.width(0, value)}" y="-10" height="20"`;
  return html`<svg y="50%" class="bar bar-${name}${negative && ' negative'}"><rect ${shape}/>${negative && html`<rect ${shape} fill="url(#hatch)"/>`}</svg>`;
}

/** Dashed drops from the bar above to this one and on to the next; what starts anew at zero has none. */
function connectors(steps: readonly DeflationStep[], index: number, axis: Axis): Markup {
  const drop = (value: number, from: string, to: string) => {
    const x = axis.place(value);
    return html`<line class="drop" x1="${x}" x2="${x}" y1="${from}" y2="${to}"/>`;
  };
  const step = steps[index] as DeflationStep;
  const before = steps[index - 1];
  const next = steps[index + 1];
  const drops = (one: DeflationStep | undefined) => one !== undefined && falling.has(one.name);
  return html`${before && drops(step) && drop(before.estimate.value, '0', '50%')}${
    drops(next) && drop(step.estimate.value, '50%', '100%')
  }${step.name === 'text-only' && before && gap(step.estimate.value, before.estimate.value, axis)}`;
}

/** Bars to which the one above falls. */
const falling: ReadonlySet<DeflationStepName> = new Set(['clean-items', 'text-only']);

/** What lies between the text-only bar and the clean score: the remainder, before it is moved to zero. */
function gap(text: number, clean: number, axis: Axis): Markup | false {
  if (clean <= text) return false;
  return html`<svg y="50%"><rect class="gap" x="${axis.place(text)}" width="${axis.width(text, clean)}" y="-10" height="20"/></svg>`;
}
