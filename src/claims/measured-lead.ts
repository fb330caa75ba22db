import type { AuditRun, Score } from '../audit/audit-run.ts';
import type { ClaimStatus } from './checked-claims.ts';
import type { LeadClaim, PublishedFigure } from './ledger.ts';
import { readsMost } from './measured-score.ts';
import { minus } from './published-lead.ts';
import { deflationOf, leadIn, type MeasuredLead, scoreRow, scoreRows } from './run-figures.ts';
import { type Bounds, tryVariations, type Variation } from './variation.ts';
import {
  count,
  counted,
  leadText,
  listed,
  placeOf,
  pointBounds,
  points,
  share,
} from './wording.ts';
import { type Worth, worthOf } from './worth.ts';

/** A lead that so small a share of its items would undo is fragile; never fewer than one item. */
const fewFlips = 0.01;

/** What the check of a lead needs of its claim. */
export type LeadFacts = Pick<
  LeadClaim,
  'model' | 'over' | 'track' | 'metric' | 'subset' | 'value' | 'atLeast' | 'scores' | 'n'
>;

/** What a lead is worth by a run; undefined where the run has not compared the two models so. */
export function leadByRun(claim: LeadFacts, run: AuditRun): Worth | undefined {
  const lead = leadIn(run, claim, claim.over);
  if (lead === undefined) return undefined;
  const { estimate } = lead;
  const { undone, ...tried } = tryVariations(estimate, variationsOf(claim, run, lead), (bounds) =>
    statusAt(claim, bounds),
  );
  const weak = weaknesses(lead);
  const holds = tried.status === 'supported' || tried.status === 'fragile';
  const status = holds && weak.length > 0 ? 'fragile' : tried.status;
  const claimed = claimedLead(claim)?.value ?? claim.atLeast;
  return worthOf({
    ...tried,
    status,
    basis: 'run',
    why: `${measuredText(claim, lead)}${undone}${holds ? weakText(weak) : ''}`,
    ...(claimed !== undefined && { claimed: { value: claimed, unit: 'points' } }),
    measures: {
      lead: estimate,
      ...(lead.flipsToTie && { flipsToTie: lead.flipsToTie }),
      ...(lead.flipsUntilNotSignificant && {
        flipsUntilNotSignificant: lead.flipsUntilNotSignificant,
      }),
    },
    needs: status === 'inconclusive' ? needsOf(claim, lead) : [],
    audits: ['small-subsets', ...tried.audits],
  });
}

/** The lead that is claimed: as such, else as the difference of the two scores that are. */
function claimedLead({ value, scores }: LeadFacts): PublishedFigure | undefined {
  return value ?? (scores && minus(scores.model, scores.over));
}

/**
 * Contradicted where the interval lies below what is claimed, rounding included, or all of it on the
 * other side; supported where it excludes no lead, or what is claimed at least.
 */
function statusAt(claim: LeadFacts, { lower, upper }: Bounds): ClaimStatus {
  const { atLeast } = claim;
  const figure = claimedLead(claim);
  if (figure && figure.value - figure.rounding > upper) return 'contradicted';
  if (upper < (atLeast ?? 0)) return 'contradicted';
  const reached = atLeast === undefined ? lower > 0 : lower >= atLeast;
  return reached ? 'supported' : 'inconclusive';
}

function measuredText(claim: LeadFacts, { estimate }: MeasuredLead): string {
  const { value, interval, n } = estimate;
  const figure = claimedLead(claim);
  const claimed = [
    ...(figure ? [`${leadText(figure.value, figure.rounding)} claimed`] : []),
    ...(claim.atLeast === undefined ? [] : [`${points(claim.atLeast)} or more claimed`]),
  ];
  const start = claimed.length === 0 ? '' : `${claimed.join(', ')}; `;
  const size =
    typeof claim.n === 'number' && claim.n !== n
      ? ` It is claimed of ${counted(claim.n, 'item')}.`
      : '';
  return `${start}${points(value)} measured over ${claim.over}${placeOf(claim)} (${share(interval.level)} interval ${pointBounds(interval)}, n = ${count(n)}).${size}`;
}

