/** What a run has measured about a claim. */

import type { AuditResult, Cell, Count, Estimate, Measure } from '../audit/audit.ts';
import type { AuditRun, Deflation, Score } from '../audit/audit-run.ts';
import type { FigureFacts } from './ledger.ts';

/** Metric of a claim about the mean of recorded judgments. */
export const gradesMetric = 'grades';

/** Which score a claim is about. */
export type ScoreName = Pick<FigureFacts, 'track' | 'metric' | 'subset'> & {
  readonly model: string;
};

export function auditOf(run: AuditRun, id: string): AuditResult | undefined {
  return run.audits.find((audit) => audit.id === id);
}

/** A measure of an audit by name; undefined where the run lacks either. */
export function measureOf(run: AuditRun, audit: string, name: string): Measure | undefined {
  const measures = auditOf(run, audit)?.measures ?? {};
  return Object.hasOwn(measures, name) ? measures[name] : undefined;
}

/** An estimate of an audit by name. */
export function estimateIn(run: AuditRun, audit: string, name: string): Estimate | undefined {
  const measure = measureOf(run, audit, name);
  return measure?.kind === 'estimate' ? measure : undefined;
}

/** The row of the score table that a claim is about: with the image, under the default extractor. */
export function scoreRow(run: AuditRun, name: ScoreName): Score | undefined {
  const rows = scoreRows(run, name);
  return rows.find(({ primary }) => primary) ?? (name.metric === undefined ? undefined : rows[0]);
}

/** Rows that differ in the extractor only. Without a track the model must have answered only one. */
export function scoreRows(run: AuditRun, { model, track, metric, subset }: ScoreName): Score[] {
  const { column, value } = subset ?? { column: 'all', value: 'all' };
  const rows = run.scores.filter(
    (score) =>
      score.model === model &&
      score.condition === 'real' &&
      (track === undefined || score.track === track) &&
      score.subset.column === column &&
      score.subset.value === value,
  );
  if (new Set(rows.map((row) => row.track)).size !== 1) return [];
  const wanted = metric ?? rows.find(({ primary }) => primary)?.metric;
  return rows.filter((score) => score.metric === wanted);
}

/** The waterfall of a claim about a whole track under its headline metric. */
export function deflationOf(
  run: AuditRun,
  { model, subset }: ScoreName,
  row: Score,
): Deflation | undefined {
  if (subset !== undefined || !row.primary) return undefined;
  return run.deflation.find((one) => one.model === model && one.track === row.track);
}

/** A lead as the audit small-subsets measured it. */
export interface MeasuredLead {
  /** First minus second. */
  readonly estimate: Estimate;
  /** p over all comparisons of the run. */
  readonly holmPValue?: number;
  /** Whether it holds after Holm's adjustment. */
  readonly conclusive?: boolean;
  /** Comparisons in the family. */
  readonly comparisons?: number;
  /** Right answers of the leader that must turn wrong for a tie, and until it is not significant. */
  readonly flipsToTie?: Count;
  readonly flipsUntilNotSignificant?: Count;
}

/** A model's lead over another on a whole track or a subset, under the headline metric. */
export function leadIn(run: AuditRun, name: ScoreName, over: string): MeasuredLead | undefined {
  const first = scoreRow(run, name);
  const second = scoreRow(run, { ...name, model: over });
  if (!first?.primary || !second?.primary || first.metric !== second.metric) return undefined;
  const { track, subset } = first;
  const whole = subset.column === 'all';
  const suffix = whole ? '' : `:${subset.column}=${subset.value}`;
  const forwards = measuresOf(run, `${track}`, `${name.model}:${over}${suffix}`);
  const backwards = measuresOf(run, `${track}`, `${over}:${name.model}${suffix}`);
  const measured = forwards ?? (backwards && turned(backwards, name.model, over));
  if (measured === undefined) return undefined;
  const label = whole ? `${track}, all` : `${track}, ${subset.column} ${subset.value}`;
  return { ...measured, ...familyFacts(run, label, [name.model, over]) };
}

function measuresOf(run: AuditRun, track: string, pair: string): MeasuredLead | undefined {
  const estimate = estimateIn(run, 'small-subsets', `${track}Difference:${pair}`);
  if (estimate === undefined) return undefined;
  const tie = countIn(run, `${track}FlipsToTie:${pair}`);
  const lost = countIn(run, `${track}FlipsUntilNotSignificant:${pair}`);
  return {
    estimate,
    ...(tie && { flipsToTie: tie }),
    ...(lost && { flipsUntilNotSignificant: lost }),
  };
}

function countIn(run: AuditRun, name: string): Count | undefined {
  const measure = measureOf(run, 'small-subsets', name);
  return measure?.kind === 'count' ? measure : undefined;
}

/** The same comparison with the second model named first. */
function turned(lead: MeasuredLead, model: string, over: string): MeasuredLead {
  const { value, interval } = lead.estimate;
  return {
    ...lead,
    estimate: {
      ...lead.estimate,
      title: `${model} minus ${over}`,
      value: -value,
      interval: { ...interval, lower: -interval.upper, upper: -interval.lower },
    },
  };
}

/** What Holm's adjustment makes of a comparison, from the audit's table of comparisons. */
function familyFacts(
  run: AuditRun,
  label: string,
  models: readonly string[],
): Pick<MeasuredLead, 'holmPValue' | 'conclusive' | 'comparisons'> {
  const table = auditOf(run, 'small-subsets')?.tables.find(({ columns }) =>
    columns.some(({ key }) => key === 'holmPValue'),
  );
  const row = table?.rows.find(
    ({ subset, first, second }) =>
      subset === label && models.includes(text(first)) && models.includes(text(second)),
  );
  if (!table || typeof row?.holmPValue !== 'number') return {};
  return {
    holmPValue: row.holmPValue,
    conclusive: row.verdict === 'conclusive',
    comparisons: table.rows.length,
  };
}

function text(cell: Cell | undefined): string {
  return typeof cell === 'string' ? cell : '';
}

/** A model's mean grade by all graders, and by those that are not of its family, where they differ. */
export function gradesOf(
  run: AuditRun,
  model: string,
): { readonly all: Estimate; readonly withoutKin?: Estimate } | undefined {
  const all = estimateIn(run, 'grader-bias', `scoresMean:${model}`);
  if (all === undefined) return undefined;
  const family = familyOf(run, model);
  const row = auditOf(run, 'grader-bias')
    ?.tables.flatMap(({ rows }) => rows)
    .find(
      ({ candidate, mean }) => candidate === model && isEstimate(mean) && mean.value === all.value,
    );
  const rest = family === undefined ? undefined : row?.[`without:${family}`];
  return { all, ...(isEstimate(rest) && { withoutKin: rest }) };
}

function isEstimate(cell: Cell | undefined): cell is Estimate {
  return typeof cell === 'object' && cell !== null && cell.kind === 'estimate';
}

/** A model's family: as declared, else as the audit of graders found it by the name. */
function familyOf(run: AuditRun, model: string): string | undefined {
  const row = auditOf(run, 'grader-bias')
    ?.tables.flatMap(({ rows }) => rows)
    .find(({ name, family }) => name === model && family !== undefined);
  return typeof row?.family === 'string' ? row.family : undefined;
}
