import type { DiscordanceRange } from '../statistics/index.ts';
import type { LeadClaim, PublishedFigure } from './ledger.ts';
import { leadMeasures, requirementTable } from './paper-lead-tables.ts';
import {
  arithmeticOf,
  differenceOf,
  itemsAt,
  largestDiscordance,
  minus,
  type PublishedLead,
  rangeOf,
} from './published-lead.ts';
import { count, counted, leadText, placeOf, points, share } from './wording.ts';
import { type Worth, worthOf } from './worth.ts';

/** What a published lead is worth by its figures alone. */
export function leadOnPaper(claim: LeadClaim): Worth {
  const lead = { ...claim, label: `${claim.model} over ${claim.over}${placeOf(claim)}` };
  const found = weighLead(lead);
  const claimed = claimedLead(claim);
  return worthOf({
    basis: 'paper',
    ...(claimed !== undefined && { claimed: { value: claimed, unit: 'points' } }),
    ...found,
  });
}

function claimedLead({ value, atLeast, scores }: LeadClaim): number | undefined {
  return value?.value ?? atLeast ?? (scores && minus(scores.model, scores.over).value);
}

type Weighed = Pick<Worth, 'status' | 'why' | 'measures' | 'tables' | 'needs'>;

/** Status of a published lead, with its measures and tables. */
export function weighLead(lead: PublishedLead): Weighed {
  const difference = differenceOf(lead);
  if (difference === undefined) {
    return {
      status: 'not-testable',
      why: `Neither scores nor a lead of ${lead.label} are published.`,
      measures: {},
      tables: [],
      needs: [`Publish both scores and the number of items behind them: ${lead.label}.`],
    };
  }
  const range = rangeOf(lead, difference.value);
  const measures = leadMeasures(lead, difference, range);
  const against = contradiction(lead, difference);
  if (against !== undefined)
    return { status: 'contradicted', why: against, measures, tables: [], needs: [] };
  if (difference.value <= difference.rounding) {
    return {
      status: 'inconclusive',
      why: `The published scores of ${lead.model} and ${lead.over} are equal within their rounding.`,
      measures,
      tables: [],
      needs: [],
    };
  }
  const tables = [requirementTable(lead, difference.value, range)];
  return { ...decide(lead, difference, range), measures, tables };
}

function contradiction(
  { scores, value, atLeast, over, model }: PublishedLead,
  difference: PublishedFigure,
): string | undefined {
  if (!scores) return undefined;
  const { rounding } = difference;
  const arithmetic = arithmeticOf(scores);
  if (difference.value < -rounding)
    return `The published scores have ${over} ahead of ${model}: ${arithmetic}.`;
  const shown = `The published scores give ${leadText(difference.value, rounding)} (${arithmetic})`;
  if (value && value.value - value.rounding > difference.value + rounding + 1e-12)
    return `${shown}, less than the ${points(value.value)} that are claimed.`;
  if (atLeast !== undefined && difference.value + rounding < atLeast)
    return `${shown}, less than the ${points(atLeast)} that are claimed at least.`;
  return undefined;
}

/** What a lead would take to show. */
interface Requirement {
  readonly lead: PublishedLead;
  readonly range: DiscordanceRange;
  /** "lead of 7.45 points". */
  readonly text: string;
  /** "" or " as more than 5 points". */
  readonly goal: string;
  readonly needed: (discordance: number) => number;
  /** Items at the least and at the most that the models can differ. */
  readonly best: number;
  readonly worst: number;
}

function decide(
  lead: PublishedLead,
  figure: PublishedFigure,
  range: DiscordanceRange,
): Pick<Weighed, 'status' | 'why' | 'needs'> {
  const { n, scores, value, atLeast } = lead;
  if (!scores && !value) {
    return {
      status: 'not-testable',
      why: `Only a bound of ${points(figure.value)} is published, neither scores nor the number of items.`,
      needs: [`Publish both scores and the number of items behind them: ${lead.label}.`],
    };
  }
  const needed = (discordance: number): number => itemsAt(lead, figure.value, discordance);
  const requirement: Requirement = {
    lead,
    range,
    text: `lead of ${leadText(figure.value, figure.rounding)}`,
    goal: atLeast === undefined ? '' : ` as more than ${points(atLeast)}`,
    needed,
    best: needed(range.lower),
    worst: needed(range.upper),
  };
  if (n === undefined) return openSize(requirement, 'without its number of items');
  const items = typeof n === 'object' ? n.atMost : n;
  if (requirement.worst > items) return tooSmall(requirement, items);
  if (typeof n === 'object')
    return openSize(requirement, `with its number of items only as at most ${count(items)}`);
  const { text, goal, worst } = requirement;
  return {
    status: 'supported',
    why: `On ${counted(items, 'item')} the ${text} shows${goal} however the models differ: ${itemsText(worst)} are enough.`,
    needs: [],
  };
}

/** The number of items is open: from which on it would hold. */
function openSize(
  { lead, text, goal, best, worst }: Requirement,
  how: string,
): Pick<Weighed, 'status' | 'why' | 'needs'> {
  // Graded scores allow a difference without any noise, which tells nothing.
  const least =
    best < worst && !lead.graded
      ? `from ${itemsText(best)} on where the models differ as little as the scores allow, and `
      : '';
  return {
    status: 'not-testable',
    why: `The ${text} is published ${how}; it would show${goal} ${least}from ${itemsText(worst)} on however they differ.`,
    needs: ['Publish the number of items behind both scores.', agreementNeed(lead)],
  };
}

/** Not every discordance lets the lead show on so many items. */
function tooSmall(
  { lead, range, text, goal, needed, best, worst }: Requirement,
  items: number,
): Pick<Weighed, 'status' | 'why' | 'needs'> {
  const place =
    typeof lead.n === 'object'
      ? `Even on all ${counted(items, 'item')}`
      : `On ${counted(items, 'item')}`;
  const reach =
    best > items
      ? `does not show${goal} however little the models differ; it takes ${itemsText(best)} at least`
      : `shows${goal} only where ${differText(lead)} no more than ${share(largestDiscordance(needed, range, items))}, and the scores allow up to ${share(range.upper)}`;
  return {
    status: 'inconclusive',
    why: `${place} the ${text} ${reach}.`,
    needs: [
      agreementNeed(lead),
      ...(Number.isFinite(worst) ? [`Or test on ${itemsText(worst)}.`] : []),
    ],
  };
}

function agreementNeed({ graded }: PublishedLead): string {
  return graded
    ? 'Publish the scores of both models item by item.'
    : 'Publish the answers of both models item by item, or on how many items only one of them is right.';
}

function itemsText(items: number): string {
  return Number.isFinite(items) ? counted(items, 'independent item') : 'no number of items';
}

function differText({ graded }: PublishedLead): string {
  return graded
    ? 'the mean squared difference of the item scores is'
    : 'the share of items on which one model alone is right is';
}
