import type { Measure, Published } from '../audit/audit.ts';
import type { TakenApartLead } from './checked-claims.ts';
import type { ComparatorClaim, ComparatorScores, PublishedFigure } from './ledger.ts';
import { weighLead } from './paper-lead.ts';
import { arithmeticOf, minus } from './published-lead.ts';
import { figureText, leadText, placeOf, points, share } from './wording.ts';
import { type Worth, weakest, worthOf } from './worth.ts';

/** Of what the architecture can't be credited with. */
export const shareTitle = 'Share of the advertised lead that the trained baseline has too';

/** A claim about comparators, and its lead taken apart where there are scores for it. */
export interface CheckedComparators {
  readonly worth: Worth;
  readonly lead?: TakenApartLead;
}

/** What an advertised lead is worth by the published scores alone. */
export function comparatorsOnPaper(claim: ComparatorClaim): CheckedComparators {
  const { scores, baseline, cold } = claim;
  if (scores === undefined) {
    const why = `The scores of ${claim.model}, ${baseline} and ${cold} are not published.`;
    const needs = ['Publish the scores of all three on the same items.'];
    return { worth: worthOf({ status: 'not-testable', basis: 'paper', why, needs }) };
  }
  const lead = takePublishedApart(claim, scores);
  const { model, graded, n } = claim;
  const weigh = (over: string, score: PublishedFigure) =>
    weighLead({
      label: `${model} over ${over}${placeOf(claim)}`,
      model,
      over,
      scores: { model: scores.model, over: score },
      graded,
      ...(n !== undefined && { n }),
    });
  const fair = weigh(baseline, scores.baseline);
  const advertised = weigh(cold, scores.cold);
  return {
    lead,
    worth: worthOf({
      status: weakest([fair.status, advertised.status]),
      basis: 'paper',
      why: `${apartText(claim, scores, lead)} ${fair.why}`,
      claimed: { value: (lead.advertised as Published).value, unit: 'points' },
      measures: {
        advertised: lead.advertised,
        fair: lead.fair,
        notArchitecture: lead.notArchitecture,
      },
      tables: [...fair.tables, ...advertised.tables],
      needs: [...new Set([...fair.needs, ...advertised.needs, ...backboneNeed(scores)])],
    }),
  };
}

function backboneNeed({ backbone }: ComparatorScores): string[] {
  if (backbone) return [];
  return ['Publish the score of the untouched backbone, asked the same questions in the same way.'];
}

function takePublishedApart(claim: ComparatorClaim, scores: ComparatorScores): TakenApartLead {
  const { model, baseline, cold } = scores;
  const advertised = minus(model, cold).value;
  const shared = minus(baseline, cold).value;
  const title = shareTitle;
  const arithmetic = `(${figureText(baseline)} − ${figureText(cold)}) / (${figureText(model)} − ${figureText(cold)})`;
  const unit = claim.graded ? 'score' : 'proportion';
  const scoreOf = (name: string, figure: PublishedFigure): Measure => ({
    kind: 'published',
    title: `Score of ${name}${placeOf(claim)}`,
    value: figure.value,
    unit,
    arithmetic: figureText(figure),
  });
  return {
    claim: claim.id,
    track: claim.track,
    model: claim.model,
    baseline: claim.baseline,
    cold: claim.cold,
    scores: {
      cold: scoreOf(claim.cold, cold),
      baseline: scoreOf(claim.baseline, baseline),
      model: scoreOf(claim.model, model),
    },
    advertised: difference(`Advertised lead over ${claim.cold}`, model, cold),
    fair: difference(`Fair lead over ${claim.baseline}`, model, baseline),
    notArchitecture:
      advertised > 0
        ? { kind: 'published', title, value: shared / advertised, unit: 'proportion', arithmetic }
        : { kind: 'unavailable', title, reason: 'there is no lead to share out' },
    caveat: caveatOf(scores),
  };
}

function difference(title: string, first: PublishedFigure, second: PublishedFigure): Measure {
  return {
    kind: 'published',
    title,
    value: minus(first, second).value,
    unit: 'points',
    arithmetic: arithmeticOf({ model: first, over: second }),
  };
}

function apartText(
  claim: ComparatorClaim,
  scores: ComparatorScores,
  { notArchitecture }: TakenApartLead,
): string {
  const { model, baseline, cold } = scores;
  const text = (first: PublishedFigure, second: PublishedFigure) => {
    const { value, rounding } = minus(first, second);
    return leadText(value, rounding);
  };
  const lead = `The lead over ${claim.cold} is ${text(model, cold)}; over ${claim.baseline}, which was trained on the same data, it is ${text(model, baseline)}.`;
  if (notArchitecture.kind !== 'published') return lead;
  return `${lead} ${share(Number(notArchitecture.value.toFixed(3)))} of the lead over ${claim.cold} is not attributable to the architecture.`;
}

/**
 * What can't be told of the part that the trained baseline has too.
 *
 * @param lack why the score of the untouched backbone is not at hand.
 */
export function caveatOf(
  scores: Pick<ComparatorScores, 'baseline' | 'backbone'> | undefined,
  lack = 'not published',
): string {
  const rest =
    'What the trained baseline has too is not attributable to the architecture. How much of that is training on the test’s distribution can’t be separated from model and format';
  const backbone = scores?.backbone;
  if (backbone === undefined) return `${rest}, because the untouched backbone’s score is ${lack}.`;
  const gained = minus(scores!.baseline, backbone).value;
  return `${rest}: of the backbone it is known that its score rose by ${points(gained)} in training, which taught it the distribution and the format at once.`;
}
