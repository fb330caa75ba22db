import {
  type DiscordanceRange,
  discordanceRange,
  normalQuantile,
  pairedItemsNeeded,
} from '../statistics/index.ts';
import type { PublishedN } from './claims-file.ts';
import type { PublishedFigure } from './ledger.ts';
import { figureText } from './wording.ts';

/** A published lead, whoever leads whom. */
export interface PublishedLead {
  /** "BreastGPT over GPT-5.4, on closed questions". */
  readonly label: string;
  readonly model: string;
  readonly over: string;
  readonly scores?: { readonly model: PublishedFigure; readonly over: PublishedFigure };
  /** The lead as it is claimed, where that is said apart from the scores. */
  readonly value?: PublishedFigure;
  readonly atLeast?: number;
  readonly graded: boolean;
  readonly n?: PublishedN;
}

/** The published lead, and how far its roundings leave it open. */
export function differenceOf({
  scores,
  value,
  atLeast,
}: PublishedLead): PublishedFigure | undefined {
  if (scores) return minus(scores.model, scores.over);
  if (value) return value;
  return atLeast === undefined ? undefined : { value: atLeast, rounding: 0 };
}

/** The difference of two figures, and how far their roundings leave it open. */
export function minus(first: PublishedFigure, second: PublishedFigure): PublishedFigure {
  // Decimal figures have a decimal difference; binary arithmetic would add an ulp.
  const value = Number((first.value - second.value).toPrecision(12));
  return { value, rounding: first.rounding + second.rounding };
}

/** How far the two models can differ; on every item where their scores are not published. */
export function rangeOf({ scores, graded }: PublishedLead, difference: number): DiscordanceRange {
  if (scores) return discordanceRange(scores.model.value, scores.over.value, { graded });
  const least = Math.abs(difference);
  return { lower: graded ? least ** 2 : least, upper: 1 };
}

/** "75.66% − 68.21%". */
export function arithmeticOf({ model, over }: NonNullable<PublishedLead['scores']>): string {
  return `${figureText(model)} − ${figureText(over)}`;
}

/** Items on which a lead would show at one discordance; infinite where none are enough. */
export function itemsAt(
  { scores, atLeast }: PublishedLead,
  difference: number,
  discordance: number,
): number {
  const bounded = Math.max(discordance, difference ** 2);
  if (atLeast === undefined || !scores)
    return pairedItemsNeeded({ difference, discordance: bounded });
  // The lead has to show beyond the one that is claimed at least, not beyond none.
  const beyond = difference - atLeast;
  if (beyond <= 0) return Number.POSITIVE_INFINITY;
  const factor = normalQuantile(0.975) + normalQuantile(0.8);
  return Math.max(1, Math.ceil((factor ** 2 * (bounded - difference ** 2)) / beyond ** 2 - 1e-9));
}

/** The largest discordance at which so many items are enough, by bisection: `needed` rises with it. */
export function largestDiscordance(
  needed: (discordance: number) => number,
  range: DiscordanceRange,
  items: number,
): number {
  let { lower, upper } = range;
  for (let step = 0; step < 60; step++) {
    const middle = (lower + upper) / 2;
    if (needed(middle) <= items) lower = middle;
    else upper = middle;
  }
  return lower;
}
