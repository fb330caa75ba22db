import type { AuditRun, Score } from '../../src/audit/audit-run.ts';
import {
  formatCount,
  formatEffectiveN,
  formatInterval,
  formatSample,
  formatValue,
} from '../numbers.ts';
import { capitalised, metricName, plural, spaced } from '../wording.ts';
import { html, type Insertable, type Markup } from './escape.ts';
import { extractorFigures } from './extractors.ts';
import { pointWithInterval } from './forest-plot.ts';
import { modelLink } from './model-link.ts';
import { sampleSize, valueWithInterval } from './numbers.ts';
import { breakable } from './path.ts';
import { type Axis, linearAxis, type PlotRow, plotRows } from './plot.ts';
import { seriesKey } from './symbols.ts';
import { dataTable, truncationNote } from './table.ts';

/** Scores by subset as forest plots, the full table, and what the choice of answer extractor does. */
export function scoresSection(run: AuditRun, maxRows: number): Markup {
  const models = scoredModels(run);
  return html`<section id="scores" aria-labelledby="scores-title">
<h2 id="scores-title">Scores</h2>
${
  run.scores.length === 0
    ? html`<p class="empty">No predictions were given, so there are no scores.</p>`
    : html`<p class="lead">Where two intervals overlap widely, the data at hand do not tell the two models apart.</p>
${sources(run, models)}
${tracks(run).map((scores) => trackFigure(scores, models, maxRows))}
${scoreTable(run, maxRows)}`
}
${extractorFigures(run, models)}
</section>`;
}

/** Models in the order of their markers. */
export function scoredModels({ scores }: AuditRun): readonly string[] {
  return [...new Set(scores.map((score) => score.model))];
}

/** The models with their markers, where the numbers of each come from, and which have none. */
function sources(run: AuditRun, models: readonly string[]): Markup {
  const unscored = run.models.filter(({ name }) => !models.includes(name));
  return html`<ul class="legend sources" role="list">${models.map((name, index) => {
    const files = run.models.find((card) => card.name === name)?.recorded?.files ?? [];
    return html`<li>${seriesKey(index)}${modelLink(run, name)} <small>from recorded answers${files.length > 0 && html`: <code>${breakable(files.map(({ file }) => file).join(', '))}</code>`}</small></li>`;
  })}</ul>
${
  unscored.length > 0 &&
  html`<p class="fine">Without recorded answers, and hence without a score: ${unscored.map(({ name }, index) => html`${index > 0 && ', '}${modelLink(run, name)}`)}.</p>`
}`;
}

/** Headline scores with the image by track, in the order of the run; blind ones are on an audit's card. */
function tracks({ scores }: AuditRun): Score[][] {
  const groups = new Map<string, Score[]>();
  const real = scores.filter(({ primary, condition }) => primary && condition === 'real');
  for (const score of real.filter((one) => !isWholeTrack(one, scores))) {
    const name = `${score.track} ${score.metric}`;
    groups.set(name, [...(groups.get(name) ?? []), score]);
  }
  return [...groups.values()];
}

/** Whether a subset holds all items of its track: its score is drawn already. */
function isWholeTrack(score: Score, scores: readonly Score[]): boolean {
  const { subset, n, unanswered } = score;
  if (subset.column === 'all') return false;
  return scores.some(
    (other) =>
      other.subset.column === 'all' &&
      other.model === score.model &&
      other.track === score.track &&
      other.condition === score.condition &&
      other.metric === score.metric &&
      other.extractor === score.extractor &&
      other.n + other.unanswered === n + unanswered,
  );
}

function trackFigure(
  scores: readonly Score[],
  models: readonly string[],
  maxRows: number,
): Insertable {
  const shown = scores.slice(0, maxRows);
  const first = shown[0];
  if (!first) return false;
  const axis = linearAxis(
    shown.flatMap(({ value, interval }) => [value, interval.lower, interval.upper]),
    { unit: 'score' },
  );
  const rows = inSubsets(shown).map(({ score, previous }) =>
    scoreRow(score, previous, models, axis),
  );
  const truncated = truncationNote(shown.length, scores.length, formatCount);
  return html`<figure class="forest"><figcaption><h3>${capitalised(first.track)} items</h3></figcaption>
${plotRows(rows, axis, capitalised(metricName(first.metric)))}
${truncated !== false && html`<p class="fine">${truncated}</p>`}
</figure>`;
}

/** Scores with those of one subset together, each with the one before it. */
function inSubsets(scores: readonly Score[]): { score: Score; previous: Score | undefined }[] {
  const subsets = new Map<string, Score[]>();
  for (const score of scores) {
    const name = `${score.subset.column} ${score.subset.value}`;
    subsets.set(name, [...(subsets.get(name) ?? []), score]);
  }
  const ordered = [...subsets.values()].flat();
  return ordered.map((score, index) => ({ score, previous: ordered[index - 1] }));
}

function scoreRow(
  score: Score,
  previous: Score | undefined,
  models: readonly string[],
  axis: Axis,
): PlotRow {
  const { column, value: subset } = score.subset;
  const series = models.indexOf(score.model);
  const newColumn = column !== previous?.subset.column;
  const newSubset = newColumn || subset !== previous?.subset.value;
  const value = formatValue(score.value, 'score');
  return {
    ...(newColumn && column !== 'all' && { heading: `By ${spaced(column)}` }),
    label: newSubset ? subsetName(score) : '',
    value: html`<span>${seriesKey(series)}${valueWithInterval(value, score.interval, 'score')}</span> ${sampleSize(score)}`,
    description: `${score.model}, ${subsetName(score)}: ${value} ${formatInterval(score.interval, 'score')}, ${formatSample(score)}`,
    marks: pointWithInterval(axis, score.value, score.interval, series),
    className: newSubset ? 'subset-start' : 'subset-more',
  };
}

function subsetName({ subset }: Score): string {
  return subset.column === 'all' ? 'All items' : subset.value;
}

const columns = [
  { title: 'Model' },
  { title: 'Track' },
  { title: 'Subset' },
  { title: 'Metric' },
  { title: 'Value', numeric: true },
  { title: 'n', numeric: true },
  { title: html`n<sub>eff</sub>`, label: 'effective n', numeric: true },
  { title: 'Clusters', numeric: true },
  { title: 'Worst case', numeric: true },
  { title: 'Unparsed', numeric: true },
  { title: 'Unanswered', numeric: true },
] as const;

function scoreTable(run: AuditRun, maxRows: number): Markup {
  const { scores } = run;
  const shown = scores.slice(0, maxRows);
  const rows = shown.map((score) => [
    html`${modelLink(run, score.model)}${score.condition !== 'real' && ` (${score.condition})`}`,
    score.track,
    subsetName(score),
    score.extractor === 'none'
      ? metricName(score.metric)
      : html`${metricName(score.metric)}<small>${score.extractor}</small>`,
    valueWithInterval(formatValue(score.value, 'score'), score.interval, 'score'),
    formatCount(score.n),
    formatEffectiveN(score.effectiveN),
    formatCount(score.clusters),
    formatInterval({ ...score.interval, ...score.worstCase }, 'score'),
    formatCount(score.unparsed),
    formatCount(score.unanswered),
  ]);
  const title = plural(scores.length, `The whole table: ${formatCount(scores.length)}`, 'score');
  return html`<details><summary>${title}</summary><div class="details-body">
${dataTable(
  'Scores of every model, subset, metric and extractor',
  columns,
  rows,
  html`Worst case: bounds when every unanswered item is counted as wrong, and as right. ${truncationNote(shown.length, scores.length, formatCount)}`,
)}</div></details>`;
}
