import type { Estimate } from '../audit/audit.ts';
import type { AuditRun, Score } from '../audit/audit-run.ts';
import { estimateOf } from '../audit/estimate-of.ts';
import type { ClaimStatus } from './checked-claims.ts';
import type { ScoreClaim } from './ledger.ts';
import { scoreFloor } from './paper-score.ts';
import { deflationOf, gradesMetric, gradesOf, scoreRow, scoreRows } from './run-figures.ts';
import { type Bounds, tryVariations, type Variation } from './variation.ts';
import { count, counted, figureText, placeOf, points, share, shareBounds } from './wording.ts';
import { type Worth, worthOf } from './worth.ts';

/** What a score claim is worth by a run; undefined where the run has no such score. */
export function scoreByRun(claim: ScoreClaim, run: AuditRun): Worth | undefined {
  if (claim.metric === gradesMetric) return gradesByRun(claim, run);
  const row = scoreRow(run, claim);
  if (row === undefined) return undefined;
  const estimate = estimateOf(
    `Score of ${claim.model}${placeOf(claim)} (${row.metric})`,
    claim.graded ? 'score' : 'proportion',
    row,
  );
  return judge(claim, estimate, variationsOf(claim, run, row));
}

/** The mean of recorded judgments, and the same without graders of the model's own family. */
function gradesByRun(claim: ScoreClaim, run: AuditRun): Worth | undefined {
  const grades = claim.subset === undefined ? gradesOf(run, claim.model) : undefined;
  if (grades === undefined) return undefined;
  const { all, withoutKin } = grades;
  const kin: Variation[] = withoutKin
    ? [
        {
          name: 'without graders of its own family',
          bounds: withoutKin.interval,
          estimate: withoutKin,
          audit: 'grader-bias',
        },
      ]
    : [];
  const found = judge(claim, all, kin);
  return { ...found, audits: [...new Set(['grader-bias', ...found.audits])] };
}

function judge(claim: ScoreClaim, estimate: Estimate, variations: readonly Variation[]): Worth {
  if (claim.value === undefined && claim.atLeast === undefined) {
    return worthOf({
      status: 'not-testable',
      basis: 'run',
      why: `No figure is claimed; ${measuredText(estimate, claim)}`,
      measures: { score: estimate },
    });
  }
  const { undone, ...tried } = tryVariations(estimate, variations, (bounds) =>
    statusAt(claim, bounds),
  );
  const claimed = claim.value?.value ?? claim.atLeast;
  return worthOf({
    ...tried,
    basis: 'run',
    why: `${measuredText(estimate, claim)}${undone}`,
    ...(claimed !== undefined && { claimed: { value: claimed, unit: estimate.unit } }),
    measures: { score: estimate },
    needs: needsOf(claim, estimate, tried.status),
  });
}

/**
 * Contradicted where the interval lies below what is claimed, rounding included; supported where its
 * lower bound is no further below it than the margin. A score above the claimed one is no fault.
 */
function statusAt(claim: ScoreClaim, { lower, upper }: Bounds): ClaimStatus {
  const { value, atLeast } = claim;
  if (value && value.value - value.rounding > upper) return 'contradicted';
  if (atLeast !== undefined && upper < atLeast) return 'contradicted';
  return lower >= scoreFloor(claim) ? 'supported' : 'inconclusive';
}

function measuredText(estimate: Estimate, claim: ScoreClaim): string {
  const { value, interval, n } = estimate;
  const { value: figure, atLeast } = claim;
  const claimed = [
    ...(figure ? [`${figureText(figure)} claimed`] : []),
    ...(atLeast === undefined ? [] : [`${share(atLeast)} or more claimed`]),
  ].join(', ');
  const measured = `${share(value)} measured (${share(interval.level)} interval ${shareBounds(interval)}, n = ${count(n)})`;
  const understated = figure && figure.value + figure.rounding < interval.lower;
  const size =
    claimed !== '' && typeof claim.n === 'number' && claim.n !== n
      ? ` It is claimed of ${counted(claim.n, 'item')}.`
      : '';
  return `${claimed === '' ? '' : `${claimed}; `}${measured}${understated ? ': the claim understates it' : ''}.${size}`;
}

/** What more items could decide. */
function needsOf(claim: ScoreClaim, estimate: Estimate, status: ClaimStatus): string[] {
  if (status !== 'inconclusive') return [];
  const { value, interval, n } = estimate;
  const gap = value - scoreFloor(claim);
  const half = value - interval.lower;
  if (gap <= 0) {
    return [
      `The measured score lies ${points(Math.max(0, -gap))} below what would do: more items would rather contradict the claim.`,
    ];
  }
  const items = Math.ceil(n * (half / gap) ** 2);
  return [`At the measured score about ${counted(items, 'item')} like these would decide.`];
}

/** The same score under other reasonable choices. */
function variationsOf(claim: ScoreClaim, run: AuditRun, row: Score): Variation[] {
  return [
    ...cleanScore(claim, run, row),
    ...unansweredScore(row),
    ...otherExtractors(claim, run, row),
  ];
}

function cleanScore(claim: ScoreClaim, run: AuditRun, row: Score): Variation[] {
  const deflation = deflationOf(run, claim, row);
  const clean = deflation?.steps.find(({ name }) => name === 'clean-items')?.estimate;
  if (!clean || deflation?.reusedItems === 0) return [];
  return [
    {
      name: 'without items whose image is in train',
      bounds: clean.interval,
      estimate: clean,
      audit: 'image-reuse',
    },
  ];
}

function unansweredScore({ unanswered, worstCase, interval }: Score): Variation[] {
  if (unanswered === 0) return [];
  const bounds = { lower: worstCase.lower, upper: interval.upper };
  return [{ name: `with ${counted(unanswered, 'unanswered item')} counted as wrong`, bounds }];
}

function otherExtractors(claim: ScoreClaim, run: AuditRun, row: Score): Variation[] {
  return scoreRows(run, claim)
    .filter((other) => other.extractor !== row.extractor && readsMost(other))
    .map((other) => ({
      name: `with answers read by ${other.extractor}`,
      bounds: other.interval,
      estimate: estimateOf(
        `Score of ${claim.model}${placeOf(claim)} (${row.metric}, ${other.extractor})`,
        claim.graded ? 'score' : 'proportion',
        other,
      ),
    }));
}

/** An extractor that finds no answer in most texts is no other way to read them. */
export function readsMost({ unparsed, n }: Pick<Score, 'unparsed' | 'n'>): boolean {
  return 2 * unparsed <= n;
}
