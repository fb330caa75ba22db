import { isDeepStrictEqual } from 'node:util';
import type { AuditResult, Count, Estimate } from '../audit/audit.ts';
import type { AuditRun, Score } from '../audit/audit-run.ts';
import { percent } from '../audit/wording.ts';
import { didYouMean } from '../benchmark/did-you-mean.ts';
import type { GatePolicy } from './policy-schema.ts';

/** A quantity that was measured, or why there is none. */
export type FoundMeasure = Estimate | Count | ({ readonly kind: 'none' } & Want);

/** Why nothing is there, and what would give it. */
interface Want {
  readonly reason: string;
  readonly remedy: string;
}

type Measured = Pick<AuditRun, 'audits' | 'scores'>;

/** Level of the intervals that limits are held against, unless the policy sets another for the audit. */
const lowestLevel = 0.95;

/**
 * The quantity that a limit names. A name means one quantity only: where it is missing no other
 * takes its place.
 */
export function findMeasure(
  name: string,
  run: Measured,
  { thresholds }: Pick<GatePolicy, 'thresholds'>,
): FoundMeasure {
  const source = name.slice(0, name.indexOf('/'));
  const found =
    source === 'score'
      ? scoreNamed(name, run.scores)
      : measureOf(source, name.slice(source.length + 1), run.audits, thresholds[source]);
  if (found.kind !== 'estimate') return found;
  const wanted = thresholds[source]?.level;
  const level = typeof wanted === 'number' ? wanted : lowestLevel;
  if (found.interval.level >= level) return found;
  return none(
    `Its interval covers ${percent(found.interval.level)} only; limits go by ${percent(level)}.`,
    `Set the level of ${source} to ${level} in the config, or another in the policy's thresholds.`,
  );
}

/** The policy's options of an audit that are not those the audit ran under. */
export function staleOptions(
  { options }: Pick<AuditResult, 'options'>,
  wanted: Readonly<Record<string, unknown>> = {},
): readonly string[] {
  return Object.keys(wanted).filter((key) => !isDeepStrictEqual(options[key], wanted[key]));
}

function measureOf(
  id: string,
  name: string,
  audits: readonly AuditResult[],
  thresholds: Readonly<Record<string, unknown>> | undefined,
): FoundMeasure {
  const audit = audits.find((one) => one.id === id);
  if (audit === undefined)
    return none(`${id} is not in the run.`, `Add "${id}: {}" under audits in the config.`);
  const stale = staleOptions(audit, thresholds);
  if (stale.length > 0)
    return none(`${id} ran under another ${stale.join(', ')} than the policy's.`, runAgain);
  const measure = Object.hasOwn(audit.measures, name) ? audit.measures[name] : undefined;
  if (measure?.kind === 'estimate' || measure?.kind === 'count') return measure;
  if (measure?.kind === 'published')
    return none(
      'It is a published figure: nothing was measured.',
      'Give the run the answers that the figure comes from.',
    );
  if (measure?.kind === 'unavailable')
    return none(`It could not be measured: ${measure.reason}.`, `Give ${id} what it lacks.`);
  return missing(`${id} has no such measure`, name, Object.keys(audit.measures));
}

/** What to do where an audit ran under other options than the policy's. */
export const runAgain = 'Run audit run --gate with this policy: thresholds need a new run.';

function scoreNamed(name: string, scores: readonly Score[]): FoundMeasure {
  const own = scores.filter(({ condition }) => condition === 'real');
  const score = own.find((one) => namesOf(one).includes(name));
  if (score !== undefined) return estimateOfScore(score);
  return missing('There is no such score', name, own.flatMap(namesOf));
}

/** Metrics beside the headline that come from its own answers. */
const besideHeadline = ['sensitivity', 'specificity', 'balanced-accuracy'];

/** How a policy may call a score; a metric under another extractor needs that extractor's name. */
function namesOf({ model, track, metric, extractor, primary, subset }: Score): string[] {
  const part = subset.column === 'all' ? '' : `/${subset.column}=${subset.value}`;
  const start = `score/${model}/${track}`;
  const plain = primary || extractor === 'none' || besideHeadline.includes(metric);
  return [
    ...(primary ? [`${start}${part}`] : []),
    plain ? `${start}/${metric}${part}` : `${start}/${metric}:${extractor}${part}`,
  ];
}

/** Held against its worst case: items without an answer could be right or wrong. */
function estimateOfScore(score: Score): Estimate {
  const { model, track, metric, subset, value, n, effectiveN, interval, worstCase } = score;
  const part = subset.column === 'all' ? '' : `, ${subset.column} ${subset.value}`;
  const method =
    score.unanswered === 0
      ? interval.method
      : `${interval.method}, ${score.unanswered} unanswered counted wrong and right`;
  return {
    kind: 'estimate',
    title: `${metric} of ${model} on ${track} questions${part}`,
    value,
    unit: 'score',
    n,
    effectiveN,
    interval: { lower: worstCase.lower, upper: worstCase.upper, level: interval.level, method },
  };
}

function missing(what: string, name: string, known: readonly string[]): FoundMeasure {
  const guess = didYouMean(name, known);
  const listed = known.slice(0, 8).join(', ');
  const named = known.length > 8 ? `${listed} and ${known.length - 8} more` : listed;
  return none(
    guess === undefined ? `${what}.` : `${what}; did you mean "${guess}"?`,
    known.length === 0 ? 'Give the run what it is measured on.' : `Name one of ${named}.`,
  );
}

function none(reason: string, remedy: string): FoundMeasure {
  return { kind: 'none', reason, remedy };
}