/** What undoes a lead that its interval shows. */
function weaknesses({
  conclusive,
  holmPValue,
  comparisons,
  flipsUntilNotSignificant: flips,
}: MeasuredLead): string[] {
  const adjusted =
    conclusive === false && holmPValue !== undefined
      ? [
          `by Holm’s adjustment over the ${counted(comparisons ?? 0, 'comparison')} of the run (p = ${holmPValue})`,
        ]
      : [];
  const few = flips && flips.value <= Math.max(1, Math.floor(fewFlips * (flips.of ?? 0)));
  return few
    ? [...adjusted, `by ${counted(flips.value, 'answer')} of ${count(flips.of ?? 0)} turned wrong`]
    : adjusted;
}

function weakText(weak: readonly string[]): string {
  return weak.length === 0 ? '' : ` It is no longer shown ${listed(weak)}.`;
}

/** What more items could decide. */
function needsOf({ over, atLeast = 0 }: LeadFacts, { estimate }: MeasuredLead): string[] {
  const { value, interval, n } = estimate;
  const beyond = value - atLeast;
  if (beyond <= 0) return ['No number of items would show a lead that is not there.'];
  const items = Math.ceil(n * ((value - interval.lower) / beyond) ** 2);
  return [
    `Were the lead over ${over} as measured, about ${counted(items, 'item')} like these would decide.`,
  ];
}

/** The same lead under other reasonable choices. */
function variationsOf(claim: LeadFacts, run: AuditRun, lead: MeasuredLead): Variation[] {
  const first = scoreRow(run, claim);
  const second = scoreRow(run, { ...claim, model: claim.over });
  if (!first || !second) return [];
  return [
    ...cleanLead(claim, run, first),
    ...unansweredLead(lead, first, second),
    ...otherExtractors(claim, run, lead, [first, second]),
  ];
}

function cleanLead(claim: LeadFacts, run: AuditRun, row: Score): Variation[] {
  const deflation = deflationOf(run, claim, row);
  const step = deflation?.steps.find(({ name }) => name === 'over-baseline')?.estimate;
  if (!step || deflation?.comparator !== claim.over || deflation.reusedItems === 0) return [];
  return [
    {
      name: 'without items whose image is in train',
      bounds: step.interval,
      estimate: step,
      audit: 'image-reuse',
    },
  ];
}

/** The model's unanswered items counted as wrong, those of the other as right. */
function unansweredLead({ estimate }: MeasuredLead, first: Score, second: Score): Variation[] {
  const unanswered = first.unanswered + second.unanswered;
  if (unanswered === 0) return [];
  const worst =
    (first.value * first.n) / (first.n + first.unanswered) -
    (second.value * second.n + second.unanswered) / (second.n + second.unanswered);
  return [
    {
      name: `with ${counted(unanswered, 'unanswered item')} counted against it`,
      bounds: moved(estimate.interval, Math.min(0, worst - estimate.value)),
    },
  ];
}

function otherExtractors(
  claim: LeadFacts,
  run: AuditRun,
  { estimate }: MeasuredLead,
  [first, second]: readonly [Score, Score],
): Variation[] {
  const rivals = scoreRows(run, { ...claim, model: claim.over });
  return scoreRows(run, claim).flatMap((one) => {
    const rival = rivals.find(({ extractor }) => extractor === one.extractor);
    if (one.extractor === first.extractor || !rival) return [];
    if (!readsMost(one) || !readsMost(rival)) return [];
    const change = one.value - rival.value - (first.value - second.value);
    return [
      {
        name: `with answers read by ${one.extractor}`,
        bounds: moved(estimate.interval, change),
      },
    ];
  });
}

function moved({ lower, upper }: Bounds, by: number): Bounds {
  return { lower: Math.max(-1, lower + by), upper: Math.min(1, upper + by) };
}
